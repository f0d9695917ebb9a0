"""What a user of the deployed stack hears on its bus, through a rule and a queue of that user."""

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import boto3

from local.credentials import REGION, ROOT_KEY
from tests.e2e.conftest import Deployment

DEADLINE = 60

AWS = Callable[[str], Any]
Listen = Callable[[], list[dict[str, Any]]]


def clients_of(deployment: Deployment) -> AWS:
    """A client of boto3 by the name of its service."""
    session = boto3.Session(aws_access_key_id=ROOT_KEY, aws_secret_access_key=ROOT_KEY, region_name=REGION)
    return lambda service: session.client(service, endpoint_url=deployment.endpoint)


@contextmanager
def listening(deployment: Deployment, aws: AWS, name: str) -> Iterator[Listen]:
    """All events since it was entered: more of them each time it is asked."""
    sqs, events = aws("sqs"), aws("events")
    queue = sqs.create_queue(QueueName=name)["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    bus = {"EventBusName": deployment.outputs["EventBusName"]}
    events.put_rule(Name=name, EventPattern=json.dumps({"source": ["filegate"]}), **bus)
    events.put_targets(Rule=name, Targets=[{"Id": "queue", "Arn": arn}], **bus)
    got: list[dict[str, Any]] = []

    def listen() -> list[dict[str, Any]]:
        while messages := sqs.receive_message(QueueUrl=queue, MaxNumberOfMessages=10).get("Messages", []):
            for message in messages:
                sqs.delete_message(QueueUrl=queue, ReceiptHandle=message["ReceiptHandle"])
                got.append(json.loads(message["Body"]))
        return got

    yield listen
    events.remove_targets(Rule=name, Ids=["queue"], **bus)
    events.delete_rule(Name=name, **bus)


def eventually(true: Callable[[], Any], seconds: float = DEADLINE) -> Any:
    """What it answers, as soon as that is something."""
    deadline = time.monotonic() + seconds
    while not (answer := true()):
        assert time.monotonic() < deadline, "it did not come about in time"
        time.sleep(0.3)
    return answer
