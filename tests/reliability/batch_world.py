"""Batches of two projects' worth of mischief: steps that die, run twice or hear nothing, cancels, and time that passes.

All by one seed. In the end nothing goes wrong any more, and every batch has to have ended as it should.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from random import Random

from tests.functions.calls import Event
from tests.reliability.account import Account, Outcome
from tests.reliability.batch_invariants import batches, broken_batches, unended_batches
from tests.reliability.batch_provider import CountingProvider, list_provider, sending_to
from tests.reliability.batch_scenarios import asking, of_route
from tests.reliability.faults import FAULTS, Faulty
from tests.reliability.invariants import broken_at_rest, broken_now
from tests.reliability.stores import items
from tests.reliability.wire import wired
from tests.reliability.workflow import Workflow

KINDS = ("", "", "", "refused", "unreachable", "limited", "long-limited", "broken")
MOST_LINES = 5
MOST_CALLS = 14
MISHAPS, DOUBLED, KILLED, CANCELLED, PASSED = 0.3, 0.1, 0.05, 0.05, 0.05
SECONDS = (1, 61, 200, 1000, 40_000)
RESUMED_SECONDS = 1000
ROUNDS = 5


class BatchWorld:
    def __init__(self, account: Account, seed: int) -> None:
        self.account = account
        self.provider = CountingProvider()
        self._random = Random(seed)  # noqa: S311 - repeatable is what it has to be.
        self._orderly = False
        self._workflow = Workflow(account.clock, self._invoke, self._random)

    @contextmanager
    def open(self) -> Iterator[None]:
        with sending_to(self.provider, self.account.clock), wired(self._workflow):
            list_provider()
            yield

    def create(self) -> None:
        """Twice with one key now and then, as a client does that hears nothing."""
        number = self._random.randrange(10**6)
        count = 1 + self._random.randrange(MOST_LINES)
        ids = [f"{number}-{line}:{self._random.choice(KINDS)}" for line in range(count)]
        if self._random.random() < DOUBLED:
            ids.append(ids[0])
        event = asking(*ids)
        event["headers"] |= {"Idempotency-Key": str(number)}
        for _ in range(1 + (self._random.random() < MISHAPS)):
            self._invoke("create_batch", event)

    def something_happens(self) -> None:
        """A step of an execution, as a rule."""
        chance = self._random.random()
        if chance < KILLED:
            self._workflow.kill_one()
        elif chance < KILLED + CANCELLED:
            self._cancel_one()
        elif chance < KILLED + CANCELLED + PASSED:
            self.account.clock.advance(self._random.choice(SECONDS))
            self._invoke("resume_batches", {})
        elif not self._workflow.step():
            self.account.clock.advance(RESUMED_SECONDS)
            self._invoke("resume_batches", {})

    def comes_to_rest(self) -> list[str]:
        """What is wrong then."""
        self._orderly = True
        for _ in range(ROUNDS):
            self._workflow.run()
            self.account.clock.advance(RESUMED_SECONDS)
            self._invoke("resume_batches", {})
        outcomes = self.account.settle(self._workflow.run)
        failed = [f"what time starts ended with {outcome}" for outcome in outcomes if outcome.status != 200]
        return [*failed, *broken_at_rest(), *self.broken(), *unended_batches()]

    def broken(self) -> list[str]:
        again = [f"{line} was sent again after its result was stored" for line in self.provider.again]
        return [*broken_now(), *broken_batches(), *again]

    def _cancel_one(self) -> None:
        if found := batches(items()):
            batch_id = self._random.choice(found)["SK"].removeprefix("B#")
            self._invoke("cancel_batch", of_route("cancel_batch", batch_id))

    def _invoke(self, function: str, event: Event) -> Outcome:
        if self._orderly:
            return self.account.invoke(function, event)
        if self._random.random() < DOUBLED:
            self.account.invoke(function, event)
        if self._random.random() >= MISHAPS:
            return self.account.invoke(function, event)
        faulty = Faulty(self._random.choice(FAULTS), self._random.randrange(MOST_CALLS))
        return self.account.invoke(function, event, faulty)
