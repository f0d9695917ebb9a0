"""Tombstones: the records of files that have ended."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator

    from filegate.domain.files import StoredFile
    from filegate.domain.tombstones import Tombstone


class Tombstones(Protocol):
    """Every method that changes one may be repeated, by many at once, and takes effect once."""

    def get(self, project: str, file_id: str) -> Tombstone | None:
        """The tombstone, purged or not, or None where no file of that id has ended."""

    def of(self, project: str) -> Iterator[Tombstone]:
        """All of a project, the oldest file's first, purged ones too until they are forgotten."""

    def due(self, now: int) -> Iterator[Tombstone]:
        """Of all projects, those whose bytes should have gone by `now`."""

    def claim(self, tombstone: Tombstone, now: int) -> bool:
        """Make it `purging`, or find it so. False where it is restored, purged or not due: then the bytes stay."""

    def close(self, tombstone: Tombstone, now: int) -> None:
        """Mark it purged, when its bytes are gone. It is forgotten REMEMBERED_SECONDS later."""

    def restore(self, tombstone: Tombstone, now: int) -> bool:
        """Turn it into the file's record again and count the file, all or nothing. Raises QuotaExceeded, InvalidInput.

        False where it cannot be restored any more.
        """

    def put_for(self, file: StoredFile) -> bool:
        """The tombstone of an expired file whose record the store itself has removed; uncounts the file.

        False where there is one already, so that it counts once however often it is told.
        """
