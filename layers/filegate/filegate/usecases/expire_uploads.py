"""End the sessions whose time is up, and clear up after those that ended without it."""

from contextlib import suppress
from typing import Protocol

from filegate.domain.errors import StorageUnavailable
from filegate.domain.ports import PartStore, PresignedParts, UploadSessions
from filegate.domain.uploads import Upload, UploadStatus
from filegate.usecases.clear_upload import clear_upload

_ENDED = {UploadStatus.COMPLETED, UploadStatus.CANCELLED, UploadStatus.EXPIRED}


class Stores(Protocol):
    """What the expiry needs."""

    @property
    def uploads(self) -> UploadSessions: ...
    @property
    def parts(self) -> PartStore: ...
    @property
    def presigned(self) -> PresignedParts: ...
    def now_ms(self) -> int: ...


def expire_uploads(until_ms: int, to: Stores) -> int:
    """How many sessions were cleared up, before there were no more or the moment `until_ms` came. May be repeated."""
    cleared = 0
    for upload in to.uploads.overdue(to.now_ms() // 1000):
        now_ms = to.now_ms()
        if now_ms >= until_ms:
            break
        # One that fails now is found again the next time, and keeps nobody else waiting.
        with suppress(StorageUnavailable):
            cleared += _ended_and_cleared(upload, now_ms // 1000, to)
    return cleared


def _ended_and_cleared(upload: Upload, now: int, to: Stores) -> bool:
    if upload.status not in _ENDED and not to.uploads.end(upload, UploadStatus.EXPIRED, now):
        return False
    found = to.uploads.get(upload.project, upload.id)
    if found is None:
        return False
    clear_upload(found, to)
    return True
