"""filegate ingest: what waits, what was rejected, and another chance for it."""

import json

import boto3
import pytest

from filegate.adapters.aws import dynamodb_client
from filegate.adapters.dynamodb_drops import DynamoDBDrops
from filegate.domain.drops import DroppedObject, Reason, Rejection
from tests.aws_account import ENVIRONMENT
from tests.builders import NOW
from tests.cli.conftest import Cli

OUTPUTS = {
    "TableName": "files",
    "BucketName": "bytes",
    "DropBucketName": "drop",
    "IngestQueueUrl": ENVIRONMENT["INGEST_QUEUE_URL"],
    "IngestDeadLettersUrl": ENVIRONMENT["INGEST_DEAD_LETTERS_URL"],
}


def deploy(outputs: dict[str, str]) -> None:
    described = {
        "Resources": {"Topic": {"Type": "AWS::SNS::Topic"}},
        "Outputs": {name: {"Value": value} for name, value in outputs.items()},
    }
    boto3.client("cloudformation").create_stack(StackName="filegate", TemplateBody=json.dumps(described))


@pytest.fixture
def ingest(cli: Cli, drop_bucket: str, bucket: str) -> Cli:
    deploy(OUTPUTS)
    return cli


def rejected(key: str = "nobody/batch/a b.jsonl") -> DroppedObject:
    version = boto3.client("s3").put_object(Bucket="drop", Key=key, Body=b"{}")["VersionId"]
    dropped = DroppedObject(bucket="drop", key=key, version=version, size=2, dropped_at=NOW)
    drops = DynamoDBDrops(dynamodb_client(), "files")
    rejection = Rejection(dropped=dropped, reason=Reason.UNKNOWN_PROJECT, rejected_at=NOW)
    drops.reject(rejection, "one")
    drops.release(rejection, "one")
    return dropped


def died(number: int) -> None:
    for _ in range(number):
        boto3.client("sqs").send_message(QueueUrl=OUTPUTS["IngestDeadLettersUrl"], MessageBody="{}")


def test_status_of_a_quiet_zone(ingest: Cli) -> None:
    assert ingest.run("ingest", "status").stdout == "0 waiting, 0 in flight, 0 dead letters\n"


def test_status_shows_what_was_rejected_and_why(ingest: Cli) -> None:
    rejected()
    died(2)
    depth, columns, _, row = ingest.run("ingest", "status").stdout.splitlines()
    assert depth == "0 waiting, 0 in flight, 2 dead letters"
    assert columns.split() == ["rejected", "(UTC)", "reason", "project", "key"]
    assert row.split() == ["2026-09-21", "14:13", "unknown_project", "nobody", "nobody/batch/a", "b.jsonl"]


def test_status_tells_programs_the_same_as_one_document(ingest: Cli) -> None:
    dropped = rejected()
    assert ingest.json("ingest", "status") == {
        "waiting": 0,
        "in_flight": 0,
        "dead_letters": 0,
        "rejections": [
            {
                "key": dropped.key,
                "version_id": dropped.version,
                "project": "nobody",
                "bytes": 2,
                "dropped_at": NOW,
                "reason": "unknown_project",
                "rejected_at": NOW,
            }
        ],
    }


def test_status_shows_so_many_of_the_latest(ingest: Cli) -> None:
    for number in range(3):
        rejected(f"nobody/batch/{number}")
    assert len(ingest.json("ingest", "status", "--last", "2")["rejections"]) == 2


def test_redrive_puts_dead_letters_back(ingest: Cli) -> None:
    died(3)
    assert ingest.run("ingest", "redrive").stdout == "3 dead letters are in the queue again.\n"
    assert ingest.json("ingest", "status")["waiting"] == 3


def test_redrive_asks_for_rejected_objects_again(ingest: Cli) -> None:
    dropped = rejected()
    assert ingest.json("ingest", "redrive", "--rejected") == {"redriven": 1}
    (message,) = boto3.client("sqs").receive_message(QueueUrl=OUTPUTS["IngestQueueUrl"])["Messages"]
    assert json.loads(message["Body"])["detail"]["object"] == {"key": dropped.key, "version-id": dropped.version}
    assert ingest.json("ingest", "status")["rejections"] == []


def test_a_stack_without_a_drop_zone_is_told_in_one_line(cli: Cli) -> None:
    deploy({"TableName": "files"})
    assert "the stack 'filegate' has no output BucketName" in cli.refusal("ingest", "status")
