"""Upload sessions: a file that comes in parts (OpenAI's Uploads), and becomes a file when it is completed.

    pending ──> completing ──> completed
       │  ^_________│
       ├──> cancelled
       └──> expired

Every arrow is one conditional write. `completing` is held for a while by the request that joins the parts; it goes
back to `pending` where the parts do not make up what was declared, and may be taken over when its time is up.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from filegate.domain.errors import InvalidInput, TooLargeToJoin, UploadTooLarge
from filegate.domain.files import StoredFile

JOINING_SECONDS = 30
"""After this a joining may be taken over: it is longer than any function can run (template.yaml: Timeout)."""

MAX_JOINED_BYTES = 1_073_741_824
"""What can be joined from parts sent through the API within API Gateway's 29 s. More goes by presigned parts only."""

MAX_PARTS = 10_000
"""Of any one file; S3 joins no more."""

MAX_UPLOAD_BYTES = MAX_PARTS * 5_368_709_120
"""S3 takes 5 GiB a part, so this is the most that an object can have (S3's documentation: 48.8 TiB)."""

MAX_MIME_TYPE_LENGTH = 255

SPARE_BYTES = 67_108_864
"""Parts sent twice, because their answer was lost, may take this much beyond twice the declared size."""


MD5 = re.compile(r"[0-9A-Fa-f]{32}")


class UploadStatus(StrEnum):
    """`expired` shows from the second `expires_at` on, whether or not anybody has cleared up yet."""

    PENDING = "pending"
    COMPLETING = "completing"
    COMPLETED = "completed"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """Sizes are bytes, moments unix seconds. `size` is what the client declared; `lifetime` is the file's, in seconds.

    `joining` names the attempt that holds the session while it is `completing`, and `joining_until` is the moment from
    which another may take it over. `joinings` are all attempts of which something may be left. `file` is there when the
    session is completed. `handle` is there where the parts are presigned: the store's own name for what they are sent
    to. Such a session takes no parts through the API.
    """

    id: str
    project: str
    name: str
    purpose: str
    size: int
    created_at: int
    expires_at: int
    lifetime: int | None = None
    status: UploadStatus = UploadStatus.PENDING
    joining: str | None = None
    joinings: frozenset[str] = frozenset()
    joining_until: int = 0
    file: StoredFile | None = None
    handle: str | None = None

    def file_id(self, joining: str) -> str:
        """The id of the file that this attempt makes. Presigned parts are sent to it from the first, so it is fixed."""
        return self.id if self.handle else joining

    def status_at(self, now: int) -> UploadStatus:
        """The status that a client sees; a session that is being joined does not expire under it."""
        if self.status == UploadStatus.PENDING and now >= self.expires_at:
            return UploadStatus.EXPIRED
        return self.status


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One piece of an upload. `receipt` finds its bytes in the store.

    A presigned part has its `number`, from 1 on, and its receipt is the MD5 of its bytes, in hex.
    """

    id: str
    upload_id: str
    project: str
    size: int
    created_at: int
    receipt: str
    number: int | None = None


@dataclass(frozen=True, slots=True)
class PartPage:
    """Parts in the order of their ids, and whether there are more behind them."""

    parts: Sequence[Part]
    has_more: bool


@dataclass(frozen=True, slots=True)
class Joined:
    """What a joining made: the size in bytes and the digest of the whole, which tells its kind before a colon."""

    size: int
    digest: str


def check_size(size: int) -> int:
    """The declared size itself. Raises InvalidInput, UploadTooLarge."""
    if size > MAX_UPLOAD_BYTES:
        raise UploadTooLarge(MAX_UPLOAD_BYTES)
    if size < 1:
        raise InvalidInput("Invalid value for 'bytes': expected an integer of at least 1.", param="bytes")
    return size


def check_joinable(upload: Upload) -> None:
    """Raises InvalidInput or TooLargeToJoin for a session that takes presigned parts only."""
    if upload.handle:
        raise InvalidInput("This upload has presigned parts, and takes no parts through the API.", param="upload_id")
    if upload.size > MAX_JOINED_BYTES:
        raise TooLargeToJoin(MAX_JOINED_BYTES)


def check_md5(md5: str) -> str:
    """The digest itself. Raises InvalidInput."""
    if not MD5.fullmatch(md5):
        raise InvalidInput("Invalid value for 'md5': expected 32 hexadecimal digits.", param="md5")
    return md5


def chosen_parts(upload: Upload, part_ids: Sequence[str], parts: Sequence[Part]) -> list[Part]:
    """The parts in the order that the client names them.

    Raises InvalidInput for an unknown or repeated one, and where they do not add up to the declared size.
    """
    by_id = {part.id: part for part in parts}
    for position, part_id in enumerate(part_ids):
        if part_id not in by_id:
            shown = f"part_{part_id}"[:64]
            raise InvalidInput(f"No such part of this upload: '{shown}'.", param=f"part_ids[{position}]")
    if len(set(part_ids)) < len(part_ids):
        raise InvalidInput("A part is named more than once.", param="part_ids")
    chosen = [by_id[part_id] for part_id in part_ids]
    received = sum(part.size for part in chosen)
    if received != upload.size:
        raise InvalidInput(
            f"The parts have {received} bytes, but the upload was created for {upload.size}.", param="part_ids"
        )
    return chosen
