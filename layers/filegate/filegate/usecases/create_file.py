"""Store a new file: bytes first, record second; once for an idempotency key, however often it is asked."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from typing import Protocol

from filegate.domain.batch_check import what_is_wrong
from filegate.domain.batch_files import BatchLimits, after_check, is_checked
from filegate.domain.errors import FilegateError, FileTooLarge, InvalidInput, QuotaExceeded, StorageUnavailable
from filegate.domain.files import StoredFile
from filegate.domain.idempotency import KEPT_SECONDS, RUNNING_SECONDS, Claim, digest_of_key
from filegate.domain.ids import created_ms
from filegate.domain.limits import MAX_FILE_BYTES
from filegate.domain.ports import BlobStore, Claims, FileCatalog, ParseJson


class Stores(Protocol):
    """What creating a file needs; `claims` is asked for only where there is an idempotency key."""

    @property
    def files(self) -> FileCatalog: ...
    @property
    def blobs(self) -> BlobStore: ...
    @property
    def claims(self) -> Claims: ...
    @property
    def batch_limits(self) -> BatchLimits: ...
    @property
    def parse_json(self) -> ParseJson: ...
    def now_ms(self) -> int: ...
    def new_id(self, unix_ms: int, /) -> str: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class NewFile:
    """A file as a client sends it, its fields checked. `lifetime` is in seconds, None for ever."""

    name: str
    purpose: str
    content: bytes
    lifetime: int | None = None


def create_file(new: NewFile, project: str, idempotency_key: str | None, to: Stores) -> StoredFile:
    """The stored file. Raises FileTooLarge, InvalidInput, QuotaExceeded, Conflict, StorageUnavailable.

    Then no file shows, but StorageUnavailable may hide a success, which a repeated idempotency key finds.
    """
    _check_size(len(new.content))
    fault = _fault(new, to)
    file = _describe(new, project, to.new_id(to.now_ms()), fault)
    if idempotency_key is None:
        return _store(file, new.content, to, None, lambda: True)
    claim = to.claims.take(_claim(file, idempotency_key), file.created_at)
    if isinstance(claim, StoredFile):
        return claim
    return _store_claimed(_describe(new, project, claim.file_id, fault), new.content, to, claim)


def _check_size(size: int) -> None:
    if size == 0:
        raise InvalidInput("The file is empty.", param="file")
    if size > MAX_FILE_BYTES:
        raise FileTooLarge(MAX_FILE_BYTES)


def _fault(new: NewFile, to: Stores) -> str | None:
    if not is_checked(new.purpose):
        return None
    return what_is_wrong(len(new.content), [new.content], to.batch_limits, to.parse_json)


def _describe(new: NewFile, project: str, file_id: str, fault: str | None) -> StoredFile:
    """What the file is; the same for the same id, so that a repeated attempt writes the very same record."""
    created_at = created_ms(file_id) // 1000
    file = StoredFile(
        id=file_id,
        project=project,
        name=new.name,
        purpose=new.purpose,
        size=len(new.content),
        digest=f"sha256:{sha256(new.content).hexdigest()}",
        created_at=created_at,
        expires_at=None if new.lifetime is None else created_at + new.lifetime,
    )
    return after_check(file, fault)


def _claim(file: StoredFile, key: str) -> Claim:
    lifetime = None if file.expires_at is None else file.expires_at - file.created_at
    asked = repr((file.name, file.purpose, file.digest, lifetime))
    return Claim(
        project=file.project,
        key_digest=digest_of_key(key),
        fingerprint=sha256(asked.encode()).hexdigest(),
        file_id=file.id,
        runner=file.id,
        running_until=file.created_at + RUNNING_SECONDS,
        ends_at=file.created_at + KEPT_SECONDS,
    )


def _store_claimed(file: StoredFile, content: bytes, to: Stores, claim: Claim) -> StoredFile:
    try:
        return _store(file, content, to, claim, lambda: to.claims.drop(claim))
    except StorageUnavailable:
        # The client may come again at once, and goes on where this attempt stopped.
        with suppress(FilegateError):
            to.claims.suspend(claim)
        raise


def _store(
    file: StoredFile, content: bytes, to: Stores, claim: Claim | None, give_up: Callable[[], bool]
) -> StoredFile:
    receipt = to.blobs.put(file, content)
    try:
        to.files.add(file, claim)
    except (QuotaExceeded, InvalidInput):
        # Only a definite refusal: after StorageUnavailable the record may exist, and its bytes must stay. They also
        # stay where another attempt for the same idempotency key is at work with them.
        if give_up():
            to.blobs.discard(file, receipt)
        raise
    return file
