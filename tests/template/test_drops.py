"""The drop zone and the bus: nothing gets lost on the way, and nobody else gets in."""

import json
import re
from typing import Any

import pytest

from filegate.adapters.dynamodb_drops import MOST_FILES
from filegate.adapters.eventbridge import SOURCE
from filegate.domain.batches import ENDED, BatchStatus
from tests import sam

RESOURCES = sam.template()["Resources"]
AUTO_BATCH = sam.template()["Parameters"]["AutoBatch"]["AllowedPattern"]
MAPPINGS = sam.resources("AWS::Lambda::EventSourceMapping")


def test_the_drop_bucket_tells_of_new_objects_and_the_rule_puts_them_into_the_queue() -> None:
    notification = sam.resources("AWS::S3::Bucket")["DropBucket"]["NotificationConfiguration"]
    assert notification == {"EventBridgeConfiguration": {"EventBridgeEnabled": True}}
    rule = sam.resources("AWS::Events::Rule")["DropRule"]
    assert rule["EventPattern"] == {
        "source": ["aws.s3"],
        "detail-type": ["Object Created"],
        "detail": {"bucket": {"name": [{"Ref": "DropBucket"}]}},
    }
    assert [target["Arn"] for target in rule["Targets"]] == [{"Fn::GetAtt": ["IngestQueue", "Arn"]}]


def test_a_batch_of_messages_fits_into_one_transaction() -> None:
    mapping = MAPPINGS["IngestQueueToFunction"]
    assert mapping["BatchSize"] <= MOST_FILES
    assert mapping["MaximumBatchingWindowInSeconds"] > 0
    assert mapping["ScalingConfig"]["MaximumConcurrency"] <= 10


def test_the_stream_is_read_from_its_beginning_and_what_cannot_be_told_is_given_up_at_last_and_noted() -> None:
    mapping = MAPPINGS["StreamToFunction"]
    assert mapping["StartingPosition"] == "TRIM_HORIZON"
    assert mapping["BisectBatchOnFunctionError"]
    assert mapping["MaximumRecordAgeInSeconds"] == 3600
    assert mapping["DestinationConfig"]["OnFailure"]["Destination"] == {
        "Fn::GetAtt": ["PublishEventsDeadLetters", "Arn"]
    }


def passes(record: dict[str, Any]) -> bool:
    patterns = [json.loads(each["Pattern"]) for each in MAPPINGS["StreamToFunction"]["FilterCriteria"]["Filters"]]
    key = record["dynamodb"]["Keys"]["SK"]["S"]
    status = record["dynamodb"].get("NewImage", {}).get("status", {}).get("S")
    return any(
        record["eventName"] in pattern["eventName"]
        and any(key.startswith(each["prefix"]) for each in pattern["dynamodb"]["Keys"]["SK"]["S"])
        and status in pattern["dynamodb"].get("NewImage", {"status": {"S": [status]}})["status"]["S"]
        for pattern in patterns
    )


def a_record(name: str, key: str, status: str = "in_progress") -> dict[str, Any]:
    return {"eventName": name, "dynamodb": {"Keys": {"SK": {"S": key}}, "NewImage": {"status": {"S": status}}}}


def test_the_filters_let_through_what_may_be_an_event_and_little_else() -> None:
    sample = json.loads((sam.ROOT / "events/publish_events.json").read_text())["Records"]
    assert all(map(passes, sample))
    others = [("REMOVE", "F#1"), ("MODIFY", "T#1"), ("MODIFY", "USAGE"), ("INSERT", "U#1"), ("INSERT", "RATE")]
    others += [("INSERT", "B#1"), ("MODIFY", "B#1")]
    assert not any(passes(a_record(*other)) for other in others)


def test_the_filters_let_through_a_batch_that_has_ended_and_no_step_before() -> None:
    assert {status for status in BatchStatus if passes(a_record("MODIFY", "B#1", status))} == ENDED


@pytest.mark.parametrize("rules", ["", "*", "my-team", "my-team/nightly-,other", "0/A.b_c-d,*"])
def test_the_parameter_takes_rules_for_batches(rules: str) -> None:
    assert re.fullmatch(AUTO_BATCH, rules)


@pytest.mark.parametrize("rules", [",", "my team", "My-Team", "*,", "*/a", "my-team/", "a/b/c", "-a", "**", "a" * 64])
def test_the_parameter_takes_no_rule_that_could_never_hold(rules: str) -> None:
    assert not re.fullmatch(AUTO_BATCH, rules)


def test_the_example_rule_writes_all_our_events_to_a_log_group_and_can_be_switched_off() -> None:
    rule = sam.resources("AWS::Events::Rule")["LogRule"]
    assert rule["EventBusName"] == {"Ref": "EventBus"}
    assert rule["EventPattern"] == {"source": [SOURCE]}
    conditional = [name for name, each in RESOURCES.items() if each.get("Condition") == "EventsAreLogged"]
    assert sorted(conditional) == ["EventsLogGroup", "EventsLogPolicy", "LogRule"]


def test_only_that_rule_may_write_to_the_log_group() -> None:
    document = sam.resources("AWS::Logs::ResourcePolicy")["EventsLogPolicy"]["PolicyDocument"]["Fn::Sub"]
    _, write = json.loads(re.sub(r"\s*\n\s*", "", document))["Statement"]
    assert write["Condition"] == {"ArnEquals": {"aws:SourceArn": "${LogRule.Arn}"}}
    assert write["Resource"] == "${EventsLogGroup.Arn}"
