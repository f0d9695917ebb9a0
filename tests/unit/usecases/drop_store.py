"""Everything that the use cases of the drop zone need, in memory, with a clock that moves only when it is told to."""

from collections.abc import Sequence
from typing import Any

from filegate.domain.auto_batches import AutoBatch
from filegate.domain.drops import Drop, DroppedObject, Reason
from filegate.domain.projects import Project, Quota
from filegate.usecases.ingest_drops import Rules, ingest_drops
from filegate.usecases.sweep_drops import sweep_drops
from tests.builders import NOW, an_id
from tests.fakes.blobs import InMemoryBlobs
from tests.fakes.drops import InMemoryDropRecords, InMemoryQueue, InMemoryZone
from tests.fakes.files import InMemoryFiles
from tests.fakes.parts import InMemoryParts
from tests.fakes.projects import InMemoryProjects

EVER = 10**15
LIVES = {"batch": 3600}
"""Seconds of life of files by purpose."""


class DropStore:
    """With the projects acme and globex."""

    def __init__(self, quota: Quota | None = None) -> None:
        self.files = InMemoryFiles()
        self.blobs = InMemoryBlobs()
        self.projects = InMemoryProjects(self.files)
        # Any, as a test may put something that fails in their place.
        self.zone: Any = InMemoryZone(self.blobs)
        self.drops: Any = InMemoryDropRecords(self.files, "acme", "globex")
        self.parts: Any = InMemoryParts(self.blobs)
        self.queue: Any = InMemoryQueue()
        self.now = NOW
        self.auto_batch = AutoBatch()
        for name in ("acme", "globex"):
            self.projects.add(Project(name, created_at=NOW), quota or Quota())

    def now_ms(self) -> int:
        return self.now * 1000

    def new_id(self, unix_ms: int) -> str:
        return an_id(unix_ms // 1000)

    def drop(self, key: str, content: bytes = b"content") -> DroppedObject:
        dropped: DroppedObject = self.zone.drop(key, content, self.now)
        return dropped

    def ingest(self, *drops: Drop | DroppedObject, allowed: tuple[str, ...] = ()) -> list[BaseException | None]:
        named = [Drop(each.key, each.version) for each in drops]
        return ingest_drops(named, Rules(allowed, LIVES, EVER, self.auto_batch), self)

    def sweep(self, until_ms: int = EVER) -> tuple[int, bool]:
        return sweep_drops(until_ms, self)

    def reasons(self) -> dict[str, Reason]:
        return {rejection.dropped.key: rejection.reason for rejection in self.drops.rejections(None)}

    def check(self, every: Sequence[DroppedObject]) -> None:
        """What holds when the dust has settled: each is one file with its bytes, or one rejection with its object."""
        for dropped in every:
            recorded = (dropped.claimed_project, dropped.file_id) in self.files.records
            rejected = dropped.file_id in self.drops.rejected
            lies_there = bool(self.zone.versions(Drop(dropped.key, dropped.version)))
            assert recorded != rejected == lies_there == self.zone.is_marked(dropped)
        assert self.blobs.contents.keys() == self.files.records.keys()
        assert len(self.files.records) + len(self.drops.rejected) == len(every)
