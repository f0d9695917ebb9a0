"""Changing the quota of a project that holds files, in every ProjectRegistry: the fake and DynamoDB (moto) alike."""

import pytest

from filegate.domain.errors import ProjectNotFound, QuotaExceeded
from filegate.domain.projects import Quota, QuotaChange, Usage
from tests.builders import a_file
from tests.contract.catalogs import bury
from tests.contract.stores import Store


def test_a_changed_quota_leaves_what_is_held_as_it_is(store: Store) -> None:
    store.files.add(a_file(b"12345"))
    store.projects.change_quota("acme", QuotaChange(size=100, files=10))
    assert store.projects.usage("acme") == Usage(files=1, size=5, quota=Quota(size=100, files=10))


def test_a_part_that_is_not_named_stays_and_so_does_another_project(store: Store) -> None:
    store.files.add(a_file(b"12345"))
    store.projects.change_quota("acme", QuotaChange(size=100))
    store.projects.change_quota("acme", QuotaChange(files=10))
    assert store.projects.usage("acme").quota == Quota(size=100, files=10)
    assert store.projects.usage("globex").quota == Quota()


def test_changing_a_quota_again_to_the_same_changes_nothing(store: Store) -> None:
    store.files.add(a_file(b"12345"))
    for _ in range(2):
        store.projects.change_quota("acme", QuotaChange(size=100, files=1))
    assert store.projects.usage("acme").quota == Quota(size=100, files=1)


def test_a_raised_quota_has_room_at_once(store: Store) -> None:
    store.projects.change_quota("acme", QuotaChange(files=0))
    with pytest.raises(QuotaExceeded):
        store.files.add(a_file())
    store.projects.change_quota("acme", QuotaChange(files=1))
    store.files.add(a_file())
    assert store.files.count("acme", None) == 1


@pytest.mark.parametrize("change", [QuotaChange(files=1), QuotaChange(size=1), QuotaChange(files=0, size=0)])
def test_below_what_is_held_every_new_file_is_refused_and_none_is_lost(store: Store, change: QuotaChange) -> None:
    held = [a_file(b"1") for _ in range(3)]
    for file in held:
        store.files.add(file)
    store.projects.change_quota("acme", change)
    with pytest.raises(QuotaExceeded):
        store.files.add(a_file(b"1"))
    assert [store.files.get("acme", file.id) for file in held] == held
    assert store.projects.usage("acme").files == 3


def test_below_what_is_held_there_is_room_again_once_enough_is_deleted(store: Store) -> None:
    held = [a_file() for _ in range(3)]
    for file in held:
        store.files.add(file)
    store.projects.change_quota("acme", QuotaChange(files=2))
    bury(store.files, held[0])
    with pytest.raises(QuotaExceeded):
        store.files.add(a_file())
    bury(store.files, held[1])
    store.files.add(a_file())
    assert (store.projects.usage("acme").files, store.projects.usage("acme").quota.files) == (2, 2)


def test_a_project_never_made_has_no_quota_to_change(store: Store) -> None:
    with pytest.raises(ProjectNotFound):
        store.projects.change_quota("nobody", QuotaChange(files=1))
    with pytest.raises(ProjectNotFound):
        store.projects.usage("nobody")
