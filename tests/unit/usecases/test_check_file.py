from collections.abc import Iterator

import pytest

from filegate.adapters.json_texts import parse
from filegate.domain.batch_files import after_check, before_check
from filegate.domain.batches import Batch
from filegate.domain.errors import FileNotFound, StorageUnavailable
from filegate.domain.files import BytesGone, StoredFile
from filegate.domain.tombstones import Ending
from filegate.usecases.check_file import check_file
from tests.builders import LIMITS, NOW, a_file, a_line, an_id, unavailable
from tests.fakes.blobs import InMemoryBlobs
from tests.fakes.files import InMemoryFiles

GOOD = a_line()
BAD = a_line(1) + b"\n{}"
FOUND = "line 2: custom_id must be a string of 1 to 64 characters"


class Store:
    """The Stores of the use case, in memory, with one file that waits for its check."""

    def __init__(self, content: bytes = BAD, **fields: object) -> None:
        self.files = InMemoryFiles()
        self.blobs = InMemoryBlobs()
        self.batch_limits = LIMITS
        self.parse_json = parse
        self.file = before_check(a_file(content, **fields))
        self.files.add(self.file)
        self.blobs.put(self.file, content)

    def now_ms(self) -> int:
        return NOW * 1000

    def check(self) -> StoredFile | None:
        return check_file("acme", self.file.id, self)

    @property
    def recorded(self) -> StoredFile | None:
        return self.files.get("acme", self.file.id)


@pytest.mark.parametrize(("content", "fault"), [(GOOD, None), (BAD, FOUND)])
def test_the_result_is_recorded_and_answered(content: bytes, fault: str | None) -> None:
    store = Store(content)
    assert store.check() == store.recorded == after_check(store.file, fault)


def test_a_file_is_checked_once() -> None:
    store = Store()
    store.check()
    store.blobs.contents.clear()
    assert store.check() is None
    assert store.recorded == after_check(store.file, FOUND)


def test_a_file_without_a_record_is_not_found() -> None:
    with pytest.raises(FileNotFound):
        check_file("acme", an_id(), Store())


def test_a_file_that_ends_while_it_is_read_is_not_found() -> None:
    store = Store()

    def ended(file: StoredFile) -> Iterator[bytes]:
        store.files.bury(file, Ending.DELETED, deleted_at=NOW, purge_at=NOW)
        raise BytesGone(file.id)

    store.blobs.stream = ended
    with pytest.raises(FileNotFound):
        store.check()


def test_a_file_whose_bytes_are_lost_is_no_file_that_is_not_found() -> None:
    store = Store()
    store.blobs.contents.clear()
    with pytest.raises(BytesGone):
        store.check()


def test_a_file_of_another_project_is_not_found() -> None:
    store = Store()
    with pytest.raises(FileNotFound):
        check_file("globex", store.file.id, store)


def test_an_expired_file_is_left_alone() -> None:
    store = Store(expires_at=NOW)
    assert store.check() is None
    assert store.recorded == store.file


def test_a_file_of_another_purpose_is_left_alone() -> None:
    store = Store(purpose="user_data")
    assert store.check() is None
    assert store.recorded == store.file


def test_a_file_over_the_limit_is_not_read() -> None:
    store = Store(size=LIMITS.size + 1)
    store.blobs.contents.clear()
    checked = store.check()
    assert checked is not None
    assert checked.status_details == "the file has 200000001 bytes, more than 200000000"


def test_a_file_that_is_deleted_while_it_is_checked_stays_deleted() -> None:
    class DeletedMeanwhile(InMemoryFiles):
        def record_check(self, checked: StoredFile, batch: Batch | None = None) -> bool:
            self.bury(checked, Ending.DELETED, deleted_at=NOW, purge_at=NOW)
            return super().record_check(checked, batch)

    store = Store()
    store.files = DeletedMeanwhile()
    store.files.add(store.file)
    assert store.check() is None
    assert store.recorded is None


def test_a_file_whose_bytes_cannot_be_read_still_waits() -> None:
    class Failing(InMemoryBlobs):
        def stream(self, file: StoredFile) -> object:
            yield b"{}\n"
            raise unavailable("GetObject")

    store = Store()
    store.blobs = Failing()
    with pytest.raises(StorageUnavailable):
        store.check()
    assert store.recorded == store.file
