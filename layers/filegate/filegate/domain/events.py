"""What is worth telling about files and batches: events that follow from changes of records, and from nothing else.

So nothing that was committed goes untold, and nothing is told that was not.
"""

from dataclasses import dataclass
from enum import StrEnum

from filegate.domain.batches import Batch, BatchStatus
from filegate.domain.drops import Rejection
from filegate.domain.files import FileStatus, StoredFile
from filegate.domain.tombstones import Ending


class EventKind(StrEnum):
    """The detail types of the bus."""

    READY = "File Ready"
    FAILED = "File Failed"
    REJECTED = "File Rejected"
    DELETED = "File Deleted"
    EXPIRED = "File Expired"
    BATCH_COMPLETED = "Batch Completed"
    BATCH_FAILED = "Batch Failed"
    BATCH_EXPIRED = "Batch Expired"
    BATCH_CANCELLED = "Batch Cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One change of a record. `id` is the same however often it is told; `at` is in unix seconds.

    `was` and `file` are the file's living record before and after it; `ended` is how a file ended, where its tombstone
    is new; `rejection` is there where a dropped object was rejected; `batch_was` and `batch` are a batch's record
    before and after it.
    """

    id: str
    at: int
    was: StoredFile | None = None
    file: StoredFile | None = None
    ended: Ending | None = None
    rejection: Rejection | None = None
    batch_was: Batch | None = None
    batch: Batch | None = None


_OF_STATUS = {FileStatus.PROCESSED: EventKind.READY, FileStatus.ERROR: EventKind.FAILED}
_OF_END = {Ending.DELETED: EventKind.DELETED, Ending.EXPIRED: EventKind.EXPIRED}
_OF_BATCH = {
    BatchStatus.COMPLETED: EventKind.BATCH_COMPLETED,
    BatchStatus.FAILED: EventKind.BATCH_FAILED,
    BatchStatus.EXPIRED: EventKind.BATCH_EXPIRED,
    BatchStatus.CANCELLED: EventKind.BATCH_CANCELLED,
}


def kind_of(change: Change) -> EventKind | None:
    """The event that the change is, or None.

    A file that waits for its check is none, nor is a batch that goes on, nor a status that stays.
    """
    if change.rejection:
        return EventKind.REJECTED
    if change.ended is not None:
        return _OF_END[change.ended]
    if change.batch:
        return None if change.batch_was and change.batch_was.ended else _OF_BATCH.get(change.batch.status)
    if change.file is None or (change.was and change.was.status == change.file.status):
        return None
    return _OF_STATUS.get(change.file.status)
