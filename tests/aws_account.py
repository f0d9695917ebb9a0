"""AWS in this process (moto), with the table that template.yaml describes and a bucket like its own."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import RLock
from types import SimpleNamespace
from typing import Any

import botocore.endpoint
import pytest
from botocore.client import BaseClient
from moto import mock_aws

from filegate.adapters.aws import dynamodb_client, eventbridge_client, s3_client, sqs_client, stepfunctions_client
from tests import sam

REGION = "eu-central-1"
ENVIRONMENT = {
    "AWS_ACCESS_KEY_ID": "testing",
    "AWS_SECRET_ACCESS_KEY": "testing",  # pragma: allowlist secret
    "AWS_DEFAULT_REGION": REGION,
    "AWS_REGION": REGION,
    "TABLE_NAME": "files",
    "BUCKET_NAME": "bytes",
    "DROP_BUCKET_NAME": "drop",
    "INGEST_QUEUE_URL": f"https://sqs.{REGION}.amazonaws.com/123456789012/ingest",
    "INGEST_DEAD_LETTERS_URL": f"https://sqs.{REGION}.amazonaws.com/123456789012/ingest-dead",
    "EVENT_BUS_NAME": "filegate-events",
    "BATCH_STATE_MACHINE": f"arn:aws:states:{REGION}:123456789012:stateMachine:filegate-batch",
    "PROVIDERS_SECRET": "providers",
    "POWERTOOLS_SERVICE_NAME": "filegate",
}


@contextmanager
def empty_account(**more: str) -> Iterator[None]:
    """Nothing is in it; the environment is that of a deployed function, with `more` variables."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("AWS_ENDPOINT_URL", "AWS_PROFILE", "AWS_SESSION_TOKEN"):
            patch.delenv(name, raising=False)
        for name, value in (ENVIRONMENT | more).items():
            patch.setenv(name, value)
        patch.setattr(BaseClient, "_make_api_call", _one_at_a_time(BaseClient._make_api_call))
        # botocore waits between its attempts; here nothing changes meanwhile.
        patch.setattr(botocore.endpoint, "time", SimpleNamespace(sleep=lambda _: None))
        # A session that stays keeps what botocore has read of its models, which is most of making a client.
        with mock_aws(config={"core": {"reset_boto3_session": False}}):
            yield


def _one_at_a_time(call: Callable[..., Any]) -> Callable[..., Any]:
    """DynamoDB and S3 decide one write at a time; moto looks at a condition and writes in two steps."""
    lock = RLock()

    def locked(client: BaseClient, operation: str, parameters: Any) -> Any:
        with lock:
            return call(client, operation, parameters)

    return locked


def make_table() -> str:
    dynamodb_client().create_table(TableName="files", **sam.table_properties())
    return "files"


def make_state_machine() -> None:
    """It starts executions, and does not run them."""
    states = stepfunctions_client()
    definition = '{"StartAt": "End", "States": {"End": {"Type": "Succeed"}}}'
    role = "arn:aws:iam::123456789012:role/machine"
    states.create_state_machine(name="filegate-batch", definition=definition, roleArn=role)


def make_bucket(name: str = "bytes") -> str:
    s3 = s3_client()
    s3.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": REGION})
    s3.put_bucket_versioning(Bucket=name, VersioningConfiguration={"Status": "Enabled"})
    return name


def make_drop_zone() -> str:
    """The drop bucket, both queues and the bus."""
    for queue in ("ingest", "ingest-dead"):
        sqs_client().create_queue(QueueName=queue)
    eventbridge_client().create_event_bus(Name="filegate-events")
    return make_bucket("drop")
