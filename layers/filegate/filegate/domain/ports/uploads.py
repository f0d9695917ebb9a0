"""Uploads: sessions, their parts' records, and their parts' bytes."""

from collections.abc import Iterator, Sequence
from typing import Protocol

from filegate.domain.files import StoredFile
from filegate.domain.uploads import Joined, Part, Upload, UploadStatus


class UploadSessions(Protocol):
    """The records of upload sessions and of their parts, with the quota that they have reserved."""

    def open(self, upload: Upload) -> None:
        """Record a new session and reserve its declared size and one file. Raises QuotaExceeded, InvalidInput."""

    def get(self, project: str, upload_id: str) -> Upload | None:
        """The session as the last write left it, or None where the project has none of that id."""

    def add_part(self, part: Part) -> bool:
        """Record a part of a pending session. False where the session is not pending, or has taken too much already."""

    def parts(self, project: str, upload_id: str) -> Sequence[Part]:
        """All parts of a session, in the order of their ids."""

    def begin(self, upload: Upload, joining: str, until: int, now: int) -> bool:
        """Make a pending session `completing`, or take over one whose joining is overdue at `now`. False otherwise."""

    def reopen(self, upload: Upload, joining: str) -> None:
        """Make it pending again, if it is still held under that joining."""

    def finish(self, upload: Upload, file: StoredFile) -> bool:
        """Record the file, turn the reservation into use, and complete the session, all or nothing.

        Repeating the call changes nothing. False where the session is no longer held under this file's id.
        """

    def end(self, upload: Upload, status: UploadStatus, now: int) -> bool:
        """Make a session that is pending, or overdue in its joining, `cancelled` or `expired`; give its room back."""

    def forget(self, upload: Upload, parts: Sequence[Part]) -> None:
        """Remove the records of the parts of an ended session, whose bytes are gone; then it is overdue no more."""

    def overdue(self, now: int) -> Iterator[Upload]:
        """Of all projects, the sessions that should have ended by `now` and those that nobody has cleared up after."""


class PartStore(Protocol):
    """The bytes of parts, and their joining into the bytes of a file."""

    def put(self, part: Part, content: bytes) -> str:
        """Store the content, whole or not at all, and answer the part's receipt."""

    def join(self, parts: Sequence[Part], file_id: str, md5: str | None) -> Joined:
        """Write the parts' bytes, one after another, as the bytes of that file, in bounded memory.

        Raises InvalidInput where `md5` (32 hex digits) is given and not that of the whole; then nothing is written.
        """

    def clear(self, project: str, file_id: str) -> None:
        """Remove for good what a joining that never came to a record left under that id, finished or not."""

    def discard(self, parts: Sequence[Part]) -> None:
        """Remove the bytes of the parts, for good. Repeating the call changes nothing."""
