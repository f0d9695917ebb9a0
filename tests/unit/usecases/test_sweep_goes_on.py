"""The sweep stops and goes on anywhere: at any page, at any id, after any failure, and beside another one."""

from collections.abc import Callable
from typing import Any

import pytest
from botocore.client import BaseClient
from botocore.exceptions import EndpointConnectionError

from filegate.domain.errors import StorageUnavailable
from filegate.domain.sweep import Finding
from filegate.domain.uploads import UploadStatus
from tests.builders import NOW, a_part, an_id
from tests.unit.usecases.swept_store import SweptStore

pytestmark = pytest.mark.long

MANY = 12


@pytest.fixture
def make_store(table: str, bucket: str) -> Callable[[int], SweptStore]:
    return lambda page_size: SweptStore(table, bucket, page_size)


def filled(store: SweptStore) -> dict[str, int]:
    """Makes a bit of everything, many times, and answers what a sweep should count."""
    for number in range(MANY):
        store.stored(project=("acme", "acme-b")[number % 2])
        store.orphan()
        if number % 4 == 0:
            store.buried()
            store.orphan("nobodys")
            upload = store.opened()
            store.uploads.add_part(a_part(upload))
            store.uploads.add_part(a_part(upload))
            store.part_of(upload.id)
            store.part_of(an_id())
            store.multipart(f"files/acme/{an_id()}")
    missing = store.stored(project="globex")
    store.blobs.erase(missing)
    quarter = MANY // 4
    return {
        "objects_seen": 2 * MANY + 2 * quarter,
        "orphan_objects": MANY + quarter,
        "orphan_parts": quarter,
        "aborted_uploads": quarter,
        "missing_bytes": 1,
    }


def added(one: dict[str, int], other: dict[str, int]) -> dict[str, int]:
    return {name: one.get(name, 0) + other.get(name, 0) for name in one.keys() | other.keys()}


@pytest.mark.parametrize("page_size", [1, 5])
def test_small_pages_find_what_one_large_page_finds(make_store: Callable[[int], SweptStore], page_size: int) -> None:
    store = make_store(page_size)
    expected = filled(store)
    assert store.swept() == expected
    assert store.finished


def test_many_runs_that_stop_after_some_ids_each_find_the_same_as_one(make_store: Callable[[int], SweptStore]) -> None:
    """The clock goes on a second with every look at it, and a run has seven: so it also stops within pages."""
    store = make_store(5)
    expected, counted, runs = filled(store), dict[str, int](), 0
    store.tick_ms = 1000
    while True:
        counted, runs = added(counted, store.swept(7_000)), runs + 1
        if store.finished:
            break
        assert runs < 500
    assert counted == expected
    assert runs > 10
    assert [finding for finding, _, _ in store.told] == [Finding.MISSING_BYTES]


def test_the_run_after_a_whole_pass_begins_anew(make_store: Callable[[int], SweptStore]) -> None:
    store = make_store(1000)
    store.stored()
    assert [store.swept(), store.swept()] == [{"objects_seen": 1}] * 2


def test_of_two_at_once_the_second_ends_at_once(make_store: Callable[[int], SweptStore]) -> None:
    store = make_store(1000)
    store.orphan()
    store.sweeps.begin("another", store.now_ms() // 1000 + 60, store.now_ms() // 1000)
    assert store.swept() == {}
    assert not store.finished
    store.later += 61
    assert store.swept()["orphan_objects"] == 1


def test_one_that_was_taken_over_stops_at_its_next_page(
    make_store: Callable[[int], SweptStore], monkeypatch: pytest.MonkeyPatch
) -> None:
    store = make_store(1)
    for _ in range(3):
        store.stored(project="acme-b")  # The first in the order of S3, where "-" comes before the slash.
    real = store.objects.files

    def files(project: str, after: str) -> Any:
        store.sweeps._update("SET runner = :other", "attribute_exists(PK)", {":other": {"S": "another"}})
        return real(project, after)

    monkeypatch.setattr(store.objects, "files", files)
    assert store.swept() == {"objects_seen": 1}
    assert not store.finished


OPERATIONS = [
    *("Query", "GetItem", "TransactGetItems", "UpdateItem", "ListObjectsV2", "HeadObject", "DeleteObject"),
    *("DeleteObjects", "ListObjectVersions", "ListMultipartUploads", "AbortMultipartUpload"),
]


@pytest.mark.parametrize("took_effect", [False, True])
@pytest.mark.parametrize("operation", OPERATIONS)
def test_a_run_that_breaks_at_any_call_is_made_good_by_the_next(
    make_store: Callable[[int], SweptStore], monkeypatch: pytest.MonkeyPatch, operation: str, *, took_effect: bool
) -> None:
    store = make_store(2)
    file, purged, missing = store.stored(), store.buried(), store.stored()
    stone = store.tombstones.get("acme", purged.id)
    assert stone
    store.tombstones.claim(stone, NOW + 1)
    store.tombstones.close(stone, NOW + 1)
    store.s3.delete_object(Bucket=store.bucket, Key=f"files/acme/{missing.id}")
    ended = store.opened()
    store.uploads.end(ended, UploadStatus.CANCELLED, NOW)
    store.orphan(name=ended.id)
    store.part_of(ended.id)
    store.multipart(f"files/acme/{ended.id}")
    _break_third_call(monkeypatch, operation, took_effect=took_effect)
    for _ in range(3):
        try:
            store.swept()
        except StorageUnavailable:
            store.later += 700
            continue
        if store.finished:
            break
    assert store.finished
    assert store.keys() == [f"files/acme/{file.id}"]
    assert store.unfinished() == []
    assert (Finding.MISSING_BYTES, "acme", missing.id) in store.told
    assert {finding for finding, _, _ in store.told} == {Finding.MISSING_BYTES}


def _break_third_call(monkeypatch: pytest.MonkeyPatch, operation: str, *, took_effect: bool) -> None:
    """Of that operation; the only one, where it is called once."""
    real, calls = BaseClient._make_api_call, iter(range(100))
    when = 2 if operation in {"Query", "GetItem", "UpdateItem", "ListObjectsV2"} else 0

    def call_or_fail(client: BaseClient, name: str, parameters: Any) -> Any:
        broken = name == operation and next(calls) == when
        if broken and not took_effect:
            raise EndpointConnectionError(endpoint_url="aws")
        answer = real(client, name, parameters)
        if broken:
            raise EndpointConnectionError(endpoint_url="aws")
        return answer

    monkeypatch.setattr(BaseClient, "_make_api_call", call_or_fail)
