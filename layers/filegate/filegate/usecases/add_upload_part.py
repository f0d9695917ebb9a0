"""Take one part of an upload: bytes first, record second."""

from dataclasses import replace
from typing import Protocol

from filegate.domain.errors import FileTooLarge, InvalidInput
from filegate.domain.limits import MAX_FILE_BYTES
from filegate.domain.ports import PartStore, UploadSessions
from filegate.domain.uploads import Part, UploadStatus, check_joinable
from filegate.usecases.find_upload import find_upload, not_open


class Stores(Protocol):
    """What taking a part needs."""

    @property
    def uploads(self) -> UploadSessions: ...
    @property
    def parts(self) -> PartStore: ...
    def now_ms(self) -> int: ...
    def new_id(self, unix_ms: int, /) -> str: ...


def add_upload_part(spelling: str, project: str, content: bytes, to: Stores) -> Part:
    """The stored part. Raises UploadNotFound, InvalidInput, FileTooLarge, TooLargeToJoin, StorageUnavailable."""
    _check_size(len(content))
    now_ms = to.now_ms()
    upload = find_upload(spelling, project, uploads=to.uploads)
    if upload.status_at(now_ms // 1000) != UploadStatus.PENDING:
        raise not_open(upload.status_at(now_ms // 1000))
    check_joinable(upload)
    part = Part(
        id=to.new_id(now_ms),
        upload_id=upload.id,
        project=project,
        size=len(content),
        created_at=now_ms // 1000,
        receipt="",
    )
    part = replace(part, receipt=to.parts.put(part, content))
    if not to.uploads.add_part(part):
        to.parts.discard([part])
        raise InvalidInput(
            "This upload takes no more parts: it has ended, takes presigned parts, or has got far more bytes than it "
            "was created for.",
            param="data",
        )
    return part


def _check_size(size: int) -> None:
    if size == 0:
        raise InvalidInput("The part is empty.", param="data")
    if size > MAX_FILE_BYTES:
        raise FileTooLarge(MAX_FILE_BYTES, param="data")
