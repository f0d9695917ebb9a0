"""Clear up after a session that has ended: its parts, what a broken joining left, and their records."""

from typing import Protocol

from filegate.domain.ports import PartStore, PresignedParts, UploadSessions
from filegate.domain.uploads import Upload, UploadStatus


class Stores(Protocol):
    """What clearing up needs."""

    @property
    def uploads(self) -> UploadSessions: ...
    @property
    def parts(self) -> PartStore: ...
    @property
    def presigned(self) -> PresignedParts: ...


def clear_upload(upload: Upload, to: Stores) -> None:
    """May be repeated, and broken off at any point: until the very end the session is still known as overdue."""
    parts = to.uploads.parts(upload.project, upload.id)
    to.parts.discard(parts)
    if upload.status != UploadStatus.COMPLETED:
        _clear_unfinished(upload, to, begun=bool(upload.handle or not parts))
    elif upload.handle:
        to.presigned.forget_others(upload)
    to.uploads.forget(upload, parts)


def _clear_unfinished(upload: Upload, to: Stores, *, begun: bool) -> None:
    """`begun` also without a handle: a request may have broken off between beginning and recording it."""
    if upload.joining and not upload.handle:
        to.parts.clear(upload.project, upload.joining)
    if begun:
        to.presigned.clear(upload)
