"""Open an upload session, with the quota for its file reserved."""

from dataclasses import dataclass
from typing import Protocol

from filegate.domain.ports import UploadSessions
from filegate.domain.uploads import Upload


class Stores(Protocol):
    """What opening a session needs."""

    @property
    def uploads(self) -> UploadSessions: ...
    def now_ms(self) -> int: ...
    def new_id(self, unix_ms: int, /) -> str: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class NewUpload:
    """A session as a client asks for it, its fields checked. `lifetime` is the file's, in seconds, None for ever."""

    name: str
    purpose: str
    size: int
    lifetime: int | None = None


def create_upload(new: NewUpload, project: str, session_seconds: int, to: Stores) -> Upload:
    """The open session. Raises QuotaExceeded, InvalidInput, StorageUnavailable."""
    now_ms = to.now_ms()
    upload = Upload(
        id=to.new_id(now_ms),
        project=project,
        name=new.name,
        purpose=new.purpose,
        size=new.size,
        created_at=now_ms // 1000,
        expires_at=now_ms // 1000 + session_seconds,
        lifetime=new.lifetime,
    )
    to.uploads.open(upload)
    return upload
