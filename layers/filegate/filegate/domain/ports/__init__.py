"""What the use cases need from outside. Each method states its duties; fakes and adapters keep the same tests.

Any method may raise StorageUnavailable. A write that raised it may have taken effect all the same.
"""

from collections.abc import Callable

from filegate.domain.ports.drops import DropRecords, DropZone, IngestQueue, QueueDepth
from filegate.domain.ports.events import EventBus
from filegate.domain.ports.files import BlobStore, Claims, FileCatalog
from filegate.domain.ports.projects import KeyRing, ProjectRegistry
from filegate.domain.ports.uploads import PartStore, UploadSessions

__all__ = [
    "BlobStore",
    "Claims",
    "Clock",
    "DropRecords",
    "DropZone",
    "EventBus",
    "FileCatalog",
    "IngestQueue",
    "KeyRing",
    "NewId",
    "PartStore",
    "ProjectRegistry",
    "QueueDepth",
    "UploadSessions",
]

Clock = Callable[[], int]
"""Unix time in milliseconds."""

NewId = Callable[[int], str]
"""A new UUIDv7 of 32 hex digits for a moment in milliseconds."""
