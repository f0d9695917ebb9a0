"""Finish what the table's stream tells of one file: its record was removed for its age, or its tombstone is new."""

from filegate.domain.files import StoredFile
from filegate.domain.tombstones import Tombstone
from filegate.usecases.purge_file import Stores, purge_file


def reap_file(change: StoredFile | Tombstone, to: Stores) -> None:
    """A removed record becomes a tombstone, uncounted once; one that is due loses its bytes. May be repeated.

    The tombstone of a removed record comes by the stream itself, so it is not purged here. Raises StorageUnavailable.
    """
    if isinstance(change, StoredFile):
        to.tombstones.put_for(change)
    else:
        purge_file(change, to)
