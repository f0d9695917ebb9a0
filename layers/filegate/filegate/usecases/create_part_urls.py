"""Give out addresses to which a client sends parts of an upload straight to the store."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Protocol

from filegate.domain.errors import InvalidInput, StorageUnavailable
from filegate.domain.ports import PresignedParts, UploadSessions
from filegate.domain.presigned_parts import MAX_PART_URL_SECONDS, PartUrl, check_part_numbers, part_id, part_size
from filegate.domain.uploads import Upload, UploadStatus
from filegate.usecases.find_upload import find_upload, not_open


class Stores(Protocol):
    """What giving out addresses needs."""

    @property
    def uploads(self) -> UploadSessions: ...
    @property
    def presigned(self) -> PresignedParts: ...
    def now_ms(self) -> int: ...


def create_part_urls(spelling: str, project: str, numbers: Sequence[int], to: Stores) -> tuple[int, list[PartUrl]]:
    """The bytes of every part but the last, and addresses in the order of the numbers; any may be asked for again.

    Raises UploadNotFound, InvalidInput, StorageUnavailable.
    """
    now = to.now_ms() // 1000
    upload = _open(find_upload(spelling, project, uploads=to.uploads), now)
    check_part_numbers(upload, numbers)
    begun = upload if upload.handle else _begun(upload, now, to)
    return part_size(upload), [_url(begun, number, now, to) for number in numbers]


def _open(upload: Upload, now: int) -> Upload:
    if upload.status_at(now) != UploadStatus.PENDING:
        raise not_open(upload.status_at(now))
    return upload


def _begun(upload: Upload, now: int, to: Stores) -> Upload:
    """The session with its handle: the one begun here, unless another request was faster."""
    handle = to.presigned.begin(upload)
    if to.uploads.use_presigned(upload, handle):
        return replace(upload, handle=handle)
    with suppress(StorageUnavailable):
        # What cannot be given up now goes with the session.
        to.presigned.abandon(upload, handle)
    found = _open(find_upload(f"upload_{upload.id}", upload.project, uploads=to.uploads), now)
    if not found.handle:
        raise InvalidInput("This upload has parts that came through the API, and takes only such.", param="upload_id")
    return found


def _url(upload: Upload, number: int, now: int, to: Stores) -> PartUrl:
    seconds = min(MAX_PART_URL_SECONDS, upload.expires_at - now)
    return PartUrl(
        number=number,
        part_id=part_id(upload.id, number),
        url=to.presigned.url(upload, number, seconds),
        expires_at=now + seconds,
    )
