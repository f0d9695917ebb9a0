"""An operation that goes on by one call to AWS at a time: it is run anew, and what AWS said before is said again."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from random import Random
from typing import Any

import pytest
from botocore.client import BaseClient
from moto.moto_api._internal import mock_random

from tests.reliability.account import Crash, Outcome
from tests.reliability.clock import Clock
from tests.reliability.moments import Answer, Asked, Moment, Moments
from tests.reliability.races import Operation

Reseed = Callable[[int], None]


@dataclass(frozen=True)
class Progress:
    """How far an operation has come: the answers that it got, `told` in short, and in the end its own."""

    answers: tuple[Answer, ...] = ()
    told: bytes = bytes(32)
    outcome: Outcome | None = None

    def with_answer(self, answer: Answer, outcome: Outcome | None) -> "Progress":
        return Progress((*self.answers, answer), sha256(self.told + str(answer).encode()).digest(), outcome)


class NotRepeatable(Exception):
    """An operation asked for something else than the time before."""


class Gate:
    """Stands between the operation and AWS, and lets one call through that was not made before."""

    def __init__(self, earlier: tuple[Answer, ...], new: Callable[..., Answer], reseed: Reseed) -> None:
        self._earlier = earlier
        self._new = new
        self._reseed = reseed
        self._passed = 0
        self.answer: Answer | None = None
        self.stopped = False
        reseed(0)

    def pass_through(self, call: str, parameters: Any, send: Callable[[], Any]) -> dict[str, Any]:
        """The answer. Raises Crash for the second call that is new: the operation is to go on another time."""
        if self.stopped or self.answer:
            self.stopped = True
            raise Crash
        if self._passed == len(self._earlier):
            answer = self.answer = self._new(call, repr(parameters), send, partial(self._reseed, self._passed))
        else:
            answer = self._earlier[self._passed]
        if answer.call != call:
            raise NotRepeatable(f"{call} instead of {answer.call}")
        self._passed += 1
        self._reseed(self._passed)
        return answer.again()


@dataclass(frozen=True)
class Runner:
    """Runs operations on their own clocks, which start with the account's: pauses are nobody else's."""

    clock: Clock
    moments: Moments

    def one_call_further(
        self, operation: Operation, number: int, progress: Progress, moment: Moment
    ) -> tuple[Progress, Moment]:
        """`number` tells it from the others."""
        began, after, outcome = self.clock.ms, moment, None

        def ask(call: str, parameters: str, send: Callable[[], Any], reseed: Callable[[], None]) -> Answer:
            nonlocal after
            who = f"{number}/{len(progress.answers)}"
            answer, after = self.moments.after(moment, Asked(who, call, parameters, self.clock.ms, send, reseed))
            return answer

        with _seeded(number, self.clock) as reseed:
            gate = Gate(progress.answers, ask, reseed)
            self.clock.ms += operation.ahead * 1000
            with _gated(gate), suppress(Crash):
                outcome = operation.run()
        self.clock.ms = began
        if gate.answer is None:
            raise NotRepeatable(f"{operation.name} ended without another call: {outcome}")
        return progress.with_answer(gate.answer, None if gate.stopped else outcome), after


@contextmanager
def _gated(gate: Gate) -> Iterator[None]:
    real = BaseClient._make_api_call

    def through(client: BaseClient, call: str, asked: Any) -> Any:
        return gate.pass_through(call, asked, lambda: real(client, call, asked))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BaseClient, "_make_api_call", through)
        yield


@contextmanager
def _seeded(number: int, clock: Clock) -> Iterator[Reseed]:
    """Ids, tokens and versions are the same whenever an operation comes to a place with the same answers."""
    random = Random()  # noqa: S311 - repeatable is what it has to be.

    def reseed(calls: int) -> None:
        for each in (random, clock.random, mock_random):
            each.seed(f"{number}/{calls}")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "urandom", random.randbytes)
        yield reseed
