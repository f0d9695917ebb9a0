"""What the use cases need from outside. Each method states its duties; fakes and adapters keep the same tests.

Any method may raise StorageUnavailable. A write that raised it may have taken effect all the same.
"""

from collections.abc import Callable

from filegate.domain.ports.batches import Batches, ChunkStore, Executions, LineWords, Send, Upstreams
from filegate.domain.ports.drops import DropRecords, DropZone, IngestQueue, QueueDepth
from filegate.domain.ports.events import EventBus
from filegate.domain.ports.files import BlobStore, Claims, FileCatalog, ParseJson, WriteJson
from filegate.domain.ports.projects import KeyRing, ProjectRegistry
from filegate.domain.ports.sweep import ObjectInventory, RecordInventory, SweepLog
from filegate.domain.ports.tombstones import Tombstones
from filegate.domain.ports.uploads import PartStore, PresignedParts, UploadSessions

__all__ = [
    "Batches",
    "BlobStore",
    "ChunkStore",
    "Claims",
    "Clock",
    "DropRecords",
    "DropZone",
    "EventBus",
    "Executions",
    "FileCatalog",
    "IngestQueue",
    "KeyRing",
    "LineWords",
    "NewId",
    "ObjectInventory",
    "ParseJson",
    "PartStore",
    "PresignedParts",
    "ProjectRegistry",
    "QueueDepth",
    "RecordInventory",
    "Send",
    "SweepLog",
    "Tombstones",
    "UploadSessions",
    "Upstreams",
    "WriteJson",
]

Clock = Callable[[], int]
"""Unix time in milliseconds."""

NewId = Callable[[int], str]
"""A new UUIDv7 of 32 hex digits for a moment in milliseconds."""
