"""What the use cases need from outside. Each method states its duties; fakes and adapters keep the same tests.

Any method may raise StorageUnavailable. A write that raised it may have taken effect all the same.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Protocol

from filegate.domain.files import StoredFile
from filegate.domain.idempotency import Claim
from filegate.domain.keys import ApiKey
from filegate.domain.pages import PageQuery
from filegate.domain.projects import Project, Quota, QuotaChange, Usage
from filegate.domain.uploads import Joined, Part, Upload, UploadStatus

Clock = Callable[[], int]
"""Unix time in milliseconds."""

NewId = Callable[[int], str]
"""A new UUIDv7 of 32 hex digits for a moment in milliseconds."""


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

    def bury(self, file: StoredFile, *, deleted_at: int, purge_at: int) -> bool:
        """Turn the record into a tombstone and uncount the file. False where the file is gone already."""


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

    def read(self, file: StoredFile) -> bytes:
        """The whole content."""

    def url(self, file: StoredFile, seconds: int) -> str:
        """An address to GET the content from, for so many seconds, with no key."""


class UploadSessions(Protocol):
    """The records of upload sessions and of their parts, with the quota that they have reserved."""

    def open(self, upload: Upload) -> None:
        """Record a new session and reserve its declared size and one file. Raises QuotaExceeded, InvalidInput."""

    def get(self, project: str, upload_id: str) -> Upload | None:
        """The session as the last write left it, or None where the project has none of that id."""

    def add_part(self, part: Part) -> bool:
        """Record a part of a pending session. False where the session is not pending, or has taken too much already."""

    def parts(self, project: str, upload_id: str) -> Sequence[Part]:
        """All parts of a session, in the order of their ids."""

    def begin(self, upload: Upload, joining: str, until: int, now: int) -> bool:
        """Make a pending session `completing`, or take over one whose joining is overdue at `now`. False otherwise."""

    def reopen(self, upload: Upload, joining: str) -> None:
        """Make it pending again, if it is still held under that joining."""

    def finish(self, upload: Upload, file: StoredFile) -> bool:
        """Record the file, turn the reservation into use, and complete the session, all or nothing.

        Repeating the call changes nothing. False where the session is no longer held under this file's id.
        """

    def end(self, upload: Upload, status: UploadStatus, now: int) -> bool:
        """Make a session that is pending, or overdue in its joining, `cancelled` or `expired`; give its room back."""

    def forget(self, upload: Upload, parts: Sequence[Part]) -> None:
        """Remove the records of the parts of an ended session, whose bytes are gone; then it is overdue no more."""

    def overdue(self, now: int) -> Iterator[Upload]:
        """Of all projects, the sessions that should have ended by `now` and those that nobody has cleared up after."""


class PartStore(Protocol):
    """The bytes of parts, and their joining into the bytes of a file."""

    def put(self, part: Part, content: bytes) -> str:
        """Store the content, whole or not at all, and answer the part's receipt."""

    def join(self, parts: Sequence[Part], file_id: str, md5: str | None) -> Joined:
        """Write the parts' bytes, one after another, as the bytes of that file, in bounded memory.

        Raises InvalidInput where `md5` (32 hex digits) is given and not that of the whole; then nothing is written.
        """

    def clear(self, project: str, file_id: str) -> None:
        """Remove for good what a joining that never came to a record left under that id, finished or not."""

    def discard(self, parts: Sequence[Part]) -> None:
        """Remove the bytes of the parts, for good. Repeating the call changes nothing."""


class KeyRing(Protocol):
    """Projects' API keys, found by digest."""

    def find(self, digest: str) -> ApiKey | None:
        """The key, revoked or not."""

    def add(self, key: ApiKey) -> None:
        """Record a new key. Raises ProjectNotFound."""

    def of(self, project: str) -> Sequence[ApiKey]:
        """The project's keys, oldest first, revoked ones too."""

    def revoke(self, project: str, key_id: str, revoked_at: int) -> ApiKey:
        """End the key; the first call decides the moment. Raises KeyNotFound."""

    def limit(self, project: str, key_id: str, requests_per_minute: int | None) -> ApiKey:
        """Give the key a rate limit of its own, or with None the deployment's again. Raises KeyNotFound."""


class ProjectRegistry(Protocol):
    """All projects, with their quotas and usage."""

    def add(self, project: Project, quota: Quota) -> None:
        """Record a new project with an empty usage. Raises ProjectExists."""

    def all(self) -> Sequence[Project]:
        """Every project, by name."""

    def usage(self, project: str) -> Usage:
        """What it holds and may hold. Raises ProjectNotFound."""

    def change_quota(self, project: str, change: QuotaChange) -> None:
        """Set the parts named, at least one, also to less than it holds, which stays. Raises ProjectNotFound."""
