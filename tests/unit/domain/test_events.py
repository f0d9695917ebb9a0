"""Which changes are events."""

import pytest

from filegate.domain.batches import ENDED, BatchStatus
from filegate.domain.events import Change, kind_of
from tests.builders import NOW, a_batch

TOLD = {
    BatchStatus.COMPLETED: "Batch Completed",
    BatchStatus.FAILED: "Batch Failed",
    BatchStatus.EXPIRED: "Batch Expired",
    BatchStatus.CANCELLED: "Batch Cancelled",
}


@pytest.mark.parametrize("status", BatchStatus)
def test_a_batch_is_told_when_it_ends_and_not_before(status: BatchStatus) -> None:
    change = Change(id="1", at=NOW, batch_was=a_batch(), batch=a_batch(status=status))
    assert kind_of(change) == TOLD.get(status)


@pytest.mark.parametrize("status", sorted(ENDED))
def test_a_batch_ends_once(status: BatchStatus) -> None:
    ended = a_batch(status=status)
    assert kind_of(Change(id="1", at=NOW, batch_was=ended, batch=ended)) is None
