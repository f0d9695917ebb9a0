"""Cancel a batch: nothing more of it is sent, and what was answered is kept."""

from typing import Protocol

from filegate.domain.batches import Batch, BatchStatus
from filegate.domain.errors import BatchDone
from filegate.domain.ports import Batches
from filegate.usecases.find_batch import find_batch

_CANCELLED = {BatchStatus.CANCELLING, BatchStatus.CANCELLED}


class Stores(Protocol):
    """What cancelling needs."""

    @property
    def batches(self) -> Batches: ...
    def now_ms(self) -> int: ...


def cancel_batch(spelling: str, project: str, to: Stores) -> Batch:
    """The batch as it is being cancelled, or is cancelled, however often. Raises BatchNotFound, BatchDone.

    Whoever works on the batch sees it within seconds.
    """
    batch = find_batch(spelling, project, batches=to.batches)
    if batch.status not in _CANCELLED:
        batch = to.batches.cancel(batch, to.now_ms() // 1000)
    if batch.status not in _CANCELLED:
        raise BatchDone(batch.status.value)
    return batch
