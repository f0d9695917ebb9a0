"""Ask again for the dropped objects that still lie there: their events may have been lost."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from typing import Protocol

from filegate.domain.drop_sweep import Pass
from filegate.domain.drops import Drop, DroppedObject
from filegate.domain.ports import DropRecords, DropZone, IngestQueue

_AT_ONCE = 100


class Stores(Protocol):
    """What the sweep needs."""

    @property
    def zone(self) -> DropZone: ...
    @property
    def drops(self) -> DropRecords: ...
    @property
    def queue(self) -> IngestQueue: ...
    def now_ms(self) -> int: ...


def sweep_drops(until_ms: int, to: Stores) -> tuple[int, bool]:
    """How many were asked for, and whether the walk over the bucket came to its end before the moment `until_ms`.

    The next call goes on where this one stopped. May be repeated, also twice at once: asking twice does no harm.
    """
    kept = to.drops.last_pass().next(to.now_ms() // 1000)
    found, asked = to.zone.all(kept.after), 0
    while some := list(islice(found, _AT_ONCE)):
        lost = [Drop(dropped.key, dropped.version) for dropped in _lost(some, kept, to)]
        if lost:
            to.queue.ask_for(lost)
        asked += len(lost)
        if to.now_ms() >= until_ms:
            to.drops.keep_pass(replace(kept, after=some[-1].key))
            return asked, False
    to.drops.keep_pass(replace(kept, after=None))
    return asked, True


def _lost(some: list[DroppedObject], kept: Pass, to: Stores) -> Iterator[DroppedObject]:
    for dropped in some:
        if not dropped.is_folder and kept.asks_for(dropped.dropped_at) and not to.zone.is_marked(dropped):
            yield dropped
