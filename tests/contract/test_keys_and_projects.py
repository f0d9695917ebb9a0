"""What every ProjectRegistry and KeyRing does, asked of the fakes and of DynamoDB (moto) alike."""

from dataclasses import replace

import pytest

from filegate.domain.errors import KeyNotFound, ProjectExists, ProjectNotFound
from filegate.domain.keys import digest_of
from filegate.domain.projects import Project, Quota, Usage
from tests.builders import NOW, an_id
from tests.contract.stores import Store, a_key


def test_projects_are_listed_by_name(store: Store) -> None:
    assert store.projects.all() == [Project("acme", NOW), Project("globex", NOW)]


def test_a_new_project_holds_nothing_and_has_the_quota_it_was_given(store: Store) -> None:
    quota = Quota(size=10, files=0)
    store.projects.add(Project("tiny", NOW), quota)
    assert store.projects.usage("tiny") == Usage(files=0, size=0, quota=quota)


def test_a_project_without_a_quota_is_unlimited(store: Store) -> None:
    assert store.projects.usage("acme").quota == Quota()


def test_a_name_is_taken_once_and_the_first_project_stays_as_it_is(store: Store) -> None:
    with pytest.raises(ProjectExists):
        store.projects.add(Project("acme", NOW + 1), Quota(files=1))
    assert store.projects.all()[0] == Project("acme", NOW)
    assert store.projects.usage("acme").quota == Quota()


def test_a_project_never_made_has_no_usage(store: Store) -> None:
    with pytest.raises(ProjectNotFound):
        store.projects.usage("nobody")


def test_a_key_is_found_by_its_digest_exactly_as_it_was_added(store: Store) -> None:
    key = a_key(name="CI “naïve” 名前")
    store.keys.add(key)
    assert store.keys.find(key.digest) == key
    assert store.keys.of("acme") == [key]


def test_a_digest_never_added_finds_nothing(store: Store) -> None:
    assert store.keys.find(digest_of("fg_")) is None


def test_keys_are_listed_oldest_first_and_by_project(store: Store) -> None:
    keys = [a_key() for _ in range(3)]
    for key in (keys[1], a_key(project="globex"), keys[2], keys[0]):
        store.keys.add(key)
    assert store.keys.of("acme") == keys


def test_a_project_without_keys_lists_none(store: Store) -> None:
    assert store.keys.of("acme") == []


def test_no_key_is_made_for_a_project_that_does_not_exist(store: Store) -> None:
    key = a_key(project="nobody")
    with pytest.raises(ProjectNotFound):
        store.keys.add(key)
    assert store.keys.find(key.digest) is None
    assert store.keys.of("nobody") == []


def test_a_revoked_key_is_seen_as_revoked_wherever_it_is_read(store: Store) -> None:
    key, other = a_key(), a_key()
    store.keys.add(key)
    store.keys.add(other)
    revoked = store.keys.revoke("acme", key.id, NOW + 5)
    assert revoked == replace(key, revoked_at=NOW + 5)
    assert store.keys.find(key.digest) == revoked
    assert store.keys.of("acme") == [revoked, other]


def test_the_first_revocation_decides_the_moment(store: Store) -> None:
    key = a_key()
    store.keys.add(key)
    store.keys.revoke("acme", key.id, NOW + 5)
    assert store.keys.revoke("acme", key.id, NOW + 9).revoked_at == NOW + 5
    assert store.keys.find(key.digest) == replace(key, revoked_at=NOW + 5)


@pytest.mark.parametrize("project", ["globex", "nobody"])
def test_a_key_is_not_revoked_through_another_project(store: Store, project: str) -> None:
    key = a_key()
    store.keys.add(key)
    with pytest.raises(KeyNotFound):
        store.keys.revoke(project, key.id, NOW)
    assert store.keys.find(key.digest) == key


def test_a_key_never_made_cannot_be_revoked(store: Store) -> None:
    with pytest.raises(KeyNotFound):
        store.keys.revoke("acme", an_id(), NOW)
    assert store.keys.of("acme") == []
