"""The drop zone: the objects in it, the records of what became of them, and the queue of those to look at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from filegate.domain.drop_sweep import Pass
    from filegate.domain.drops import Drop, DroppedObject, Reason, Rejection
    from filegate.domain.files import StoredFile


class DropZone(Protocol):
    """The dropped objects, and their way to the bytes of files."""

    def versions(self, drop: Drop) -> Sequence[DroppedObject]:
        """The version that is meant, or all of the key's; none where they are gone."""

    def copy(self, dropped: DroppedObject, project: str) -> str | None:
        """Make it the bytes of the file of its id, whole or not at all, and answer their digest.

        Repeating the call changes nothing. None where the dropped object is gone.
        """

    def remove(self, dropped: DroppedObject) -> None:
        """Remove that version for good. Repeating the call changes nothing."""

    def mark(self, dropped: DroppedObject, reason: Reason) -> None:
        """Tag it as rejected; other tags stay. One that is gone is left alone."""

    def unmark(self, dropped: DroppedObject) -> None:
        """Take the tag away; other tags stay. One that is gone is left alone."""

    def is_marked(self, dropped: DroppedObject) -> bool:
        """Whether it is tagged as rejected. False also where it is gone."""

    def wants_batch(self, dropped: DroppedObject) -> bool:
        """Whether it is tagged to become a batch. False also where it is gone."""

    def all(self, after: str | None) -> Iterator[DroppedObject]:
        """Every version in the zone, in the order of the keys, from behind that key on."""


class DropRecords(Protocol):
    """What became of dropped objects: each a file or a rejection, never both."""

    def register(self, files: Sequence[StoredFile]) -> Mapping[str, Reason]:
        """Record files of one project and count them, as few transactions as possible.

        Those that were recorded before, deleted since or not, stay as they are. Answers the refused ones' ids.
        """

    def reject(self, rejection: Rejection, runner: str) -> bool:
        """Record it, unless one is there, and hold it in either case from its `rejected_at` on.

        False where the object has become a file all the same. Raises DropBusy where another runner holds it.
        """

    def release(self, rejection: Rejection, runner: str) -> None:
        """Hold it no more. Nothing where another runner does."""

    def rejections(self, limit: int | None) -> Sequence[Rejection]:
        """The latest drops that were rejected, newest first, or all; one may show some milliseconds late."""

    def forget(self, rejection: Rejection, now: int) -> bool:
        """Let the object become a file after all. False where somebody holds the rejection at `now`."""

    def last_pass(self) -> Pass:
        """Of the sweep, as it was kept."""

    def keep_pass(self, kept: Pass) -> None:
        """Remember how far the sweep has come."""


@dataclass(frozen=True, slots=True)
class QueueDepth:
    """Messages that wait, that a function has at this moment, and that failed for good."""

    waiting: int
    in_flight: int
    dead: int


class IngestQueue(Protocol):
    """The queue of dropped objects to look at. It gives every message at least once, in any order."""

    def ask_for(self, drops: Sequence[Drop]) -> None:
        """Have these looked at again."""

    def depth(self) -> QueueDepth:
        """About how many messages there are."""

    def redrive(self) -> int:
        """Put those that failed for good back, and answer how many. Broken off, it doubles one or more, harmlessly."""
