"""The drop zone, its records, its queue and the bus in memory. tests/contract runs the same tests over them and AWS."""

from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from itertools import count
from threading import Lock

from filegate.domain.drop_sweep import Pass
from filegate.domain.drops import HOLDING_SECONDS, Drop, DropBusy, DroppedObject, Reason, Rejection
from filegate.domain.errors import InvalidInput, QuotaExceeded, StorageUnavailable
from filegate.domain.files import StoredFile
from filegate.domain.ports import QueueDepth
from filegate.domain.ports.events import Message
from tests.fakes.blobs import InMemoryBlobs
from tests.fakes.files import InMemoryFiles


class InMemoryZone:
    def __init__(self, blobs: InMemoryBlobs) -> None:
        self.objects: dict[tuple[str, str], tuple[DroppedObject, bytes]] = {}
        self.marks: dict[tuple[str, str], Reason] = {}
        self.tags: dict[tuple[str, str], Mapping[str, str]] = {}
        self._blobs = blobs
        self._versions = count()

    def drop(self, key: str, content: bytes, dropped_at: int) -> DroppedObject:
        version = f"{next(self._versions):08d}"
        dropped = DroppedObject(bucket="drop", key=key, version=version, size=len(content), dropped_at=dropped_at)
        self.objects[key, version] = dropped, content
        return dropped

    def tag(self, dropped: DroppedObject, tags: Mapping[str, str]) -> None:
        self.tags[_key(dropped)] = tags

    def versions(self, drop: Drop) -> Sequence[DroppedObject]:
        return [found for found in self.all(None) if found.key == drop.key and drop.version in {None, found.version}]

    def copy(self, dropped: DroppedObject, project: str) -> str | None:
        if _key(dropped) not in self.objects:
            return None
        content = self._blobs.contents.setdefault((project, dropped.file_id), self.objects[_key(dropped)][1])
        return f"sha256:{sha256(content).hexdigest()}"

    def remove(self, dropped: DroppedObject) -> None:
        self.objects.pop(_key(dropped), None)
        self.marks.pop(_key(dropped), None)

    def mark(self, dropped: DroppedObject, reason: Reason) -> None:
        if _key(dropped) in self.objects:
            self.marks[_key(dropped)] = reason

    def unmark(self, dropped: DroppedObject) -> None:
        self.marks.pop(_key(dropped), None)

    def is_marked(self, dropped: DroppedObject) -> bool:
        return _key(dropped) in self.marks

    def wants_batch(self, dropped: DroppedObject) -> bool:
        return _key(dropped) in self.objects and self.tags.get(_key(dropped), {}).get("auto-batch", "false") != "false"

    def all(self, after: str | None) -> Iterator[DroppedObject]:
        now = sorted(self.objects.copy().items())
        return iter([dropped for key, (dropped, _) in now if after is None or key[0] > after])


class InMemoryDropRecords:
    """Beside InMemoryFiles, where what is registered shows."""

    def __init__(self, files: InMemoryFiles, *projects: str) -> None:
        self.files = files
        self.projects = projects
        self.rejected: dict[str, Rejection] = {}
        self.held: dict[str, tuple[str, int]] = {}
        self.kept = Pass(began=0)
        self._one_at_a_time = Lock()

    def register(self, files: Sequence[StoredFile]) -> Mapping[str, Reason]:
        # Projects are registered at the same time, in one catalog that is not made for it.
        with self._one_at_a_time:
            found = {file.id: self._registered(file) for file in files}
        return {file_id: reason for file_id, reason in found.items() if reason}

    def reject(self, rejection: Rejection, runner: str) -> bool:
        file_id = rejection.dropped.file_id
        key = (rejection.dropped.claimed_project, file_id)
        if key in self.files.records or key in self.files.tombstones:
            return False
        if not self._is_free(file_id, rejection.rejected_at):
            raise DropBusy("held")
        self.rejected.setdefault(file_id, rejection)
        self.held[file_id] = runner, rejection.rejected_at + HOLDING_SECONDS
        return True

    def release(self, rejection: Rejection, runner: str) -> None:
        if self.held.get(rejection.dropped.file_id, ("", 0))[0] == runner:
            del self.held[rejection.dropped.file_id]

    def rejections(self, limit: int | None) -> Sequence[Rejection]:
        return [self.rejected[file_id] for file_id in sorted(self.rejected, reverse=True)][:limit]

    def forget(self, rejection: Rejection, now: int) -> bool:
        if not self._is_free(rejection.dropped.file_id, now):
            return False
        self.rejected.pop(rejection.dropped.file_id, None)
        return True

    def last_pass(self) -> Pass:
        return self.kept

    def keep_pass(self, kept: Pass) -> None:
        self.kept = kept

    def _is_free(self, file_id: str, now: int) -> bool:
        return self.held.get(file_id, ("", 0))[1] <= now

    def _registered(self, file: StoredFile) -> Reason | None:
        if file.id in self.rejected:
            return self.rejected[file.id].reason
        if (file.project, file.id) in {*self.files.records, *self.files.tombstones}:
            return None
        if file.project not in self.projects:
            return Reason.UNKNOWN_PROJECT
        try:
            self.files.add(file)
        except QuotaExceeded:
            return Reason.QUOTA_EXCEEDED
        except InvalidInput:
            return Reason.TOO_MANY_PURPOSES
        return None


class InMemoryQueue:
    def __init__(self) -> None:
        self.waiting: list[Drop] = []
        self.dead: list[Drop] = []

    def ask_for(self, drops: Sequence[Drop]) -> None:
        self.waiting += drops

    def depth(self) -> QueueDepth:
        return QueueDepth(len(self.waiting), 0, len(self.dead))

    def redrive(self) -> int:
        moved = len(self.dead)
        self.waiting += self.dead
        self.dead.clear()
        return moved


class InMemoryBus:
    """Takes messages until it is `full`."""

    def __init__(self, full: StorageUnavailable | None = None) -> None:
        self.full = full
        self.told: list[Message] = []

    def publish(self, messages: Sequence[Message]) -> Sequence[StorageUnavailable | None]:
        if self.full:
            return [self.full] * len(messages)
        self.told += messages
        return [None] * len(messages)


def _key(dropped: DroppedObject) -> tuple[str, str]:
    return dropped.key, dropped.version
