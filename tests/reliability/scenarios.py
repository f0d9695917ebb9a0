"""What a function is asked to do while AWS goes wrong, as data."""

from collections.abc import Callable
from dataclasses import dataclass, field

from filegate.domain.projects import Quota
from tests.functions.calls import Event
from tests.reliability.account import QUOTA, Account

Ready = Callable[[Account], Event]


@dataclass(frozen=True, kw_only=True)
class Scenario:
    """`ready` makes what must be there before, and answers the event that is then sent, once or again and again.

    `ends` are the statuses with which a client that keeps asking may be left; `most_files` how many files there may be
    then, whatever happened, and `files` how many there are where it kept asking. `leaves_bytes` says that a crash
    leaves bytes that only the sweep finds, and `tells` that the event is what the bus is told of all that is there.
    `most_batches` are to batches what `most_files` are to files.
    """

    name: str
    ready: Ready
    ends: frozenset[int] = frozenset({200})
    files: int | None = None
    most_files: int | None = None
    most_batches: int | None = None
    leaves_bytes: bool = False
    tells: bool = False
    quota: Quota = field(default=QUOTA)
