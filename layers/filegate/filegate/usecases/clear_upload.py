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
        clear_joinings(upload, upload.joinings, to)
        if upload.handle or not parts:
            # Also without a handle: a request may have broken off between beginning and recording it.
            to.presigned.clear(upload)
    elif upload.handle:
        to.presigned.forget_others(upload)
    to.uploads.forget(upload, parts)


def clear_joinings(upload: Upload, joinings: frozenset[str], to: Stores) -> None:
    """What these have left. Presigned parts are joined under one name, and so leave nothing that is not the file's."""
    for joining in sorted(() if upload.handle else joinings):
        to.parts.clear(upload.project, joining)
