"""Run a function, break one of its calls to AWS, and see what is left: of the answer, of the records, of the bytes."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from zlib import crc32

from pydantic import ValidationError

from filegate.contracts.schemas import schemas_named
from tests.reliability.account import Account, Outcome
from tests.reliability.effort import thorough
from tests.reliability.faults import CRASH, FAULTS, LOST, Fault, Faulty
from tests.reliability.invariants import Item, broken_at_rest, broken_now, files
from tests.reliability.scenarios import Scenario
from tests.reliability.snapshots import fingerprint
from tests.reliability.stores import items
from tests.reliability.trace import Trace

WAITS = (1, 2, 60)
"""Seconds after which a client asks again: an SDK soon, a person later."""

MOST_TELLING = 16
"""So many times as often is a case chosen in which a step is done and nobody hears of it."""


@dataclass(frozen=True)
class Case:
    place: str
    at: int
    operation: str
    fault: Fault
    asks_again: bool

    def __str__(self) -> str:
        client = "asks again" if self.asks_again else "gives up"
        return f"{self.place}/{self.at}:{self.operation}/{self.fault.name}/{client}"

    def chosen(self, share: int) -> bool:
        """One in so many, and more of those that say most, the same each time; RELIABILITY_CASE names a single one."""
        only = os.environ.get("RELIABILITY_CASE")
        if only:
            return str(self) == only
        if self.asks_again and self.fault == LOST and self.operation in {"PutObject", "CreateMultipartUpload"}:
            # Only then does a function ask whether its bytes are there, or its upload: it has rights of its own for it.
            return True
        says_much = self.asks_again and self.fault in (CRASH, LOST)
        return crc32(str(self).encode()) % (max(1, share // MOST_TELLING) if says_much else share) == 0


class Bench:
    """A scenario made ready once, to be run again and again from that moment on. `trace` has what was ever asked."""

    def __init__(self, function: str, scenario: Scenario, account: Account) -> None:
        self.trace = Trace()
        self._function = function
        self._scenario = scenario
        self._account = account
        self._event = scenario.ready(account)
        self._back = account.keep()
        self._at_rest: dict[str, list[str]] = {}

    def cases(self) -> Iterator[Case]:
        """One for each call that the function makes where nothing fails, each fault, and each sort of client."""
        trace, place = Trace(), f"{self._function}/{self._scenario.name}"
        self._account.invoke(self._function, self._event, trace, self.trace)
        for at, operation in _worth_breaking(trace.operations):
            for fault in FAULTS:
                if fault.concerns(operation):
                    yield from (Case(place, at, operation, fault, again) for again in (True, False))

    def broken_by(self, case: Case) -> list[str]:
        """What is wrong in the end, and on the way; nothing, if all is well."""
        self._back()
        first = self._account.invoke(self._function, self._event, self.trace, Faulty(case.fault, case.at))
        found = [*self._of_answer(first, case.fault), *self._broken_now()]
        if case.asks_again:
            found += [*self._of_answer(self._ask_again(first), None), *self._of_count(self._scenario.files)]
        before = self._state()
        if before not in self._at_rest:
            self._at_rest[before] = list(self._of_rest())
        return [*found, *self._at_rest[before]]

    def _broken_now(self) -> list[str]:
        return broken_now(self._uncounted())

    def _uncounted(self) -> list[Item]:
        """Records that are gone and still counted: none, for whoever does not listen."""
        return []

    def _ask_again(self, outcome: Outcome) -> Outcome:
        for wait in WAITS:
            if not outcome.may_be_repeated:
                break
            self._account.clock.advance(wait)
            outcome = self._account.invoke(self._function, self._event, self.trace)
        return outcome

    def _of_answer(self, outcome: Outcome, fault: Fault | None) -> Iterator[str]:
        """While AWS is broken a failure may be told, but as one of AWS, unless AWS says that we ask for nonsense."""
        excused = fault and outcome.may_be_repeated and (outcome.status != 500 or fault.is_ours or not outcome.read)
        if outcome.status not in self._scenario.ends and not excused:
            yield f"answered {outcome.status}: {outcome.read.content[:200] if outcome.read else outcome.value}"
        if outcome.read and outcome.status >= 400:
            try:
                schemas_named("openai").ERRORS[0].model_validate_json(outcome.read.content)
            except ValidationError as error:
                yield f"an error of another shape than the contract's: {error}"

    def _of_count(self, wanted: int | None) -> Iterator[str]:
        there = len(files(items()))
        if wanted is not None and there != wanted:
            yield f"{there} files in the end instead of {wanted}"

    def _state(self) -> str:
        """The same where the same follows."""
        return fingerprint()

    def _follows(self) -> None:
        """What follows from what time starts: nothing, for whoever does not listen."""

    def _of_rest(self) -> Iterator[str]:
        outcomes = self._account.settle(self._follows)
        yield from (f"what time starts ended with {outcome}" for outcome in outcomes if outcome.status != 200)
        yield from broken_at_rest(leaves_bytes=self._scenario.leaves_bytes)
        there = len(files(items()))
        if self._scenario.most_files is not None and there > self._scenario.most_files:
            yield f"{there} files at rest, and never more than {self._scenario.most_files} were asked for"


def _worth_breaking(operations: list[str]) -> Iterator[tuple[int, str]]:
    """Number and name of each call; of a long row of the same only the first two and the last, unless thorough."""
    for at, operation in enumerate(operations):
        around = operations[max(0, at - 2) : at + 2]
        if thorough() or len(around) < 4 or set(around) != {operation}:
            yield at, operation
