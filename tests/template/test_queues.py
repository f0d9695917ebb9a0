"""Queues that feed functions: what fails comes again, and in the end to where somebody sees it; nobody else sends."""

import json
from typing import Any

import pytest

from tests import sam

QUEUES = sam.resources("AWS::SQS::Queue")
MAPPINGS = {
    each["EventSourceArn"]["Fn::GetAtt"][0]: each for each in sam.resources("AWS::Lambda::EventSourceMapping").values()
}
TIMEOUT = sam.template()["Globals"]["Function"]["Timeout"]
FORTNIGHT = 1_209_600

each_feeding = pytest.mark.parametrize(("function", "queue"), sam.queues().items())


def dead_letters(queue: str) -> str:
    name: str = QUEUES[queue]["RedrivePolicy"]["deadLetterTargetArn"]["Fn::GetAtt"][0]
    return name


def senders(queue: str) -> list[dict[str, Any]]:
    policies = sam.resources("AWS::SQS::QueuePolicy").values()
    about = [policy["PolicyDocument"]["Statement"] for policy in policies if policy["Queues"] == [{"Ref": queue}]]
    return [statement for statements in about for statement in statements]


@each_feeding
def test_a_message_stays_hidden_for_six_times_as_long_as_its_function_may_run(function: str, queue: str) -> None:
    assert QUEUES[queue]["VisibilityTimeout"] >= 6 * sam.functions()[function].get("Timeout", TIMEOUT)


@each_feeding
def test_what_fails_five_times_is_kept_for_a_fortnight(function: str, queue: str) -> None:
    assert QUEUES[queue]["RedrivePolicy"]["maxReceiveCount"] == 5
    assert QUEUES[dead_letters(queue)]["MessageRetentionPeriod"] == FORTNIGHT


@each_feeding
def test_messages_fail_one_by_one_and_few_functions_run_at_once(function: str, queue: str) -> None:
    assert MAPPINGS[queue]["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
    assert 2 <= MAPPINGS[queue]["ScalingConfig"]["MaximumConcurrency"] <= 100


@pytest.mark.parametrize("queue", QUEUES)
def test_messages_are_encrypted(queue: str) -> None:
    assert QUEUES[queue]["SqsManagedSseEnabled"] is True


@each_feeding
def test_only_the_rule_that_has_the_queue_for_its_target_may_send(function: str, queue: str) -> None:
    arn = {"Fn::GetAtt": [queue, "Arn"]}
    rules = sam.resources("AWS::Events::Rule").items()
    (rule,) = [name for name, each in rules if arn in [target["Arn"] for target in each["Targets"]]]
    (statement,) = senders(queue)
    assert (statement["Effect"], statement["Action"], statement["Resource"]) == ("Allow", "sqs:SendMessage", arn)
    assert statement["Principal"] == {"Service": "events.amazonaws.com"}
    assert statement["Condition"] == {"ArnEquals": {"aws:SourceArn": {"Fn::GetAtt": [rule, "Arn"]}}}


def test_the_rule_of_the_check_takes_what_is_not_checked_while_it_is_created() -> None:
    pattern = sam.resources("AWS::Events::Rule")["CheckRule"]["EventPattern"]
    (record,) = json.loads((sam.ROOT / "events/check_file.json").read_text())["Records"]
    event = json.loads(record["body"])
    assert (pattern["source"], pattern["detail-type"]) == ([event["source"]], [event["detail-type"]])
    assert pattern["detail"]["bucket"] == {"name": [{"Ref": "Bucket"}]}
    assert pattern["detail"]["object"] == {"key": [{"prefix": "files/"}]}
    assert event["detail"]["reason"] in pattern["detail"]["reason"]
    assert "PutObject" not in pattern["detail"]["reason"]


@pytest.mark.parametrize("bucket", sam.resources("AWS::S3::Bucket"))
def test_a_bucket_tells_eventbridge(bucket: str) -> None:
    told = sam.resources("AWS::S3::Bucket")[bucket]["NotificationConfiguration"]
    assert told == {"EventBridgeConfiguration": {"EventBridgeEnabled": True}}
