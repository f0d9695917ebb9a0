"""What stays of a file that has ended: its record, out of sight, until its bytes are gone for good.

    file ──> deleted ──> (restored) file
                └──> purging ──> purged ──> forgotten
    file ──> expired ──────┘

Every arrow is one conditional write or one transaction. From `purging` on nothing leads back: bytes may be gone.
"""

from dataclasses import dataclass
from enum import StrEnum

from filegate.domain.files import StoredFile

REMEMBERED_SECONDS = 15 * 86_400
"""A purged tombstone stays for so long. No queue holds a message longer (SQS: 14 days), so none brings a file back."""


class Ending(StrEnum):
    """Why a file ended. Only what somebody deleted can be restored; expiry was wished for when the file was made."""

    DELETED = "deleted"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tombstone:
    """Moments are unix seconds. `purge_at` is when the bytes are to go."""

    file: StoredFile
    ending: Ending
    deleted_at: int
    purge_at: int
    purging: bool = False
    purged: bool = False

    def due(self, now: int) -> bool:
        """Whether the bytes are to go at `now`."""
        return self.purge_at <= now and not self.purged

    def restorable(self, now: int) -> bool:
        """Whether the file can still come back, as far as the tombstone itself is concerned."""
        return self.ending == Ending.DELETED and not self.purging and not self.purged and now < self.purge_at
