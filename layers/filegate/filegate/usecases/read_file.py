"""Read the bytes of a file that was found a moment ago."""

from typing import Protocol

from filegate.domain.files import BytesGone, StoredFile
from filegate.domain.ports import BlobStore, FileCatalog
from filegate.usecases.get_file import get_file


class Stores(Protocol):
    """What reading needs."""

    @property
    def files(self) -> FileCatalog: ...
    @property
    def blobs(self) -> BlobStore: ...
    def now_ms(self) -> int: ...


def read_file(spelling: str, file: StoredFile, to: Stores) -> bytes:
    """All of it. Raises FileNotFound where it has ended since, BytesGone where it has not, and StorageUnavailable."""
    try:
        return to.blobs.read(file)
    except BytesGone:
        get_file(spelling, file.project, files=to.files, now_ms=to.now_ms)
        raise
