from typing import Any

import pytest

from filegate.domain.drops import Drop, Reason
from filegate.domain.files import FileStatus
from filegate.domain.tombstones import Ending
from filegate.usecases.ingest_drops import Rules, ingest_drops
from tests.builders import NOW, unavailable
from tests.unit.usecases.drop_store import DropStore


def test_a_dropped_object_becomes_a_file_and_goes() -> None:
    store = DropStore()
    dropped = store.drop("acme/batch/a b+ü.jsonl", b"bytes")
    assert store.ingest(dropped) == [None]
    (file,) = store.files.of("acme")
    assert (file.name, file.purpose, file.size, file.created_at) == ("a b+ü.jsonl", "batch", 5, NOW)
    assert store.blobs.read(file) == b"bytes"
    store.check([dropped])


@pytest.mark.parametrize(
    ("purpose", "status", "expires_at"),
    [("batch", FileStatus.UPLOADED, NOW + 3600), ("fine-tune", FileStatus.PROCESSED, None)],
)
def test_a_dropped_file_waits_for_its_check_and_ends_as_its_purpose_says(
    purpose: str, status: FileStatus, expires_at: int | None
) -> None:
    store = DropStore()
    store.ingest(store.drop(f"acme/{purpose}/a.jsonl"))
    (file,) = store.files.of("acme")
    assert (file.status, file.expires_at) == (status, expires_at)


def test_the_same_event_again_changes_nothing() -> None:
    store = DropStore()
    dropped = store.drop("acme/batch/a.jsonl")
    assert store.ingest(dropped, dropped, dropped) == [None] * 3
    assert store.ingest(dropped) == [None]
    store.check([dropped])


def test_an_overwritten_object_is_a_second_file_in_whatever_order_the_events_come() -> None:
    store = DropStore()
    first, second = store.drop("acme/batch/a.jsonl", b"first"), store.drop("acme/batch/a.jsonl", b"second")
    store.ingest(second)
    store.ingest(first)
    assert sorted(map(store.blobs.read, store.files.of("acme"))) == [b"first", b"second"]
    store.check([first, second])


def test_an_event_without_a_version_is_about_all_of_the_key() -> None:
    store = DropStore()
    dropped = [store.drop("acme/batch/a"), store.drop("acme/batch/a")]
    other = store.drop("acme/batch/a.jsonl")
    assert store.ingest(Drop("acme/batch/a")) == [None]
    assert store.zone.versions(Drop(other.key)) == [other]
    store.ingest(other)
    store.check([*dropped, other])


def test_a_folder_is_nothing() -> None:
    store = DropStore()
    assert store.ingest(store.drop("acme/batch/", b"")) == [None]
    assert (store.files.records, store.reasons()) == ({}, {})


def test_a_deleted_file_does_not_come_back() -> None:
    store = DropStore()
    dropped = store.drop("acme/batch/a")
    content = store.zone.objects.copy()
    store.ingest(dropped)
    (file,) = store.files.of("acme")
    store.files.bury(file, Ending.DELETED, deleted_at=NOW, purge_at=NOW)
    store.zone.objects = content  # As if the last step of the first run had not been done.
    assert store.ingest(dropped) == [None]
    assert (store.files.of("acme"), store.zone.objects) == ([], {})


class FailingFor:
    """Someone who fails for one key."""

    def __init__(self, real: Any, key: str, method: str) -> None:
        self._real, self._key, self._method = real, key, method

    def __getattr__(self, name: str) -> Any:
        def call(subject: Any, *rest: Any) -> Any:
            if name == self._method and subject.key == self._key:
                raise unavailable(name)
            return getattr(self._real, name)(subject, *rest)

        return call


@pytest.mark.parametrize("method", ["versions", "copy", "remove"])
def test_a_failing_store_keeps_out_the_one_and_no_other(method: str) -> None:
    store = DropStore()
    dropped = [store.drop(f"acme/batch/{number}") for number in range(4)]
    zone, store.zone = store.zone, FailingFor(store.zone, "acme/batch/2", method)
    kept_out = store.ingest(*dropped)
    assert [type(failure).__name__ for failure in kept_out if failure] == ["StorageUnavailable"]
    assert kept_out[2] is not None
    store.zone = zone
    store.ingest(dropped[2])
    store.check(dropped)


def test_records_of_one_project_failing_keep_no_other_project_out(monkeypatch: pytest.MonkeyPatch) -> None:
    store = DropStore()
    dropped = [store.drop("acme/batch/a"), store.drop("globex/batch/a")]
    real = store.drops.register

    def register(files: Any) -> Any:
        if files[0].project == "acme":
            raise unavailable("TransactWriteItems", "dynamodb")
        return real(files)

    monkeypatch.setattr(store.drops, "register", register)
    first, second = store.ingest(*dropped)
    assert (type(first).__name__, second) == ("StorageUnavailable", None)
    monkeypatch.undo()
    store.ingest(dropped[0])
    store.check(dropped)


def test_a_rejection_that_comes_too_late_leaves_the_file_and_its_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    store = DropStore()
    dropped = store.drop("acme/batch/a")
    real = store.drops.register

    def refused_while_another_run_succeeds(files: Any) -> Any:
        real(files)
        return {file.id: Reason.QUOTA_EXCEEDED for file in files}

    monkeypatch.setattr(store.drops, "register", refused_while_another_run_succeeds)
    assert store.ingest(dropped) == [None]
    store.check([dropped])


def test_a_bulk_drop_is_recorded_once_a_batch_and_project(monkeypatch: pytest.MonkeyPatch) -> None:
    store, together = DropStore(), []
    dropped = [store.drop(f"{project}/batch/{number}") for number in range(200) for project in ("acme", "globex")]
    real = store.drops.register
    monkeypatch.setattr(store.drops, "register", lambda files: together.append(len(files)) or real(files))
    for first in range(0, len(dropped), 25):
        assert store.ingest(*dropped[first : first + 25]) == [None] * 25
    assert (len(together), set(together)) == (32, {12, 13})
    store.check(dropped)


def test_nothing_new_is_begun_when_the_time_is_up() -> None:
    store = DropStore()
    dropped = store.drop("acme/batch/a")
    rules = Rules((), {}, store.now_ms(), store.auto_batch)
    (failure,) = ingest_drops([Drop(dropped.key, dropped.version)], rules, store)
    assert isinstance(failure, TimeoutError)
    assert len(store.blobs) == 0
