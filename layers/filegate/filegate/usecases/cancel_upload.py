"""Cancel an upload session: nothing of it stays, and its room is given back."""

from contextlib import suppress
from dataclasses import replace
from typing import Protocol

from filegate.domain.errors import StorageUnavailable
from filegate.domain.ports import PartStore, PresignedParts, UploadSessions
from filegate.domain.uploads import Upload, UploadStatus
from filegate.usecases.clear_upload import clear_upload
from filegate.usecases.find_upload import find_upload, not_open


class Stores(Protocol):
    """What cancelling needs."""

    @property
    def uploads(self) -> UploadSessions: ...
    @property
    def parts(self) -> PartStore: ...
    @property
    def presigned(self) -> PresignedParts: ...
    def now_ms(self) -> int: ...


def cancel_upload(spelling: str, project: str, to: Stores) -> Upload:
    """The cancelled session; the same answer however often. Raises UploadNotFound, InvalidInput where it has ended."""
    upload = find_upload(spelling, project, uploads=to.uploads)
    now = to.now_ms() // 1000
    if upload.status == UploadStatus.CANCELLED:
        return upload
    if upload.status_at(now) == UploadStatus.EXPIRED or not to.uploads.end(upload, UploadStatus.CANCELLED, now):
        raise not_open(find_upload(spelling, project, uploads=to.uploads).status_at(now))
    with suppress(StorageUnavailable):
        # As it ended: something may have been begun since it was read. What cannot be cleared now, the expiry clears.
        clear_upload(find_upload(spelling, project, uploads=to.uploads), to)
    return replace(upload, status=UploadStatus.CANCELLED)
