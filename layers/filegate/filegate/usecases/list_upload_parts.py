"""Tell which parts of an upload have arrived, so that a client can go on where it stopped."""

from typing import Protocol

from filegate.domain.errors import InvalidInput
from filegate.domain.ports import PresignedParts, UploadSessions
from filegate.domain.presigned_parts import number_of
from filegate.domain.uploads import PartPage, Upload, UploadStatus
from filegate.usecases.find_upload import find_upload


class Stores(Protocol):
    """What listing parts needs."""

    @property
    def uploads(self) -> UploadSessions: ...
    @property
    def presigned(self) -> PresignedParts: ...
    def now_ms(self) -> int: ...


def list_upload_parts(spelling: str, project: str, after: str | None, limit: int, to: Stores) -> PartPage:
    """Those behind the part of the id `after`. A session that has ended has none.

    Raises UploadNotFound, InvalidInput, StorageUnavailable.
    """
    upload = find_upload(spelling, project, uploads=to.uploads)
    if upload.status_at(to.now_ms() // 1000) not in {UploadStatus.PENDING, UploadStatus.COMPLETING}:
        return PartPage([], has_more=False)
    if upload.handle:
        return to.presigned.page(upload, _number(upload, after), limit)
    return to.uploads.page_of_parts(upload, after, limit)


def _number(upload: Upload, after: str | None) -> int:
    number = 0 if after is None else number_of(upload, after)
    if number is None:
        raise InvalidInput("Invalid value for 'after': this upload has no such part.", param="after")
    return number
