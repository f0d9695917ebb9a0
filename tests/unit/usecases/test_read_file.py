import pytest

from filegate.domain.errors import FileNotFound
from filegate.domain.files import BytesGone, StoredFile
from filegate.domain.tombstones import Ending
from filegate.usecases.read_file import read_file
from tests.builders import CONTENT, NOW, a_file
from tests.fakes.blobs import InMemoryBlobs
from tests.fakes.files import InMemoryFiles


class Store:
    """The Stores of the use case, in memory, with one file."""

    def __init__(self) -> None:
        self.files = InMemoryFiles()
        self.blobs = InMemoryBlobs()
        self.file = a_file()
        self.files.add(self.file)
        self.blobs.put(self.file, CONTENT)

    def now_ms(self) -> int:
        return NOW * 1000

    def read(self, file: StoredFile) -> bytes:
        return read_file(f"file-{file.id}", file, self)


def test_reads_every_byte() -> None:
    store = Store()
    assert store.read(store.file) == CONTENT


def test_a_file_that_ended_and_was_purged_since_it_was_found_is_not_found() -> None:
    store = Store()
    store.files.bury(store.file, Ending.DELETED, deleted_at=NOW, purge_at=NOW)
    store.blobs.erase(store.file)
    with pytest.raises(FileNotFound, match=f"^No such File object: file-{store.file.id}$"):
        store.read(store.file)


def test_lost_bytes_of_a_file_that_is_there_are_no_file_that_is_not_found() -> None:
    store = Store()
    store.blobs.erase(store.file)
    with pytest.raises(BytesGone):
        store.read(store.file)
