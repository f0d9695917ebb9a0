"""What every IngestQueue does, asked of the fake and of SQS (moto) alike."""

import pytest

from filegate.adapters.aws import sqs_client
from filegate.adapters.sqs_ingest import SQSIngest
from filegate.domain.drops import Drop
from filegate.domain.ports import IngestQueue, QueueDepth
from tests.aws_account import ENVIRONMENT
from tests.fakes.drops import InMemoryQueue


@pytest.fixture(params=["memory", "sqs"])
def queue(request: pytest.FixtureRequest) -> IngestQueue:
    if request.param == "memory":
        return InMemoryQueue()
    bucket = request.getfixturevalue("drop_bucket")
    urls = [ENVIRONMENT[name] for name in ("INGEST_QUEUE_URL", "INGEST_DEAD_LETTERS_URL")]
    return SQSIngest(sqs_client(), *urls, bucket=bucket)


def died(queue: IngestQueue, number: int) -> None:
    if isinstance(queue, InMemoryQueue):
        queue.dead += [Drop("acme/batch/a")] * number
        return
    for _ in range(number):
        sqs_client().send_message(QueueUrl=ENVIRONMENT["INGEST_DEAD_LETTERS_URL"], MessageBody="{}")


@pytest.mark.parametrize("number", [0, 1, 23])
def test_what_is_asked_for_waits(queue: IngestQueue, number: int) -> None:
    queue.ask_for([Drop(f"acme/batch/{each}", "v") for each in range(number)])
    assert queue.depth() == QueueDepth(waiting=number, in_flight=0, dead=0)


@pytest.mark.parametrize("number", [0, 1, 23])
def test_dead_letters_wait_again_when_they_are_redriven(queue: IngestQueue, number: int) -> None:
    died(queue, number)
    assert queue.depth() == QueueDepth(waiting=0, in_flight=0, dead=number)
    assert [queue.redrive(), queue.redrive()] == [number, 0]
    assert queue.depth() == QueueDepth(waiting=number, in_flight=0, dead=0)
