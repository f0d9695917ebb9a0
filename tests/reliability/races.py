"""Operations that run at once, as data, and what may come of them."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field

from filegate.domain.projects import Quota
from tests.functions.calls import Event
from tests.reliability.account import QUOTA, Account, Outcome
from tests.reliability.invariants import files
from tests.reliability.stores import items

LATER = 503
"""In place of the status of a function that says of a message that it has to come again."""

EITHER = ((200, 400), (400, 200))

Wrong = Callable[[Sequence[Outcome]], Iterable[str]]


@dataclass(frozen=True)
class Operation:
    """Its clock is so many seconds `ahead` of the account's.

    It must do the same each time that it is run and AWS answers the same.
    """

    name: str
    run: Callable[[], Outcome]
    ahead: int = 0


@dataclass(frozen=True, kw_only=True)
class Race:
    """`ready` makes what must be there before, and answers the operations that are then run at once.

    Once all have ended, `wrong` has a sentence for whatever should not be so, and `wrong_at_rest` after all that time
    starts has run, too. `unsettled` says that the usage is not right before all have ended. `always` are those that
    `make test` has the time for. `within` is what else is there, beside AWS, while they run.
    """

    name: str
    ready: Callable[[Account], Sequence[Operation]]
    wrong: Wrong
    wrong_at_rest: Callable[[Account], Iterable[str]] = lambda _: ()
    quota: Quota = QUOTA
    environment: Mapping[str, str] = field(default_factory=dict)
    unsettled: bool = False
    always: bool = False
    within: Callable[[Account], AbstractContextManager[None]] = lambda _: nullcontext()


def invoking(account: Account, function: str, event: Event | None = None, ahead: int = 0) -> Operation:
    """A function, with the event that it is given."""
    return Operation(function, lambda: _of_batch(account.invoke(function, event or {})), ahead)


def _of_batch(outcome: Outcome) -> Outcome:
    failed = isinstance(outcome.value, dict) and outcome.value.get("batchItemFailures")
    return Outcome(LATER, value=outcome.value) if failed else outcome


def ending(*together: tuple[int, ...], files: int | None = None) -> Wrong:
    """Where they may end with these statuses together, and there are so many files then."""

    def wrong(outcomes: Sequence[Outcome]) -> Iterator[str]:
        statuses = tuple(outcome.status for outcome in outcomes)
        if statuses not in together:
            yield f"answered {statuses}: {[_said(outcome) for outcome in outcomes]}"
        yield from _of_count(files)

    return wrong


def made_if(*numbers: int) -> Wrong:
    """There is one file where any of the operations of these numbers succeeded, and else none."""

    def wrong(outcomes: Sequence[Outcome]) -> Iterator[str]:
        yield from _of_count(int(any(outcomes[number].status == 200 for number in numbers)))

    return wrong


def all_of(*rules: Wrong) -> Wrong:
    return lambda outcomes: [sentence for rule in rules for sentence in rule(outcomes)]


def same_answer(outcomes: Sequence[Outcome]) -> Iterator[str]:
    """Whoever succeeded was told the same."""
    told = {outcome.read.content for outcome in outcomes if outcome.read and outcome.status == 200}
    if len(told) > 1:
        yield f"different answers: {told}"


def _said(outcome: Outcome) -> object:
    return outcome.read.content[:150] if outcome.read else outcome.value


def _of_count(wanted: int | None) -> Iterator[str]:
    there = len(files(items()))
    if wanted is not None and there != wanted:
        yield f"{there} files instead of {wanted}"
