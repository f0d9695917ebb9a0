"""Complete an upload: join its parts into one file, once, however often and by however many it is asked."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Protocol

from filegate.domain.batch_files import before_check
from filegate.domain.errors import InvalidInput, StorageUnavailable, UploadBusy
from filegate.domain.files import StoredFile
from filegate.domain.ids import created_ms, parse_prefixed_id
from filegate.domain.ports import PartStore, UploadSessions
from filegate.domain.uploads import JOINING_SECONDS, Joined, Part, Upload, UploadStatus, chosen_parts
from filegate.usecases.clear_upload import clear_upload
from filegate.usecases.find_upload import find_upload, not_open

WAITING_SECONDS = 20
"""For as long a request waits for another that joins the same session, and then gives its answer."""

_PAUSE_SECONDS = 0.5


class Stores(Protocol):
    """What completing needs."""

    @property
    def uploads(self) -> UploadSessions: ...
    @property
    def parts(self) -> PartStore: ...
    def now_ms(self) -> int: ...
    def new_id(self, unix_ms: int, /) -> str: ...
    def pause(self, seconds: float, /) -> None: ...


@dataclass(frozen=True, slots=True)
class Completion:
    """What the client asks for: ids of parts as it spells them, in its order, and the whole's md5 in hex, or None."""

    part_ids: Sequence[str]
    md5: str | None = None


def complete_upload(spelling: str, project: str, asked: Completion, to: Stores) -> Upload:
    """The completed session with its file.

    Raises UploadNotFound, UploadBusy, StorageUnavailable, and InvalidInput, after which the client may complete again.
    """
    give_up_at = to.now_ms() + WAITING_SECONDS * 1000
    while True:
        upload = find_upload(spelling, project, uploads=to.uploads)
        now_ms = to.now_ms()
        status = upload.status_at(now_ms // 1000)
        if status == UploadStatus.COMPLETED:
            return upload
        if status not in {UploadStatus.PENDING, UploadStatus.COMPLETING}:
            raise not_open(status)
        joining = to.new_id(now_ms)
        if status == UploadStatus.PENDING or upload.joining_until <= now_ms // 1000:
            parts = _chosen(upload, asked, to)
            if parts and to.uploads.begin(upload, joining, now_ms // 1000 + JOINING_SECONDS, now_ms // 1000):
                return _join(upload, joining, parts, asked.md5, to)
        if now_ms >= give_up_at:
            raise UploadBusy
        to.pause(_PAUSE_SECONDS)


def _chosen(upload: Upload, asked: Completion, to: Stores) -> list[Part] | None:
    """The parts to join, or None where another request completed the session meanwhile and cleared its parts away."""
    ids = [parse_prefixed_id("part_", spelling) or spelling for spelling in asked.part_ids]
    try:
        return chosen_parts(upload, ids, to.uploads.parts(upload.project, upload.id))
    except InvalidInput:
        if to.uploads.get(upload.project, upload.id) == upload:
            raise
        return None


def _join(upload: Upload, joining: str, parts: Sequence[Part], md5: str | None, to: Stores) -> Upload:
    finished = None
    try:
        if upload.joining:
            to.parts.clear(upload.project, upload.joining)
        file = _file(upload, joining, to.parts.join(parts, joining, md5))
        finished = to.uploads.finish(upload, file)
    finally:
        if finished is None:
            # Whatever went wrong. Safe also where the finish may have come through: it and this exclude each other.
            with suppress(StorageUnavailable):
                to.uploads.reopen(upload, joining)
    if not finished:
        raise UploadBusy
    completed = replace(upload, status=UploadStatus.COMPLETED, joining=joining, file=file)
    with suppress(StorageUnavailable):
        # What cannot be cleared now, the expiry of sessions clears.
        clear_upload(completed, to)
    return completed


def _file(upload: Upload, file_id: str, joined: Joined) -> StoredFile:
    created_at = created_ms(file_id) // 1000
    file = StoredFile(
        id=file_id,
        project=upload.project,
        name=upload.name,
        purpose=upload.purpose,
        size=joined.size,
        digest=joined.digest,
        created_at=created_at,
        expires_at=None if upload.lifetime is None else created_at + upload.lifetime,
    )
    return before_check(file)
