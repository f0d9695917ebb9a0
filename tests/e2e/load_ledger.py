"""What the clients of one project were told, so that it can be held against what is there in the end."""

from collections.abc import Collection
from dataclasses import dataclass, field
from hashlib import sha256
from random import Random
from threading import Lock


@dataclass(frozen=True)
class Sent:
    """Bytes that were sent under a name; under each name only once, but perhaps by more than one attempt."""

    name: str
    digest: str
    size: int
    once: bool = False
    """With an Idempotency-Key, so that all attempts make one file."""


@dataclass
class Ledger:
    """By many threads at once. Of a deletion that was begun nobody knows anything until it is answered."""

    sent: dict[str, Sent] = field(default_factory=dict)
    kept: dict[str, Sent] = field(default_factory=dict)
    going: set[str] = field(default_factory=set)
    gone: set[str] = field(default_factory=set)
    _lock: Lock = field(default_factory=Lock)

    def send(self, name: str, content: bytes, *, once: bool = False) -> None:
        with self._lock:
            self.sent[name] = Sent(name, sha256(content).hexdigest(), len(content), once)

    def keep(self, file_id: str, name: str) -> None:
        """The creation was acknowledged."""
        with self._lock:
            self.kept[file_id] = self.sent[name]

    def any_kept(self, choice: Random) -> str | None:
        with self._lock:
            found = sorted(self.kept.keys() - self.going)
        return choice.choice(found) if found else None

    def let_go(self, file_id: str) -> None:
        """A deletion is begun."""
        with self._lock:
            self.going.add(file_id)

    def lose(self, file_id: str) -> None:
        """The deletion was acknowledged."""
        with self._lock:
            self.gone.add(file_id)

    def certain(self) -> set[str]:
        """Files that must be there, whoever asks."""
        with self._lock:
            return self.kept.keys() - self.going

    def missing(self, before: Collection[str], found: Collection[str]) -> set[str]:
        """What must have been there all the time, and was not found."""
        with self._lock:
            return set(before) - set(found) - self.going
