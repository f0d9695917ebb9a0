"""What an upload session is, in plain Python."""

from dataclasses import dataclass, field
from hashlib import md5

from tests.reliability.model import File, Json, Refusal, Sent

SESSION_SECONDS = 3600
CLOSED = Refusal(400, param="upload_id")
"""It has ended, or gets its bytes the other way."""
TOO_MANY = Refusal(400, param="part_ids[1]")
UNFIT = Refusal(400, param="part_ids")
OTHER_BYTES = Refusal(400, param="md5")


@dataclass
class Session:
    """`ended` is how, once it is; until then it is pending, and from its expiry on shows as expired.

    `address` is where the client sends its bytes as the one part that a presigned upload of this size has, the id of
    that part, and until when.
    """

    id: str
    sent: Sent
    size: int
    created_at: int
    parts: dict[str, bytes] = field(default_factory=dict)
    ended: str | None = None
    file: File | None = None
    address: tuple[str, str, int] | None = None

    @property
    def expires_at(self) -> int:
        return self.created_at + SESSION_SECONDS

    def status(self, now: int) -> str:
        return self.ended or ("expired" if now >= self.expires_at else "pending")

    def json(self, now: int) -> Json:
        return {
            "id": self.id,
            "object": "upload",
            "bytes": self.size,
            "created_at": self.created_at,
            "filename": self.sent.name,
            "purpose": self.sent.purpose,
            "status": self.status(now),
            "expires_at": self.expires_at,
            "file": self.file.json if self.file else None,
        }

    def joined(self, part_ids: list[str]) -> bytes:
        return b"".join(self.parts[part_id] for part_id in part_ids)

    def refused(self, part_ids: list[str], digest: str | None, now: int) -> Refusal | None:
        """Why it cannot be completed with these parts, if it cannot; of a completed one nothing is asked any more."""
        if self.status(now) == "completed":
            return None
        if self.status(now) != "pending":
            return CLOSED
        if self.address:
            return OTHER_BYTES if digest else TOO_MANY if len(part_ids) > 1 else None
        if len(set(part_ids)) < len(part_ids) or len(self.joined(part_ids)) != self.size:
            return UNFIT
        of_others = digest is not None and digest != md5(self.joined(part_ids), usedforsecurity=False).hexdigest()
        return OTHER_BYTES if of_others else None
