"""A creation with an idempotency key: one file, however often and whenever it is asked."""

from dataclasses import replace

import pytest

from filegate.domain.errors import Conflict, QuotaExceeded, StorageUnavailable
from filegate.domain.files import StoredFile
from filegate.domain.idempotency import KEPT_SECONDS, RUNNING_SECONDS, Claim
from filegate.domain.projects import Quota
from filegate.domain.tombstones import Ending
from tests.builders import unavailable
from tests.fakes.blobs import InMemoryBlobs
from tests.fakes.files import InMemoryFiles
from tests.unit.usecases.test_create_file import Store


class LostAnswers(InMemoryFiles):
    """Records the file, and then nobody hears of it."""

    def add(self, file: StoredFile, claim: Claim | None = None) -> None:
        super().add(file, claim)
        raise unavailable("TransactWriteItems", "dynamodb")


class FullDisk(InMemoryBlobs):
    def put(self, file: StoredFile, content: bytes) -> str:
        raise unavailable("PutObject")


def test_the_same_request_again_gets_the_same_answer_and_makes_no_file() -> None:
    store = Store()
    first = store.create(key="k")
    store.now += 60
    assert store.create(key="k") == first
    assert (store.files.count("acme", None), len(store.blobs)) == (1, 1)


def test_the_answer_stays_the_same_when_the_file_is_deleted_meanwhile() -> None:
    store = Store()
    first = store.create(key="k")
    store.files.bury(first, Ending.DELETED, deleted_at=store.now, purge_at=store.now)
    assert store.create(key="k") == first


def test_another_key_makes_another_file() -> None:
    store = Store()
    assert store.create(key="k1").id != store.create(key="k2").id


def test_without_a_key_every_request_makes_a_file() -> None:
    store = Store()
    assert store.create().id != store.create().id
    assert store.claims.claims == {}


@pytest.mark.parametrize("other", [{"content": b"other"}, {"lifetime": 3600}])
def test_the_same_key_for_another_request_is_a_lasting_conflict(other: dict[str, object]) -> None:
    store = Store()
    store.create(key="k")
    with pytest.raises(Conflict) as conflict:
        store.create(key="k", **other)  # type: ignore[arg-type]
    assert not conflict.value.passing


def test_a_request_still_in_progress_is_a_passing_conflict() -> None:
    store = Store()
    store.create(key="k")
    store.claims.answers.clear()
    with pytest.raises(Conflict) as conflict:
        store.create(key="k")
    assert conflict.value.passing


def test_after_a_crash_the_next_request_goes_on_with_the_same_file() -> None:
    store = Store()
    first = store.create(key="k")
    store.claims.answers.clear()
    store.files.records.clear()
    store.now += RUNNING_SECONDS
    assert store.create(key="k") == first
    assert (store.files.count("acme", None), len(store.blobs)) == (1, 1)


def test_a_lost_answer_is_found_by_the_next_request() -> None:
    store = Store()
    store.files = LostAnswers(claims=store.claims)
    with pytest.raises(StorageUnavailable):
        store.create(key="k")
    (made,) = store.files.records.values()
    assert store.create(key="k") == made


def test_a_failed_attempt_can_be_repeated_at_once() -> None:
    store = Store()
    blobs, store.blobs = store.blobs, FullDisk()
    with pytest.raises(StorageUnavailable):
        store.create(key="k")
    store.blobs = blobs
    assert store.create(key="k") in store.files


def test_a_refused_attempt_leaves_neither_claim_nor_bytes_behind() -> None:
    store = Store(Quota(size=1))
    with pytest.raises(QuotaExceeded):
        store.create(b"12", key="k")
    assert (store.claims.claims, len(store.blobs)) == ({}, 0)


def test_a_refused_attempt_leaves_the_bytes_to_whoever_took_its_claim_over() -> None:
    class TakenOver(InMemoryFiles):
        def add(self, file: StoredFile, claim: Claim | None = None) -> None:
            assert claim
            self.claims.take(replace(claim, runner="another"), claim.running_until)
            raise QuotaExceeded("full", param="file")

    store = Store()
    store.files = TakenOver(claims=store.claims)
    with pytest.raises(QuotaExceeded):
        store.create(key="k")
    assert len(store.blobs) == 1


def test_a_key_is_forgotten_after_a_day() -> None:
    store = Store()
    first = store.create(key="k")
    store.now += KEPT_SECONDS
    assert store.create(b"other", key="k").id != first.id
