"""Complete an upload: join its parts into one file, once, however often and by however many it is asked."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Protocol

from filegate.domain.batch_files import before_check
from filegate.domain.errors import InvalidInput, StorageUnavailable, TooLargeToJoin, UploadBusy
from filegate.domain.files import StoredFile
from filegate.domain.ids import created_ms, parse_prefixed_id
from filegate.domain.ports import PartStore, PresignedParts, UploadSessions
from filegate.domain.presigned_parts import check_all_arrived, check_all_named
from filegate.domain.uploads import JOINING_SECONDS, Joined, Upload, UploadStatus, check_joinable, chosen_parts
from filegate.usecases.clear_upload import clear_joinings, clear_upload
from filegate.usecases.find_upload import find_upload, not_open

WAITING_SECONDS = 20
"""For as long a request waits for another that joins the same session, and then gives its answer."""

_PAUSE_SECONDS = 0.5

Join = Callable[[str], Joined]
"""Makes the file of that id."""


class Stores(Protocol):
    """What completing needs."""

    @property
    def uploads(self) -> UploadSessions: ...
    @property
    def parts(self) -> PartStore: ...
    @property
    def presigned(self) -> PresignedParts: ...
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

    Raises UploadNotFound, UploadBusy, StorageUnavailable, TooLargeToJoin, and InvalidInput, after which the client may
    complete again.
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
            join = _ready(upload, asked, to)
            if join and to.uploads.begin(upload, joining, now_ms // 1000 + JOINING_SECONDS, now_ms // 1000):
                return _joined(upload, joining, join, to)
        if now_ms >= give_up_at:
            raise UploadBusy
        to.pause(_PAUSE_SECONDS)


def _ready(upload: Upload, asked: Completion, to: Stores) -> Join | None:
    """How to join what is asked for, or None where another request changed the session meanwhile."""
    try:
        return _presigned(upload, asked, to) if upload.handle else _through_the_api(upload, asked, to)
    except (InvalidInput, TooLargeToJoin):
        if to.uploads.get(upload.project, upload.id) == upload:
            raise
        return None


def _through_the_api(upload: Upload, asked: Completion, to: Stores) -> Join:
    check_joinable(upload)
    ids = [parse_prefixed_id("part_", spelling) or spelling for spelling in asked.part_ids]
    parts = chosen_parts(upload, ids, to.uploads.parts(upload.project, upload.id))
    return lambda file_id: to.parts.join(parts, file_id, asked.md5)


def _presigned(upload: Upload, asked: Completion, to: Stores) -> Join:
    if asked.md5 is not None:
        raise InvalidInput(
            "The MD5 of presigned parts joined together cannot be checked: leave 'md5' out. Each part may be sent with "
            "a Content-MD5, which S3 checks.",
            param="md5",
        )
    check_all_named(upload, asked.part_ids)
    parts = to.presigned.arrived(upload)
    if parts is not None:
        check_all_arrived(upload, parts)
    return lambda _: to.presigned.join(upload, parts)


def _joined(upload: Upload, joining: str, join: Join, to: Stores) -> Upload:
    finished, cleared = None, frozenset[str]()
    try:
        clear_joinings(upload, upload.joinings, to)
        cleared = upload.joinings
        file = _file(upload, joining, join(upload.file_id(joining)))
        finished = to.uploads.finish(upload, joining, file)
    finally:
        if finished is None:
            # Whatever went wrong. Safe also where the finish may have come through: it and this exclude each other.
            with suppress(StorageUnavailable):
                to.uploads.reopen(upload, joining, cleared)
    if not finished:
        raise UploadBusy
    completed = replace(upload, status=UploadStatus.COMPLETED, joining=joining, file=file)
    with suppress(StorageUnavailable):
        # What cannot be cleared now, the expiry of sessions clears.
        clear_upload(completed, to)
    return completed


def _file(upload: Upload, joining: str, joined: Joined) -> StoredFile:
    """Created when it is completed, however old its id is."""
    created_at = created_ms(joining) // 1000
    file = StoredFile(
        id=upload.file_id(joining),
        project=upload.project,
        name=upload.name,
        purpose=upload.purpose,
        size=joined.size,
        digest=joined.digest,
        created_at=created_at,
        expires_at=None if upload.lifetime is None else created_at + upload.lifetime,
    )
    return before_check(file)
