"""What the service is, in plain Python: projects with files, quotas and idempotency keys, and a clock.

Every method answers what the API must answer. The model makes no ids: it takes over those that the API gives.
"""

from dataclasses import dataclass, field
from typing import Any

from filegate.domain.projects import Quota

KEY_SECONDS = 86_400
RETENTION_SECONDS = 30 * 86_400

Json = dict[str, Any]


@dataclass(frozen=True)
class Sent:
    """A file as a client sends it."""

    name: str
    purpose: str
    content: bytes
    lifetime: int | None = None


@dataclass(frozen=True)
class File:
    id: str
    sent: Sent
    created_at: int

    @property
    def expires_at(self) -> float:
        return self.created_at + self.sent.lifetime if self.sent.lifetime else float("inf")

    @property
    def json(self) -> Json:
        shown: Json = {
            "id": self.id,
            "object": "file",
            "bytes": len(self.sent.content),
            "created_at": self.created_at,
            "filename": self.sent.name,
            "purpose": self.sent.purpose,
            "status": "processed",
        }
        return shown | ({"expires_at": int(self.expires_at)} if self.sent.lifetime else {})


@dataclass(frozen=True)
class Refusal:
    status: int
    code: str | None = None
    param: str | None = None
    should_retry: str | None = None


NOT_FOUND = Refusal(404, param="id")
NO_ROOM = Refusal(403, "quota_exceeded", "file")
OTHER_REQUEST = Refusal(409, "idempotency_conflict", "Idempotency-Key", "false")


@dataclass
class Key:
    project: str
    id: str
    secret: str
    revoked: bool = False


@dataclass
class Project:
    """`held` has each file whose room is taken, by id; expired ones show no more. `reserved` has sizes of uploads.

    `deleted` has what may come back, with the moment at which it was deleted.
    """

    quota: Quota
    held: dict[str, File] = field(default_factory=dict)
    reserved: dict[str, int] = field(default_factory=dict)
    keys: dict[str, tuple[Sent, File]] = field(default_factory=dict)
    deleted: dict[str, tuple[File, int]] = field(default_factory=dict)

    def refused(self, key: str | None, sent: Sent, now: int) -> Refusal | File | None:
        """What a creation is answered with, where it makes no new file."""
        if key is not None and key in self.keys:
            earlier, file = self.keys[key]
            if now < file.created_at + KEY_SECONDS:
                return file if earlier == sent else OTHER_REQUEST
        return self.no_room_for(len(sent.content))

    def created(self, file: File, key: str | None) -> None:
        self.held[file.id] = file
        if key is not None:
            self.keys[key] = (file.sent, file)

    def no_room_for(self, size: int) -> Refusal | None:
        fits = self.files_held < self.quota.files and self.bytes_held + size <= self.quota.size
        return None if fits else NO_ROOM

    def file(self, file_id: str, now: int) -> File | None:
        found = self.held.get(file_id)
        return found if found and now < found.expires_at else None

    def delete(self, file_id: str, now: int) -> None:
        self.deleted[file_id] = (self.held.pop(file_id), now)

    def restorable(self, file_id: str, now: int) -> File | None:
        """For a month, unless it has expired meanwhile."""
        file, deleted_at = self.deleted.get(file_id, (None, 0))
        return file if file and now < min(deleted_at + RETENTION_SECONDS, file.expires_at) else None

    def restored(self, file_id: str) -> None:
        self.held[file_id], _ = self.deleted.pop(file_id)

    def listed(self, now: int, purpose: str | None) -> list[File]:
        """In the order of creation, which is that of the ids."""
        shown = [self.held[file_id] for file_id in sorted(self.held) if self.file(file_id, now)]
        return [file for file in shown if purpose in {None, file.sent.purpose}]

    def reaped(self, now: int) -> None:
        """What has expired gives its room back."""
        self.held = {file_id: file for file_id, file in self.held.items() if now < file.expires_at}

    @property
    def files_held(self) -> int:
        return len(self.held) + len(self.reserved)

    @property
    def bytes_held(self) -> int:
        return sum(len(file.sent.content) for file in self.held.values()) + sum(self.reserved.values())
