"""The event world keeps AWS's promises, and breaks what AWS does not promise: else it would prove nothing."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from tests.functions.calls import Event, create, creation
from tests.reliability.account import Account, Outcome, new_account
from tests.reliability.event_world import EventWorld
from tests.reliability.mischief import HOSTILE, LOSSY, ORDERLY, Mischief
from tests.reliability.queues import Queue
from tests.reliability.streams import Stream

SEED = 7


@pytest.fixture
def account() -> Iterator[Account]:
    with new_account() as made:
        yield made


class Handler:
    """Writes down what it gets, and fails as it is told: as a whole, or for some of the records."""

    def __init__(self, *, failures: int = 0, refuses: str = "nothing") -> None:
        self.got: list[str] = []
        self._failures = failures
        self._refuses = refuses

    def __call__(self, _: str, event: Event) -> Outcome:
        names = [each.get("messageId") or each["dynamodb"]["SequenceNumber"] for each in event["Records"]]
        self.got += names
        if len(self.got) <= self._failures:
            return Outcome(500)
        failed = [{"itemIdentifier": name} for name in names if self._refuses in name]
        return Outcome(200, value={"batchItemFailures": failed})


def every(_: Any) -> bool:
    return True


def world(
    account: Account, handler: Handler, mischief: Mischief = ORDERLY, seed: int = SEED
) -> tuple[EventWorld, Queue]:
    made, queue = EventWorld(account, seed, mischief, handler), Queue("drops", "handler")
    made.on_event(every, queue)
    return made, queue


def run(made: EventWorld, files: int = 5) -> None:
    with made.listening():
        for _ in range(files):
            create()
        made.run()


def test_each_new_object_is_told_once_where_nothing_goes_wrong(account: Account) -> None:
    handler = Handler()
    made, queue = world(account, handler)
    run(made)
    assert sorted(Counter(handler.got).values()) == [1] * 5
    assert (queue.waiting, queue.dead) == ([], [])


def test_an_object_is_told_also_where_the_process_that_made_it_died(account: Account) -> None:
    from tests.reliability.faults import CRASH, Faulty

    handler = Handler()
    made, _ = world(account, handler)
    with made.listening():
        account.invoke("create_file", creation(), Faulty(CRASH, "PutObject"))
        made.run()
    assert len(handler.got) == 1


def test_a_message_comes_again_until_it_is_acknowledged(account: Account) -> None:
    handler = Handler(failures=2)
    made, queue = world(account, handler)
    run(made, files=1)
    assert len(handler.got) == 3
    assert (queue.waiting, queue.dead) == ([], [])


def test_what_is_never_acknowledged_is_a_dead_letter_and_comes_again_when_redriven(account: Account) -> None:
    handler = Handler(refuses="-0")
    made, queue = world(account, handler)
    run(made, files=1)
    assert (len(handler.got), len(queue.dead)) == (queue.most_receives, 1)
    queue.redrive(account.clock.seconds)
    made.run()
    assert len(handler.got) == 2 * queue.most_receives


def test_of_a_batch_only_what_failed_comes_again(account: Account) -> None:
    handler = Handler(refuses="00001-0")
    made, queue = world(account, handler)
    run(made)
    assert sorted(Counter(handler.got).values(), reverse=True)[1:] == [1] * (len(set(handler.got)) - 1)
    assert len(queue.dead) <= 1


def test_chance_doubles_delays_and_loses(account: Account) -> None:
    doubled, lossy = Handler(), Handler()
    run(world(account, doubled, HOSTILE)[0], files=20)
    run(world(account, lossy, LOSSY)[0], files=20)
    assert len(doubled.got) > 20
    assert len({name.partition("-")[0] for name in lossy.got}) < 20


def test_the_same_seed_repeats_the_same_run() -> None:
    def ran(seed: int) -> list[str]:
        handler = Handler(failures=3)
        with new_account() as account:
            run(world(account, handler, HOSTILE, seed)[0])
        return handler.got

    assert ran(1) == ran(1)
    assert ran(1) != ran(2)


def test_a_stream_has_every_write_in_order_and_repeats_from_the_first_that_failed(account: Account) -> None:
    handler = Handler(failures=4)
    made = EventWorld(account, SEED, ORDERLY, handler)
    made.on_write(Stream("handler", lambda record: record["dynamodb"]["Keys"]["SK"]["S"].startswith("F#")))
    run(made, files=4)
    assert len(set(handler.got)) == 4
    assert len(handler.got) > 4
    first_times = list(dict.fromkeys(handler.got))
    assert first_times == sorted(first_times)
