"""The function of the bus: what it tells of which changes, and what it does where the bus does not take it."""

import json
from typing import Any

import boto3
import pytest
from botocore.client import BaseClient
from botocore.exceptions import ConnectTimeoutError
from jsonschema import Draft202012Validator

from functions.publish_events.app import handler
from tests import sam
from tests.builders import a_line
from tests.functions.calls import aws_calls, create, sample

pytestmark = pytest.mark.usefixtures("deployed", "drop_bucket")

SCHEMA = json.loads(((sam.ROOT / "docs/events.md").read_text().split("```json\n")[1]).split("```")[0])
RECORDS: list[dict[str, Any]] = sample("publish_events")["Records"]
TOLD = ["File Failed", "File Ready", "File Ready", "File Deleted", "File Expired", "File Rejected"]
TOLD += ["Batch Completed", "Batch Failed"]
REJECTED, COMPLETED, FAILED = RECORDS[6:]


class Bus:
    """What EventBridge is asked to tell; for some keys it does not take it."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.entries: list[dict[str, Any]] = []
        self.refused: set[str] = set()
        real = BaseClient._make_api_call

        def call(client: BaseClient, operation: str, parameters: Any) -> Any:
            if operation != "PutEvents":
                return real(client, operation, parameters)
            answers = [self._answer(entry) for entry in parameters["Entries"]]
            return {"FailedEntryCount": len(answers), "Entries": answers}

        monkeypatch.setattr(BaseClient, "_make_api_call", call)

    def _answer(self, entry: dict[str, Any]) -> dict[str, str]:
        if json.loads(entry["Detail"])["event_id"] in self.refused:
            return {"ErrorCode": "ThrottlingException", "ErrorMessage": "."}
        self.entries.append(entry)
        return {"EventId": "1"}


@pytest.fixture
def bus(monkeypatch: pytest.MonkeyPatch) -> Bus:
    return Bus(monkeypatch)


def publish(*records: Any) -> list[str]:
    answer = handler({"Records": list(records)}, None)
    return [failure["itemIdentifier"] for failure in answer["batchItemFailures"]]


def test_each_change_that_is_worth_telling_is_told_in_order(bus: Bus) -> None:
    assert publish(*RECORDS) == []
    assert [entry["DetailType"] for entry in bus.entries] == TOLD
    assert {(entry["Source"], entry["EventBusName"]) for entry in bus.entries} == {("filegate", "filegate-events")}


def test_every_event_is_as_the_document_says(bus: Bus) -> None:
    publish(*RECORDS)
    validator = Draft202012Validator(SCHEMA)
    for entry in bus.entries:
        validator.validate(
            {"source": entry["Source"], "detail-type": entry["DetailType"]} | {"detail": json.loads(entry["Detail"])}
        )


def test_an_event_says_which_file(bus: Bus) -> None:
    publish(RECORDS[1])
    (entry,) = bus.entries
    detail = json.loads(entry["Detail"])
    assert detail["event_id"] == RECORDS[1]["eventID"]
    assert detail["project"] == "acme"
    assert detail["file"] == {
        "id": "file-019ab0d3c1a07c3e9f2b5a6d7e8f9012",
        "object": "file",
        "bytes": 5,
        "created_at": 1795339204,
        "filename": "requests.jsonl",
        "purpose": "batch",
        "status": "error",
        "status_details": "line 17: custom_id is missing",
        "digest": "sha256:" + "2c" * 32,
    }


def test_an_event_says_which_dropped_object_was_rejected_and_why(bus: Bus) -> None:
    publish(REJECTED)
    detail = json.loads(bus.entries[0]["Detail"])
    assert detail["project"] == "nobody"
    assert (detail["drop"]["key"], detail["drop"]["reason"]) == ("nobody/batch/a.jsonl", "unknown_project")


def test_an_event_says_which_batch_ended_and_with_which_files(bus: Bus) -> None:
    publish(COMPLETED)
    detail = json.loads(bus.entries[0]["Detail"])
    batch = detail["batch"]
    assert (detail["project"], batch["id"], batch["status"]) == (
        "acme",
        "batch_019ab0d3c1a07c3e9f2b5a6d7e8fb001",
        "completed",
    )
    assert batch["request_counts"] == {"total": 3, "completed": 2, "failed": 1}
    assert batch["output_file_id"] == "file-019ab0d3c1a07c3e9f2b5a6d7e8fc001"
    assert batch["error_file_id"] == "file-019ab0d3c1a07c3e9f2b5a6d7e8fc002"
    assert batch["metadata"] == {"drop": "requests.jsonl"}


def test_of_what_failed_a_batch_the_first_ten_are_told(bus: Bus) -> None:
    failed = json.loads(json.dumps(FAILED))
    failed["dynamodb"]["NewImage"]["faults"]["L"] *= 100
    publish(FAILED, failed)
    one, many = (json.loads(entry["Detail"])["batch"]["errors"]["data"] for entry in bus.entries)
    assert one[0] == {
        "code": "model_mismatch",
        "message": "body.model must be the same in the whole file",
        "line": 2,
        "param": "body.model",
    }
    assert many == one * 10


def test_a_batch_that_goes_on_and_one_that_had_ended_before_are_not_told(bus: Bus) -> None:
    begun, done = json.loads(json.dumps(COMPLETED)), json.loads(json.dumps(COMPLETED))
    begun["dynamodb"]["NewImage"]["status"]["S"] = "finalizing"
    done["dynamodb"]["OldImage"]["status"]["S"] = "completed"
    assert publish(begun, done) == []
    assert bus.entries == []


def test_large_events_are_told_in_calls_that_the_bus_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[int] = []

    def call(_: BaseClient, __: str, parameters: Any) -> Any:
        calls.append(sum(len(entry["Detail"].encode()) for entry in parameters["Entries"]))
        return {"Entries": [{"EventId": "1"}] * len(parameters["Entries"])}

    monkeypatch.setattr(BaseClient, "_make_api_call", call)
    large = json.loads(json.dumps(COMPLETED))
    large["dynamodb"]["NewImage"]["metadata"]["M"] = {str(number): {"S": "名" * 512} for number in range(16)}
    assert publish(*[large] * 30) == []
    assert max(calls) <= 256_000
    assert len(calls) == 4


def test_a_file_that_waits_for_its_check_and_a_change_of_no_status_are_not_told(bus: Bus) -> None:
    unchanged = json.loads(json.dumps(RECORDS[2]))
    unchanged["dynamodb"]["OldImage"]["status"] = unchanged["dynamodb"]["NewImage"]["status"]
    with aws_calls() as made:
        assert publish(RECORDS[0], unchanged) == []
    assert made == []


def test_those_that_the_bus_does_not_take_come_again(bus: Bus) -> None:
    bus.refused = {RECORDS[3]["eventID"]}
    assert publish(*RECORDS) == [RECORDS[3]["dynamodb"]["SequenceNumber"]]
    assert len(bus.entries) == len(TOLD) - 1


def test_many_are_told_ten_at_a_time() -> None:
    records = [RECORDS[3] | {"eventID": f"{number:032d}"} for number in range(25)]
    with aws_calls() as made:
        assert publish(*records) == []
    assert made == ["PutEvents"] * 3


def test_a_bus_that_is_not_there_fails_all(monkeypatch: pytest.MonkeyPatch) -> None:
    real = BaseClient._make_api_call

    def call(client: BaseClient, operation: str, parameters: Any) -> Any:
        if operation == "PutEvents":
            raise ConnectTimeoutError(endpoint_url="events")
        return real(client, operation, parameters)

    monkeypatch.setattr(BaseClient, "_make_api_call", call)
    assert publish(RECORDS[3], RECORDS[4]) == [each["dynamodb"]["SequenceNumber"] for each in RECORDS[3:5]]


def test_what_the_table_itself_has_stored_can_be_read(bus: Bus) -> None:
    create(a_line())
    table = boto3.client("dynamodb")
    items = table.scan(TableName="files")["Items"]
    (item,) = (each for each in items if each["SK"]["S"].startswith("F#"))
    told = RECORDS[3]["dynamodb"] | {"Keys": {"PK": item["PK"], "SK": item["SK"]}, "NewImage": item}
    assert publish(RECORDS[3] | {"dynamodb": told}) == []
    assert [entry["DetailType"] for entry in bus.entries] == ["File Ready"]
