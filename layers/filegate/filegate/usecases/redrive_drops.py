"""Give dropped objects another chance, after what kept them out was mended."""

from concurrent.futures import ThreadPoolExecutor
from typing import Protocol

from filegate.domain.drops import Drop, Rejection
from filegate.domain.ports import DropRecords, DropZone, IngestQueue

AT_ONCE = 10


class Stores(Protocol):
    """What it needs."""

    @property
    def zone(self) -> DropZone: ...
    @property
    def drops(self) -> DropRecords: ...
    @property
    def queue(self) -> IngestQueue: ...
    def now_ms(self) -> int: ...


def redrive_rejected(to: Stores) -> int:
    """How many rejected objects were asked for again. Broken off anywhere, it or the sweep goes on with the rest."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return sum(pool.map(lambda rejection: _given_another_chance(rejection, to), to.drops.rejections(None)))


def _given_another_chance(rejection: Rejection, to: Stores) -> bool:
    """The tag goes first and the record before the message, which would otherwise find itself rejected already.

    One that another run is just rejecting is left to it: it gets its tag back.
    """
    dropped = rejection.dropped
    drop = Drop(dropped.key, dropped.version)
    still_there = bool(to.zone.versions(drop))
    if still_there:
        to.zone.unmark(dropped)
    forgotten = to.drops.forget(rejection, to.now_ms() // 1000)
    if still_there and forgotten:
        to.queue.ask_for([drop])
    return still_there and forgotten
