"""Creating, listing and revoking keys."""

import pytest

from filegate.domain.errors import InvalidInput, KeyNotFound, ProjectNotFound, Unauthenticated
from filegate.domain.keys import ApiKey, digest_of, well_formed
from filegate.domain.projects import Project, Quota
from filegate.usecases.authenticate import authenticate
from filegate.usecases.create_key import NewKey, create_key
from filegate.usecases.limit_key import limit_key
from filegate.usecases.list_keys import list_keys
from filegate.usecases.revoke_key import revoke_key
from tests.builders import NOW, an_id
from tests.fakes.keys import InMemoryKeys
from tests.fakes.projects import InMemoryProjects


class Store:
    """A store with the project acme, at a moment that tests set."""

    def __init__(self) -> None:
        self.now = NOW
        self.bits: list[int] = []
        self.projects = InMemoryProjects()
        self.projects.add(Project("acme", NOW), Quota())
        self.keys = InMemoryKeys(self.projects)

    def create(self, project: str = "acme", label: str = "", limit: int | None = None) -> tuple[ApiKey, str]:
        return create_key(
            NewKey(project, label, limit),
            keys=self.keys,
            now_ms=lambda: self.now * 1000 + 999,
            new_id=lambda unix_ms: an_id(unix_ms // 1000),
            random_bits=self._random_bits,
        )

    def revoke(self, key_id: str, project: str = "acme") -> ApiKey:
        return revoke_key(project, key_id, keys=self.keys, now_ms=lambda: self.now * 1000 + 999)

    def _random_bits(self, bits: int) -> int:
        self.bits.append(bits)
        return len(self.bits)


def test_a_new_key_opens_its_project() -> None:
    store = Store()
    key, secret = store.create(label="ci")
    assert authenticate(f"Bearer {secret}", keys=store.keys) == key
    assert (key.project, key.name, key.created_at, key.revoked_at) == ("acme", "ci", NOW, None)


def test_the_record_holds_the_digest_and_not_the_secret() -> None:
    key, secret = Store().create()
    assert well_formed(secret)
    assert key.digest == digest_of(secret)
    assert secret not in repr(key)


def test_a_secret_is_drawn_for_each_key_from_at_least_190_bits() -> None:
    store = Store()
    secrets = {store.create()[1] for _ in range(3)}
    assert len(secrets) == 3
    assert min(store.bits) >= 190


@pytest.mark.parametrize("label", ["x" * 65, "a\nb", "\x1b[31m", "\u202ereversed", "\ud800"])
def test_refuses_a_label_that_would_not_show_as_it_is(label: str) -> None:
    store = Store()
    with pytest.raises(InvalidInput):
        store.create(label=label)
    assert store.keys.of("acme") == []


@pytest.mark.parametrize("label", ["", "x" * 64, "CI “naïve” 名前", "[red]"])
def test_takes_any_printable_label(label: str) -> None:
    assert Store().create(label=label)[0].name == label


def test_makes_no_key_for_an_unknown_project() -> None:
    with pytest.raises(ProjectNotFound):
        Store().create("nobody")


def test_lists_keys_oldest_first() -> None:
    store = Store()
    made = [store.create()[0] for _ in range(3)]
    assert list_keys("acme", keys=store.keys, projects=store.projects) == made


def test_tells_an_unknown_project_from_one_without_keys() -> None:
    store = Store()
    assert list_keys("acme", keys=store.keys, projects=store.projects) == []
    with pytest.raises(ProjectNotFound):
        list_keys("nobody", keys=store.keys, projects=store.projects)


def test_a_revoked_key_opens_nothing() -> None:
    store = Store()
    key, secret = store.create()
    store.revoke(key.id)
    with pytest.raises(Unauthenticated):
        authenticate(f"Bearer {secret}", keys=store.keys)


def test_revoking_again_changes_nothing() -> None:
    store = Store()
    key, _ = store.create()
    store.now += 5
    first = store.revoke(key.id)
    store.now += 5
    assert store.revoke(key.id) == first
    assert first.revoked_at == NOW + 5


def test_a_key_is_revoked_only_through_its_own_project() -> None:
    store = Store()
    key, _ = store.create()
    with pytest.raises(KeyNotFound):
        store.revoke(key.id, project="globex")
    assert store.keys.of("acme") == [key]


@pytest.mark.parametrize("limit", [None, 0, 1_000_000])
def test_a_key_has_the_limit_that_it_was_made_with_or_given(limit: int | None) -> None:
    store = Store()
    key, secret = store.create(limit=limit)
    assert authenticate(f"Bearer {secret}", keys=store.keys).requests_per_minute == limit
    store.keys.limit("acme", key.id, 5)
    assert limit_key("acme", key.id, limit, keys=store.keys) == key


@pytest.mark.parametrize("limit", [-1, 1_000_001])
def test_refuses_a_limit_out_of_bounds(limit: int) -> None:
    store = Store()
    key, _ = store.create()
    with pytest.raises(InvalidInput):
        limit_key("acme", key.id, limit, keys=store.keys)
    with pytest.raises(InvalidInput):
        store.create(limit=limit)
    assert store.keys.of("acme") == [key]
