"""What every IngestQueue does, asked of the fake and of SQS (moto) alike."""

import pytest

from filegate.adapters.aws import sqs_client
from filegate.adapters.sqs_ingest import SQSIngest
from filegate.domain.drops import Drop
from filegate.domain.ports import IngestQueue, QueueDepth
from tests.contract.places import EVERYWHERE, FAKE
from tests.fakes.drops import InMemoryQueue


@pytest.fixture(params=EVERYWHERE)
def queue(request: pytest.FixtureRequest) -> IngestQueue:
    if request.param == FAKE:
        return InMemoryQueue()
    bucket = request.getfixturevalue("drop_bucket")
    return SQSIngest(sqs_client(), url_of("ingest"), url_of("ingest-dead"), bucket=bucket)


def url_of(queue: str) -> str:
    return sqs_client().get_queue_url(QueueName=queue)["QueueUrl"]


def died(queue: IngestQueue, number: int) -> None:
    if isinstance(queue, InMemoryQueue):
        queue.dead += [Drop("acme/batch/a")] * number
        return
    for _ in range(number):
        sqs_client().send_message(QueueUrl=url_of("ingest-dead"), MessageBody="{}")


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
