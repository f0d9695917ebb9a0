"""Files: their records, their bytes, and idempotency keys in use."""

from collections.abc import Callable, Iterator, Sequence
from typing import Protocol

from filegate.domain.files import StoredFile
from filegate.domain.idempotency import Claim
from filegate.domain.pages import PageQuery
from filegate.domain.tombstones import Ending

ParseJson = Callable[[bytes], object]
"""The value of one JSON text. Raises json.JSONDecodeError for all that is none, whatever it is; nothing crashes it."""

WriteJson = Callable[[object], bytes]
"""A value as one JSON text, without line breaks."""


class FileCatalog(Protocol):
    """The records of files, with each project's usage kept exactly in step. Nothing can be asked without a project."""

    def add(self, file: StoredFile, claim: Claim | None = None) -> None:
        """Record the file, count it, and answer its claim, all or nothing. Repeating the call changes nothing.

        Raises QuotaExceeded or InvalidInput, and Conflict where the claim is no longer there.
        """

    def get(self, project: str, file_id: str) -> StoredFile | None:
        """The file, expired or not, or None where the project has none of that id."""

    def page(self, query: PageQuery, now: int) -> Sequence[StoredFile]:
        """The files unexpired at `now` (unix seconds) that match, in order: one more than the limit where there are."""

    def count(self, project: str, purpose: str | None) -> int:
        """How many files the project has, of that purpose or of all."""

    def record_check(self, checked: StoredFile) -> bool:
        """Give a file that is still `uploaded` this status and these details; nothing else of it changes.

        True also where an earlier try did so. False where the file is gone, or has another status by now.
        """

    def bury(self, file: StoredFile, ending: Ending, *, deleted_at: int, purge_at: int) -> bool:
        """Turn the record into a tombstone and uncount the file. False where the file is gone already."""

    def expired(self, now: int) -> Iterator[StoredFile]:
        """Of all projects, the files whose time was up at `now` and whose records are still there."""


class Claims(Protocol):
    """Idempotency keys in use."""

    def take(self, claim: Claim, now: int) -> Claim | StoredFile:
        """The claim to work under, which may be an earlier one with its file id, or the answer that was given.

        Raises Conflict where another request holds it, or where the key was used for something else.
        """

    def suspend(self, claim: Claim) -> None:
        """Let the next request take the claim over at once."""

    def drop(self, claim: Claim) -> bool:
        """Forget the claim: nothing came of it. False where it is in other hands now."""


class BlobStore(Protocol):
    """The bytes of files, each written once."""

    def put(self, file: StoredFile, content: bytes) -> str:
        """Store the content, whole or not at all, and answer a receipt for `discard`."""

    def discard(self, file: StoredFile, receipt: str) -> None:
        """Remove what `put` stored, for good. For bytes that no record names."""

    def erase(self, file: StoredFile) -> None:
        """Remove all that is stored for the file, for good. Repeating the call changes nothing."""

    def read(self, file: StoredFile) -> bytes:
        """The whole content. Raises BytesGone."""

    def stream(self, file: StoredFile) -> Iterator[bytes]:
        """The whole content in chunks, in bounded memory. They may raise BytesGone, StorageUnavailable."""

    def url(self, file: StoredFile, seconds: int) -> str:
        """An address to GET the content from, for so many seconds, with no key."""
