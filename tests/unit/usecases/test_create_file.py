import pytest

from filegate.adapters.json_texts import parse
from filegate.domain.errors import FileTooLarge, InvalidInput, QuotaExceeded, StorageUnavailable
from filegate.domain.files import StoredFile
from filegate.domain.idempotency import Claim
from filegate.domain.limits import MAX_FILE_BYTES
from filegate.domain.projects import Quota
from filegate.usecases.create_file import NewFile, create_file
from tests.builders import LIMITS, NOW, a_line, an_id, unavailable
from tests.fakes.blobs import InMemoryBlobs
from tests.fakes.claims import InMemoryClaims
from tests.fakes.files import InMemoryFiles


class Store:
    """The Stores of the use case, in memory."""

    def __init__(self, quota: Quota | None = None) -> None:
        self.claims = InMemoryClaims()
        self.files = InMemoryFiles(quota, self.claims)
        self.blobs = InMemoryBlobs()
        self.batch_limits = LIMITS
        self.parse_json = parse
        self.now = NOW

    def now_ms(self) -> int:
        return self.now * 1000 + 999

    def new_id(self, unix_ms: int) -> str:
        return an_id(unix_ms // 1000)

    def create(
        self,
        content: bytes = b"{}",
        *,
        purpose: str = "batch",
        lifetime: int | None = None,
        key: str | None = None,
    ) -> StoredFile:
        new = NewFile(name="a.jsonl", purpose=purpose, content=content, lifetime=lifetime)
        return create_file(new, "acme", key, self)


def test_stores_bytes_and_record() -> None:
    store = Store()
    file = store.create(b"hello")
    assert file in store.files
    assert store.blobs.read(file) == b"hello"


def test_describes_the_content() -> None:
    file = Store().create(b"hello")
    assert (file.size, file.created_at) == (5, NOW)
    assert file.digest == "sha256:2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"


def test_an_expiry_counts_from_the_creation() -> None:
    assert Store().create(lifetime=3600).expires_at == NOW + 3600
    assert Store().create().expires_at is None


def test_takes_a_file_of_just_the_limit() -> None:
    assert Store().create(bytes(MAX_FILE_BYTES)).size == MAX_FILE_BYTES


@pytest.mark.parametrize(("content", "error"), [(b"", InvalidInput), (bytes(MAX_FILE_BYTES + 1), FileTooLarge)])
def test_refuses_an_empty_or_too_large_file_before_it_stores_a_byte(content: bytes, error: type[Exception]) -> None:
    store = Store()
    with pytest.raises(error):
        store.create(content)
    assert len(store.blobs) == 0


def test_leaves_no_bytes_behind_when_the_quota_refuses_the_record() -> None:
    store = Store(Quota(size=1))
    with pytest.raises(QuotaExceeded):
        store.create(b"12")
    assert len(store.blobs) == 0


def test_keeps_the_bytes_when_nobody_knows_whether_the_record_was_written() -> None:
    class Unanswering(InMemoryFiles):
        def add(self, file: StoredFile, claim: Claim | None = None) -> None:
            super().add(file, claim)
            raise unavailable("TransactWriteItems")

    store = Store()
    store.files = Unanswering()
    with pytest.raises(StorageUnavailable):
        store.create(b"12")
    assert len(store.blobs) == 1


def test_writes_no_record_when_the_bytes_could_not_be_stored() -> None:
    class Failing(InMemoryBlobs):
        def put(self, file: StoredFile, content: bytes) -> str:
            raise unavailable("PutObject")

    store = Store()
    store.blobs = Failing()
    with pytest.raises(StorageUnavailable):
        store.create()
    assert store.files.count("acme", None) == 0


def test_a_batch_file_is_checked_at_once() -> None:
    store = Store()
    good, bad = store.create(a_line()), store.create(a_line(1) + b"\n" + a_line(2, method="GET"))
    assert (good.status, good.status_details) == ("processed", None)
    assert (bad.status, bad.status_details) == ("error", "line 2: method must be 'POST'")


def test_a_batch_file_that_failed_is_kept_with_its_bytes() -> None:
    store = Store()
    file = store.create(b"nothing")
    assert file in store.files
    assert store.blobs.read(file) == b"nothing"


def test_a_file_of_another_purpose_may_have_any_content() -> None:
    file = Store().create(b"nothing", purpose="user_data")
    assert (file.status, file.status_details) == ("processed", None)


def test_a_repeated_creation_gives_the_same_result() -> None:
    store = Store()
    assert store.create(b"nothing", key="once") == store.create(b"nothing", key="once")
