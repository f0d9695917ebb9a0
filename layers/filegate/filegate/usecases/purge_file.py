"""Remove the bytes of a file that has ended, for good: claimed first, so that nobody restores what is going."""

from typing import Protocol

from filegate.domain.ports import BlobStore, Tombstones
from filegate.domain.tombstones import Tombstone


class Stores(Protocol):
    """What purging needs."""

    @property
    def tombstones(self) -> Tombstones: ...
    @property
    def blobs(self) -> BlobStore: ...
    def now_ms(self) -> int: ...


def purge_file(tombstone: Tombstone, to: Stores) -> bool:
    """False where it is not due, restored or purged. Raises StorageUnavailable.

    May be repeated, and broken off at any point: until the very end the tombstone is still known as due.
    """
    now = to.now_ms() // 1000
    if not tombstone.due(now) or not to.tombstones.claim(tombstone, now):
        return False
    to.blobs.erase(tombstone.file)
    to.tombstones.close(tombstone, now)
    return True
