"""Uploads: sessions, their parts' records, and their parts' bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from filegate.domain.files import StoredFile
    from filegate.domain.uploads import Joined, Part, PartPage, Upload, UploadStatus


class UploadSessions(Protocol):
    """The records of upload sessions and of their parts, with the quota that they have reserved."""

    def open(self, upload: Upload) -> None:
        """Record a new session and reserve its declared size and one file. Raises QuotaExceeded, InvalidInput."""

    def get(self, project: str, upload_id: str) -> Upload | None:
        """The session as the last write left it, or None where the project has none of that id."""

    def add_part(self, part: Part) -> bool:
        """Record a part of a pending session. False where the session is not pending, or has taken too much already.

        False also where its parts are presigned.
        """

    def use_presigned(self, upload: Upload, handle: str) -> bool:
        """Give a pending session this handle. False where it has another, is not pending, or has taken a part."""

    def parts(self, project: str, upload_id: str) -> Sequence[Part]:
        """All parts that came through the API, in the order of their ids."""

    def page_of_parts(self, upload: Upload, after: str | None, limit: int) -> PartPage:
        """At most `limit` of them, those behind that id."""

    def begin(self, upload: Upload, joining: str, until: int, now: int) -> bool:
        """Make a pending session `completing`, or take over one whose joining is overdue at `now`. False otherwise."""

    def reopen(self, upload: Upload, joining: str, cleared: frozenset[str]) -> None:
        """Make it pending again, if it is still held under that joining; of those `cleared` nothing is left."""

    def finish(self, upload: Upload, joining: str, file: StoredFile) -> bool:
        """Record the file, turn the reservation into use, and complete the session, all or nothing.

        Repeating the call changes nothing. False where the session is no longer held under that joining.
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


class PresignedParts(Protocol):
    """Parts that clients send straight to the store, and their joining there into the bytes of the upload's file.

    No byte of them passes this process. All but `begin` and `clear` are for uploads that have a handle.
    """

    def begin(self, upload: Upload) -> str:
        """Begin to take parts for the upload, and answer the handle of that. Each call begins anew."""

    def abandon(self, upload: Upload, handle: str) -> None:
        """Take back what `begin` has begun, and no client knows of."""

    def url(self, upload: Upload, number: int, seconds: int) -> str:
        """An address to PUT exactly the bytes of that part to, for so many seconds, with no key."""

    def arrived(self, upload: Upload) -> Sequence[Part] | None:
        """All parts that are there, or None where they are joined already or given up."""

    def page(self, upload: Upload, after: int, limit: int) -> PartPage:
        """At most `limit` (1,000) of them, those of higher numbers than `after`. Nothing where they are joined."""

    def join(self, upload: Upload, parts: Sequence[Part] | None) -> Joined:
        """Make the upload's file of these parts, in the order of their numbers, or find that it is made already.

        Without parts it is only looked for. Raises InvalidInput where a part was sent anew since they were listed.
        """

    def clear(self, upload: Upload) -> None:
        """Remove for good what a session that ended without a file has left, finished or not. May be repeated."""

    def forget_others(self, upload: Upload) -> None:
        """Give up what other calls of `begin` left behind for an upload whose file is made."""
