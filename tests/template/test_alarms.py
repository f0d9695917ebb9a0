"""Alarms: each is of a metric that somebody writes, and all notify the one topic that the deployment may name."""

import pytest

from filegate.domain.sweep import Finding
from tests import sam

ALARMS = sam.resources("AWS::CloudWatch::Alarm")
METRICS_OF_THE_SWEEP = {"".join(word.capitalize() for word in finding.split("_")) for finding in Finding}
OPERATIONS = (sam.ROOT / "docs/operations.md").read_text()

each_alarm = pytest.mark.parametrize("name", ALARMS)


@each_alarm
def test_an_alarm_is_of_a_metric_that_somebody_writes(name: str) -> None:
    alarm = ALARMS[name]
    if alarm["Namespace"] == "Filegate":
        assert alarm["MetricName"] in METRICS_OF_THE_SWEEP
        assert alarm["Dimensions"] == [{"Name": "service", "Value": {"Ref": "AWS::StackName"}}]
    elif alarm["Namespace"] == "AWS/States":
        assert alarm["MetricName"] == "ExecutionsFailed"
        (machine,) = (each["Value"]["Ref"] for each in alarm["Dimensions"] if each["Name"] == "StateMachineArn")
        assert machine in sam.resources("AWS::Serverless::StateMachine")
    else:
        (queue,) = (each["Value"]["Fn::GetAtt"][0] for each in alarm["Dimensions"])
        assert queue in sam.resources("AWS::SQS::Queue")


@each_alarm
def test_an_alarm_rings_at_the_first_one_and_not_for_silence(name: str) -> None:
    alarm = ALARMS[name]
    assert (alarm["Threshold"], alarm["ComparisonOperator"]) == (0, "GreaterThanThreshold")
    assert alarm["TreatMissingData"] == "notBreaching"


@each_alarm
def test_an_alarm_notifies_the_topic_of_the_deployment_if_there_is_one(name: str) -> None:
    notifying = {"Fn::If": ["HasAlarmTopic", [{"Ref": "AlarmTopicArn"}], {"Ref": "AWS::NoValue"}]}
    assert ALARMS[name]["AlarmActions"] == notifying


@each_alarm
def test_the_person_on_call_is_told_what_to_do(name: str) -> None:
    assert f"| `{name}` |" in OPERATIONS.partition("## At 3 a.m.")[2]


def test_every_state_machine_has_an_alarm() -> None:
    watched = {
        each["Value"]["Ref"]
        for alarm in ALARMS.values()
        for each in alarm["Dimensions"]
        if each["Name"] == "StateMachineArn"
    }
    assert set(sam.resources("AWS::Serverless::StateMachine")) == watched


def test_every_queue_of_dead_letters_has_an_alarm() -> None:
    watched = {
        each["Value"]["Fn::GetAtt"][0]
        for alarm in ALARMS.values()
        for each in alarm["Dimensions"]
        if each["Name"] == "QueueName"
    }
    assert {name for name in sam.resources("AWS::SQS::Queue") if "DeadLetters" in name} == watched
