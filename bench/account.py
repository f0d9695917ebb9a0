"""An AWS account on this machine to measure in: MiniStack, with the table of template.yaml, a bucket, a project, a key.

This process and those that it starts then have the environment of a deployed function.
"""

from __future__ import annotations

import json
import os
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import boto3
from samtranslator.yaml_helper import yaml_parse

from bench.bodies import CHAT
from filegate.adapters.aws import (
    dynamodb_client,
    eventbridge_client,
    s3_client,
    secrets_client,
    sqs_client,
    stepfunctions_client,
)
from filegate.adapters.dynamodb_keys import DynamoDBKeys
from filegate.adapters.dynamodb_projects import DynamoDBProjects
from filegate.bootstrap import services
from filegate.domain.batches import Batch
from filegate.domain.keys import ApiKey, digest_of, make_key
from filegate.domain.projects import Project, Quota
from filegate.usecases.create_file import NewFile, create_file
from local.credentials import environment
from local.places import ROOT, TEMPLATE
from local.ports import any_free
from local.stack_process import StackProcess
from local.upstream_process import UpstreamProcess

if TYPE_CHECKING:
    from collections.abc import Iterator

TABLE, BUCKET, DROP_BUCKET, BUS = "files", "bytes", "drop", "changes"
QUEUE, DEAD_LETTERS = "ingest", "ingest-dead"
STATE_MACHINE, PROVIDERS = "batch", "providers"
DOES_NOTHING = '{"StartAt": "End", "States": {"End": {"Type": "Succeed"}}}'
PROJECT = "acme"
"""The project of the sample events."""

SHELF, ON_THE_SHELF = "shelf", 25
"""A project that is only listed, and how many files and batches it has: a query takes the emulator longer the more
there are, not so DynamoDB."""

UNLIMITED_KEY = make_key(1)
"""Whose requests are not counted."""

SETTINGS = {
    "TABLE_NAME": TABLE,
    "BUCKET_NAME": BUCKET,
    "DROP_BUCKET_NAME": DROP_BUCKET,
    "EVENT_BUS_NAME": BUS,
    "PROVIDERS_SECRET": PROVIDERS,
    "PLAIN_HTTP_PROVIDERS": "true",
    # Each request is counted, as in a deployment, and none is one too many.
    "REQUESTS_PER_MINUTE": "1000000",
    "POWERTOOLS_SERVICE_NAME": "filegate",
}


def sample(function: str) -> dict[str, Any]:
    """The sample event events/<function>.json."""
    event: dict[str, Any] = json.loads((ROOT / "events" / f"{function}.json").read_text())
    return event


@contextmanager
def account() -> Iterator[StackProcess]:
    """The process that plays AWS; gone, with all that it holds and a provider, when this is left."""
    with tempfile.TemporaryDirectory() as directory:
        stack, upstream = StackProcess(Path(directory)), UpstreamProcess(Path(directory))
        try:
            stack.start(any_free())
            upstream.start(("--latency", "0"))
            os.environ.update(environment(stack.endpoint, **SETTINGS))
            _furnish(upstream.base_url)
            yield stack
        finally:
            upstream.stop()
            stack.stop()


def make_table() -> None:
    """In whatever DynamoDB the environment names."""
    table = yaml_parse(TEMPLATE.read_text())["Resources"]["Table"]["Properties"]
    wanted = ("BillingMode", "AttributeDefinitions", "KeySchema", "GlobalSecondaryIndexes")
    dynamodb_client().create_table(TableName=TABLE, **{name: table[name] for name in wanted})


def add_project(name: str) -> None:
    DynamoDBProjects(dynamodb_client(), TABLE).add(Project(name, created_at=0), Quota())


def _furnish(provider_url: str) -> None:
    make_table()
    for bucket in (BUCKET, DROP_BUCKET):
        s3_client().create_bucket(Bucket=bucket)
        s3_client().put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
    for variable, queue in (("INGEST_QUEUE_URL", QUEUE), ("INGEST_DEAD_LETTERS_URL", DEAD_LETTERS)):
        os.environ[variable] = sqs_client().create_queue(QueueName=queue)["QueueUrl"]
    eventbridge_client().create_event_bus(Name=BUS)
    _let_batches_be_done(provider_url)
    add_project(PROJECT)
    _fill_shelf()
    secret = sample("authorize")["headers"]["Authorization"].removeprefix("Bearer ")
    keys = DynamoDBKeys(dynamodb_client(), TABLE)
    keys.add(ApiKey("key_2f6c1d0a9b8e", PROJECT, "bench", digest_of(secret), created_at=0))
    unlimited = digest_of(UNLIMITED_KEY)
    keys.add(ApiKey("key_000000000000", PROJECT, "uncounted", unlimited, created_at=0, requests_per_minute=0))


def _let_batches_be_done(provider_url: str) -> None:
    """By a provider and a state machine, of which only the start is measured."""
    listed = [{"name": "bench", "base_url": provider_url, "key": "none"}]
    secrets_client().create_secret(Name=PROVIDERS, SecretString=json.dumps(listed))
    role = boto3.client("iam").create_role(RoleName="bench", AssumeRolePolicyDocument="{}")["Role"]["Arn"]
    machine = stepfunctions_client().create_state_machine(name=STATE_MACHINE, definition=DOES_NOTHING, roleArn=role)
    os.environ["BATCH_STATE_MACHINE"] = machine["stateMachineArn"]


def _fill_shelf() -> None:
    """Its batches have ended, so that there is nothing to resume."""
    add_project(SHELF)
    to = services()
    for number in range(ON_THE_SHELF):
        create_file(NewFile(name=f"lines-{number}.jsonl", purpose="user_data", content=b"x"), SHELF, None, to)
        to.batches.fail(to.batches.add(_batch(number)), [], number)


def _batch(number: int) -> Batch:
    return Batch(
        id=f"{number:032x}",
        project=SHELF,
        endpoint=CHAT,
        input_file_id="0" * 32,
        created_at=number,
        expires_at=number,
    )
