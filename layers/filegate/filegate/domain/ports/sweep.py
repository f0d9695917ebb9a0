"""What the sweep reads and removes. Pages are of bounded size; names and ids are in order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from filegate.domain.files import StoredFile
    from filegate.domain.sweep import Counted, Holders, Page, Position, StoredObject, Unfinished
    from filegate.domain.tombstones import Tombstone
    from filegate.domain.uploads import Upload


class RecordInventory(Protocol):
    """The records of one project, as the last write left them."""

    def files(self, project: str, after: str) -> Page[StoredFile]:
        """Files, expired ones too, by id."""

    def tombstones(self, project: str, after: str) -> Page[Tombstone]:
        """Tombstones, purged ones too, by id."""

    def sessions(self, project: str, after: str) -> Page[Upload]:
        """Upload sessions in whatever state, by id."""

    def holders(self, project: str, file_id: str) -> Holders:
        """All that may own the bytes under that id, of one and the same moment."""

    def counted(self, project: str) -> Counted | None:
        """The project's usage record. None where there is no such project."""


class ObjectInventory(Protocol):
    """The objects of all projects, also of those that are in no record."""

    def next_project(self, after: str) -> str | None:
        """The next name, in the order of `name/`, under which there are any objects."""

    def files(self, project: str, after: str) -> Page[StoredObject]:
        """Objects of files; the name of each should be the file's id."""

    def parts(self, project: str, after: str) -> Page[StoredObject]:
        """Objects of parts; the name of each should be `<upload>/<part>`."""

    def unfinished(self, after: str) -> Page[Unfinished]:
        """Multipart uploads of files and parts, of all projects. `upto` is for `after`, and means nothing else."""

    def size(self, project: str, file_id: str) -> int | None:
        """How many bytes are there under that id, None where nothing is."""

    def hide_file(self, project: str, file_id: str) -> None:
        """Take the object out of sight. Its bytes can be brought back by hand until the bucket forgets them."""

    def hide_parts(self, project: str, names: list[str]) -> None:
        """The same for objects of parts, however many."""

    def abort(self, unfinished: Unfinished) -> None:
        """End a multipart upload with all that was sent for it. One that is gone is no error."""


class SweepLog(Protocol):
    """How far the sweep has come, held by one runner at a time."""

    def begin(self, runner: str, until: int, now: int) -> Position | None:
        """Where to go on, held until the moment `until`. None while another runner holds it."""

    def save(self, runner: str, position: Position) -> bool:
        """Keep the position. False where another runner has taken over."""

    def end(self, runner: str) -> None:
        """Let go of it, so that the next run may begin at once."""
