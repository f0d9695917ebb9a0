"""Remove the bytes of all files whose tombstones are due."""

from contextlib import suppress

from filegate.domain.errors import StorageUnavailable
from filegate.usecases.purge_file import Stores, purge_file


def purge_files(until_ms: int, to: Stores) -> int:
    """How many were purged, before there were no more or the moment `until_ms` came. May run at any time, and twice."""
    purged = 0
    for tombstone in to.tombstones.due(to.now_ms() // 1000):
        if to.now_ms() >= until_ms:
            break
        # One that fails now is found again the next time, and keeps nobody else waiting.
        with suppress(StorageUnavailable):
            purged += purge_file(tombstone, to)
    return purged
