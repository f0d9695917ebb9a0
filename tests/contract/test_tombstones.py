"""What Tombstones do, asked of the fake and of DynamoDB (moto) alike."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from filegate.adapters.aws import dynamodb_client
from filegate.adapters.dynamodb_files import DynamoDBFiles
from filegate.adapters.dynamodb_projects import DynamoDBProjects
from filegate.adapters.dynamodb_tombstones import DynamoDBTombstones
from filegate.domain.errors import QuotaExceeded
from filegate.domain.files import StoredFile
from filegate.domain.ports import FileCatalog, Tombstones
from filegate.domain.projects import Project, Quota
from filegate.domain.tombstones import Ending, Tombstone
from tests.builders import NOW, a_file
from tests.contract.places import EVERYWHERE, FAKE
from tests.fakes.files import InMemoryFiles
from tests.fakes.tombstones import InMemoryTombstones

PURGE_AT = NOW + 100


@dataclass
class Store:
    files: FileCatalog
    tombstones: Tombstones

    def buried(self, ending: Ending = Ending.DELETED, purge_at: int = PURGE_AT, **fields: object) -> Tombstone:
        file = a_file(**fields)
        self.files.add(file)
        assert self.files.bury(file, ending, deleted_at=NOW, purge_at=purge_at)
        return self.of(file)

    def of(self, file: StoredFile) -> Tombstone:
        found = self.tombstones.get(file.project, file.id)
        assert found
        return found


MakeStore = Callable[[Quota], Store]


@pytest.fixture(params=EVERYWHERE)
def store_with(request: pytest.FixtureRequest) -> MakeStore:
    if request.param == FAKE:

        def in_memory(quota: Quota) -> Store:
            files = InMemoryFiles(quota)
            return Store(files, InMemoryTombstones(files))

        return in_memory
    table = request.getfixturevalue("table")

    def in_dynamodb(quota: Quota) -> Store:
        client = dynamodb_client()
        for project in ("acme", "globex"):
            DynamoDBProjects(client, table).add(Project(project, created_at=NOW), quota)
        return Store(DynamoDBFiles(client, table), DynamoDBTombstones(client, table))

    return in_dynamodb


@pytest.fixture
def store(store_with: MakeStore) -> Store:
    return store_with(Quota())


def test_a_tombstone_holds_all_of_the_file_and_why_it_ended(store: Store) -> None:
    file = a_file(name="größe.jsonl", expires_at=NOW + 50, status_details="line 1: bad")
    store.files.add(file)
    store.files.bury(file, Ending.DELETED, deleted_at=NOW, purge_at=PURGE_AT)
    expected = Tombstone(file=file, ending=Ending.DELETED, deleted_at=NOW, purge_at=PURGE_AT)
    assert store.of(file) == expected


def test_a_living_file_has_no_tombstone(store: Store) -> None:
    file = a_file()
    store.files.add(file)
    assert store.tombstones.get("acme", file.id) is None


def test_lists_the_tombstones_of_one_project_by_the_age_of_the_files(store: Store) -> None:
    stones = [store.buried() for _ in range(3)]
    store.buried(project="globex")
    assert list(store.tombstones.of("acme")) == stones


def test_due_are_those_whose_time_has_come_and_whose_bytes_may_be_there(store: Store) -> None:
    store.buried(purge_at=NOW + 101)
    due, purged = store.buried(), store.buried(project="globex")
    store.tombstones.claim(purged, PURGE_AT)
    store.tombstones.close(purged, PURGE_AT)
    assert [stone.file.id for stone in store.tombstones.due(PURGE_AT)] == [due.file.id]
    assert list(store.tombstones.due(PURGE_AT - 1)) == []


def test_one_that_is_being_purged_stays_due_so_that_a_broken_purge_goes_on(store: Store) -> None:
    stone = store.buried()
    assert store.tombstones.claim(stone, PURGE_AT)
    (found,) = store.tombstones.due(PURGE_AT)
    assert found.purging
    assert store.tombstones.claim(found, PURGE_AT)


def test_none_is_purged_before_its_time(store: Store) -> None:
    stone = store.buried()
    assert not store.tombstones.claim(stone, PURGE_AT - 1)
    assert store.tombstones.restore(stone, PURGE_AT - 1)


def test_a_purged_one_is_not_claimed_again(store: Store) -> None:
    stone = store.buried()
    store.tombstones.claim(stone, PURGE_AT)
    store.tombstones.close(stone, PURGE_AT)
    assert store.of(stone.file).purged
    assert not store.tombstones.claim(stone, PURGE_AT)


def test_a_restored_file_is_the_same_as_before_and_counts(store: Store) -> None:
    stone = store.buried(expires_at=NOW + 500)
    assert store.tombstones.restore(stone, NOW)
    assert store.files.get("acme", stone.file.id) == stone.file
    assert store.files.count("acme", "batch") == 1
    assert store.tombstones.get("acme", stone.file.id) is None
    assert [file.id for file in store.files.expired(NOW + 500)] == [stone.file.id]


def test_a_file_is_restored_once_and_can_be_deleted_again(store: Store) -> None:
    stone = store.buried()
    assert store.tombstones.restore(stone, NOW)
    assert not store.tombstones.restore(stone, NOW)
    assert store.files.count("acme", None) == 1
    assert store.files.bury(stone.file, Ending.DELETED, deleted_at=NOW, purge_at=PURGE_AT)
    assert store.files.count("acme", None) == 0


@pytest.mark.parametrize("now", [PURGE_AT, PURGE_AT + 1])
def test_what_is_due_is_not_restored(store: Store, now: int) -> None:
    stone = store.buried()
    assert not store.tombstones.restore(stone, now)
    assert store.files.get("acme", stone.file.id) is None


def test_what_is_being_purged_is_not_restored_even_by_a_clock_that_is_late(store: Store) -> None:
    stone = store.buried()
    store.tombstones.claim(stone, PURGE_AT)
    assert not store.tombstones.restore(stone, NOW)
    assert store.files.count("acme", None) == 0


def test_what_was_restored_is_not_purged(store: Store) -> None:
    stone = store.buried()
    store.tombstones.restore(stone, NOW)
    assert not store.tombstones.claim(stone, PURGE_AT)


def test_what_expired_is_not_restored(store: Store) -> None:
    stone = store.buried(Ending.EXPIRED)
    assert not store.tombstones.restore(stone, NOW)


def test_restoring_keeps_the_quota(store_with: MakeStore) -> None:
    store = store_with(Quota(files=1))
    stone = store.buried()
    store.files.add(a_file())
    with pytest.raises(QuotaExceeded):
        store.tombstones.restore(stone, NOW)
    assert store.of(stone.file) == stone
    assert store.files.count("acme", None) == 1


def test_a_record_that_the_store_removed_gets_its_tombstone_and_is_uncounted_once(store: Store) -> None:
    expired, other = a_file(expires_at=NOW), a_file()
    for file in (expired, other):
        store.files.add(file)
    assert store.tombstones.put_for(expired)
    assert not store.tombstones.put_for(expired)
    assert store.files.count("acme", None) == 1
    assert store.of(expired).ending == Ending.EXPIRED
    assert [stone.file.id for stone in store.tombstones.due(NOW)] == [expired.id]


def test_a_file_that_was_buried_already_is_not_uncounted_for_its_removed_record(store: Store) -> None:
    stone = store.buried(Ending.EXPIRED, expires_at=NOW)
    store.files.add(a_file())
    assert not store.tombstones.put_for(stone.file)
    assert store.files.count("acme", None) == 1


def test_expired_files_of_all_projects_are_found_from_their_very_second_on(store: Store) -> None:
    for file in (a_file(), a_file(expires_at=NOW + 1)):
        store.files.add(file)
    expired = [a_file(expires_at=NOW), a_file(expires_at=NOW - 9, project="globex")]
    for file in expired:
        store.files.add(file)
    assert {file.id for file in store.files.expired(NOW)} == {file.id for file in expired}
