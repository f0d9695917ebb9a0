"""Find the batches that nobody works on, and start an execution for each of them."""

from contextlib import suppress
from typing import Protocol

from filegate.domain.batches import AGAIN_SECONDS, STALE_SECONDS, Batch
from filegate.domain.errors import StorageUnavailable
from filegate.domain.ports import Batches, Executions


class Stores(Protocol):
    """What resuming needs."""

    @property
    def batches(self) -> Batches: ...
    @property
    def executions(self) -> Executions: ...
    def now_ms(self) -> int: ...


def resume_batches(to: Stores) -> int:
    """How many were found. May be repeated: the name of an execution is made of when the batch was last heard of.

    An execution may die before anything is heard of it, so a name is good for a quarter of an hour.
    Where an execution was only slow, two of them do the batch: each chunk is held by one, and the end is one write.
    """
    resumed = 0
    now = to.now_ms() // 1000
    for batch in to.batches.living():
        if now - batch.heard_at > STALE_SECONDS:
            with suppress(StorageUnavailable):
                to.executions.start(batch, _name(batch, now))
                resumed += 1
    return resumed


def _name(batch: Batch, now: int) -> str:
    return f"{batch.id}-{batch.heard_at}-{(now - batch.heard_at) // AGAIN_SECONDS}"
