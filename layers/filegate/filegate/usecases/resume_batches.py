"""Find the batches that nobody works on, and start an execution for each of them."""

from contextlib import suppress
from typing import Protocol

from filegate.domain.batches import STALE_SECONDS
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

    Where an execution was only slow, two of them do the batch: each chunk is held by one, and the end is one write.
    """
    resumed = 0
    stale_before = to.now_ms() // 1000 - STALE_SECONDS
    for batch in to.batches.living():
        if batch.heard_at < stale_before:
            with suppress(StorageUnavailable):
                to.executions.start(batch, f"{batch.id}-{batch.heard_at}")
                resumed += 1
    return resumed
