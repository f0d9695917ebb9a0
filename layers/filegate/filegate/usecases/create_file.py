"""Store a new file: bytes first, record second."""

from dataclasses import dataclass
from hashlib import sha256

from filegate.domain.errors import FileTooLarge, InvalidInput, QuotaExceeded
from filegate.domain.files import StoredFile
from filegate.domain.limits import MAX_FILE_BYTES
from filegate.domain.ports import BlobStore, Clock, FileCatalog, NewId


@dataclass(frozen=True, slots=True, kw_only=True)
class NewFile:
    """A file as a client sends it, its fields checked. `lifetime` is in seconds, None for ever."""

    name: str
    purpose: str
    content: bytes
    lifetime: int | None = None


def create_file(
    new: NewFile, project: str, *, files: FileCatalog, blobs: BlobStore, now_ms: Clock, new_id: NewId
) -> StoredFile:
    """The stored file. Raises FileTooLarge, InvalidInput, QuotaExceeded, StorageUnavailable; then no file shows."""
    _check_size(len(new.content))
    file = _describe(new, project, now_ms(), new_id)
    receipt = blobs.put(file, new.content)
    try:
        files.add(file)
    except (QuotaExceeded, InvalidInput):
        # Only a definite refusal: after StorageUnavailable the record may exist, and its bytes must stay.
        blobs.discard(file, receipt)
        raise
    return file


def _check_size(size: int) -> None:
    if size == 0:
        raise InvalidInput("The file is empty.", param="file")
    if size > MAX_FILE_BYTES:
        raise FileTooLarge(MAX_FILE_BYTES)


def _describe(new: NewFile, project: str, now_ms: int, new_id: NewId) -> StoredFile:
    created_at = now_ms // 1000
    return StoredFile(
        id=new_id(now_ms),
        project=project,
        name=new.name,
        purpose=new.purpose,
        size=len(new.content),
        digest=f"sha256:{sha256(new.content).hexdigest()}",
        created_at=created_at,
        expires_at=None if new.lifetime is None else created_at + new.lifetime,
    )
