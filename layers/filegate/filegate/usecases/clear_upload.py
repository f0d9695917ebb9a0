"""Clear up after a session that has ended: its parts, what a broken joining left, and their records."""

from typing import Protocol

from filegate.domain.ports import PartStore, UploadSessions
from filegate.domain.uploads import Upload, UploadStatus


class Stores(Protocol):
    """What clearing up needs."""

    @property
    def uploads(self) -> UploadSessions: ...
    @property
    def parts(self) -> PartStore: ...


def clear_upload(upload: Upload, to: Stores) -> None:
    """May be repeated, and broken off at any point: until the very end the session is still known as overdue."""
    parts = to.uploads.parts(upload.project, upload.id)
    to.parts.discard(parts)
    if upload.joining and upload.status != UploadStatus.COMPLETED:
        to.parts.clear(upload.project, upload.joining)
    to.uploads.forget(upload, parts)
