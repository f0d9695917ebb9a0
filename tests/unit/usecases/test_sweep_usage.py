"""How the sweep judges a project's usage record: only where nothing has changed meanwhile, and it mends nothing."""

import pytest

from filegate.domain.sweep import Finding
from filegate.domain.tombstones import Ending
from tests.builders import NOW
from tests.unit.usecases.swept_store import SweptStore


@pytest.fixture
def store(table: str, bucket: str) -> SweptStore:
    return SweptStore(table, bucket)


def test_usage_that_is_not_the_sum_of_the_files_is_told_of_and_left(store: SweptStore, table: str) -> None:
    store.stored(b"12345")
    store.opened(size=10)
    drifted = {"PK": {"S": "P#acme"}, "SK": {"S": "USAGE"}}
    boto = store.files._dynamodb
    boto.update_item(
        TableName=table,
        Key=drifted,
        UpdateExpression="SET byte_count = :n, bytes_held = :n",
        ExpressionAttributeValues={":n": {"N": "7"}},
    )
    assert store.swept() == {"objects_seen": 1, "usage_drift": 1}
    assert store.told == [
        (Finding.USAGE_DRIFT, "acme", "byte_count is 7, found 5; bytes_held is 7, found 15"),
    ]
    assert store.swept()["usage_drift"] == 1


def test_usage_by_purpose_is_compared_too(store: SweptStore, table: str) -> None:
    store.stored(purpose="evals")
    store.files._dynamodb.update_item(
        TableName=table,
        Key={"PK": {"S": "P#acme"}, "SK": {"S": "USAGE"}},
        UpdateExpression="SET purposes.#batch = :n",
        ExpressionAttributeNames={"#batch": "batch"},
        ExpressionAttributeValues={":n": {"N": "1"}},
    )
    store.swept()
    ((_, _, about),) = store.told
    assert about == "purposes is {'evals': 1, 'batch': 1}, found {'evals': 1}"


def test_usage_that_changed_meanwhile_is_not_judged(store: SweptStore, monkeypatch: pytest.MonkeyPatch) -> None:
    store.stored()
    real = store.records.sessions

    def sessions(project: str, after: str) -> object:
        """A file goes and another of its size comes, so that the sums are what they were."""
        if project == "acme":
            store.stored(project="acme")
            store.files.bury(file, Ending.DELETED, deleted_at=NOW, purge_at=NOW)
        return real(project, after)

    file = store.stored()
    monkeypatch.setattr(store.records, "sessions", sessions)
    assert store.swept()["unsettled_projects"] == 1
    assert store.told == []
