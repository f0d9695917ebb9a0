"""A stored file: its record. The bytes lie in the blob store and never change."""

from dataclasses import dataclass
from enum import StrEnum


class BytesGone(Exception):
    """There are no bytes of a file that had a record a moment ago: it has ended since, or they are lost."""


class FileStatus(StrEnum):
    """How far a file is: `uploaded` waits for a check, `processed` is usable, `error` failed its check."""

    UPLOADED = "uploaded"
    PROCESSED = "processed"
    ERROR = "error"


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredFile:
    """Sizes are bytes, moments are unix seconds, `digest` tells its kind before a colon.

    It is `sha256:<64 hex>` wherever the bytes passed through a function, else what S3 says (adapters/s3_digests).
    `auto_batch` is a file that becomes a batch when its check has passed (auto_batches); no contract shows it.
    """

    id: str
    project: str
    name: str
    purpose: str
    size: int
    digest: str
    created_at: int
    expires_at: int | None = None
    status: FileStatus = FileStatus.PROCESSED
    status_details: str | None = None
    auto_batch: bool = False

    def expired(self, now: int) -> bool:
        """True from the very second `expires_at` on."""
        return self.expires_at is not None and now >= self.expires_at
