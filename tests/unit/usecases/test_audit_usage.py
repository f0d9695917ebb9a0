"""What cannot be seen from the command: a project that changes while it is counted."""

import pytest

from filegate.domain.errors import ProjectBusy, ProjectNotFound
from filegate.usecases.audit_usage import audit_usage
from tests.unit.usecases.swept_store import SweptStore


@pytest.fixture
def store(table: str, bucket: str) -> SweptStore:
    return SweptStore(table, bucket, page_size=2)


def changing(store: SweptStore, monkeypatch: pytest.MonkeyPatch, times: int) -> None:
    left, real = iter(range(times)), store.records.files

    def files(project: str, after: str) -> object:
        if next(left, None) is not None:
            store.stored()
        return real(project, after)

    monkeypatch.setattr(store.records, "files", files)


def test_counts_again_where_something_has_changed(store: SweptStore, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(3):
        store.stored()
        store.opened()
    changing(store, monkeypatch, times=1)
    assert audit_usage("acme", records=store.records) == []


def test_says_so_where_it_never_stands_still(store: SweptStore, monkeypatch: pytest.MonkeyPatch) -> None:
    changing(store, monkeypatch, times=99)
    with pytest.raises(ProjectBusy):
        audit_usage("acme", records=store.records)


def test_an_unknown_project_is_not_one_without_files(store: SweptStore) -> None:
    with pytest.raises(ProjectNotFound):
        audit_usage("nobody", records=store.records)
