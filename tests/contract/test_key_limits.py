"""Keys' own rate limits, in every KeyRing: the fake and DynamoDB (moto) alike."""

from dataclasses import replace

import pytest

from filegate.domain.errors import KeyNotFound
from tests.builders import NOW, an_id
from tests.contract.stores import Store, a_key


@pytest.mark.parametrize("limit", [None, 0, 1, 1_000_000])
def test_a_key_is_added_with_its_limit(store: Store, limit: int | None) -> None:
    key = a_key(requests_per_minute=limit)
    store.keys.add(key)
    assert store.keys.find(key.digest) == key
    assert store.keys.of("acme") == [key]


@pytest.mark.parametrize("limit", [None, 0, 1, 1_000_000])
def test_a_changed_limit_is_seen_wherever_the_key_is_read(store: Store, limit: int | None) -> None:
    key, other = a_key(requests_per_minute=60), a_key(requests_per_minute=60)
    store.keys.add(key)
    store.keys.add(other)
    limited = store.keys.limit("acme", key.id, limit)
    assert limited == replace(key, requests_per_minute=limit)
    assert store.keys.find(key.digest) == limited
    assert store.keys.of("acme") == [limited, other]


@pytest.mark.parametrize("limit", [None, 5])
def test_changing_a_limit_again_to_the_same_changes_nothing(store: Store, limit: int | None) -> None:
    key = a_key()
    store.keys.add(key)
    assert store.keys.limit("acme", key.id, limit) == store.keys.limit("acme", key.id, limit)
    assert store.keys.find(key.digest) == replace(key, requests_per_minute=limit)


def test_a_revoked_key_stays_revoked_whatever_its_limit(store: Store) -> None:
    key = a_key()
    store.keys.add(key)
    store.keys.revoke("acme", key.id, NOW + 5)
    store.keys.limit("acme", key.id, 7)
    assert store.keys.find(key.digest) == replace(key, revoked_at=NOW + 5, requests_per_minute=7)


@pytest.mark.parametrize("project", ["globex", "nobody"])
def test_a_key_is_not_limited_through_another_project(store: Store, project: str) -> None:
    key = a_key()
    store.keys.add(key)
    with pytest.raises(KeyNotFound):
        store.keys.limit(project, key.id, 1)
    assert store.keys.find(key.digest) == key


def test_a_key_never_made_cannot_be_limited(store: Store) -> None:
    with pytest.raises(KeyNotFound):
        store.keys.limit("acme", an_id(), 1)
    assert store.keys.of("acme") == []
