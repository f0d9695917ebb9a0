"""What the use cases need from outside. Each method states its duties; fakes and adapters keep the same tests.

Any method may raise StorageUnavailable. A write that raised it may have taken effect all the same.
"""

from collections.abc import Callable

from filegate.domain.ports.batches import Batches, ChunkStore, Executions, LineWords, Send, Upstreams
from filegate.domain.ports.files import BlobStore, Claims, FileCatalog, ParseJson, WriteJson
from filegate.domain.ports.projects import KeyRing, ProjectRegistry
from filegate.domain.ports.uploads import PartStore, UploadSessions

__all__ = [
    "Batches",
    "BlobStore",
    "ChunkStore",
    "Claims",
    "Clock",
    "Executions",
    "FileCatalog",
    "KeyRing",
    "LineWords",
    "NewId",
    "ParseJson",
    "PartStore",
    "ProjectRegistry",
    "Send",
    "UploadSessions",
    "Upstreams",
    "WriteJson",
]

Clock = Callable[[], int]
"""Unix time in milliseconds."""

NewId = Callable[[int], str]
"""A new UUIDv7 of 32 hex digits for a moment in milliseconds."""
