"""What the Claims of idempotency keys do, asked of the fake and of DynamoDB (moto) alike."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import dataclass, replace

import pytest

from filegate.adapters.aws import dynamodb_client
from filegate.adapters.dynamodb_claims import DynamoDBClaims
from filegate.adapters.dynamodb_files import DynamoDBFiles
from filegate.domain.errors import Conflict
from filegate.domain.files import StoredFile
from filegate.domain.idempotency import RESUMED_SECONDS, Claim
from filegate.domain.ports import Claims, FileCatalog
from tests.builders import NOW, a_file, an_id
from tests.contract.places import EVERYWHERE, FAKE
from tests.fakes.claims import InMemoryClaims
from tests.fakes.files import InMemoryFiles


@dataclass
class Store:
    claims: Claims
    files: FileCatalog


@pytest.fixture(params=EVERYWHERE)
def store(request: pytest.FixtureRequest) -> Store:
    if request.param == FAKE:
        claims = InMemoryClaims()
        return Store(claims, InMemoryFiles(claims=claims))
    request.getfixturevalue("project")
    return Store(DynamoDBClaims(dynamodb_client(), "files"), DynamoDBFiles(dynamodb_client(), "files"))


def a_claim(file: StoredFile, **fields: object) -> Claim:
    described = {
        "project": file.project,
        "key_digest": "digest",
        "fingerprint": "asked",
        "file_id": file.id,
        "runner": file.id,
        "running_until": NOW + 30,
        "ends_at": NOW + 3600,
    }
    return Claim(**(described | fields))  # type: ignore[arg-type]


def conflict(take: Callable[[], object]) -> Conflict:
    with pytest.raises(Conflict) as raised:
        take()
    return raised.value


def test_a_free_key_is_taken(store: Store) -> None:
    claim = a_claim(a_file())
    assert store.claims.take(claim, NOW) == claim


def test_taking_it_again_for_the_same_runner_changes_nothing(store: Store) -> None:
    claim = a_claim(a_file())
    store.claims.take(claim, NOW)
    assert store.claims.take(claim, NOW) == claim


def test_a_held_key_is_a_passing_conflict_for_others(store: Store) -> None:
    store.claims.take(a_claim(a_file()), NOW)
    assert conflict(lambda: store.claims.take(a_claim(a_file()), NOW)).passing


@pytest.mark.parametrize(("later", "is_resumed"), [(RESUMED_SECONDS - 1, True), (RESUMED_SECONDS, False)])
def test_what_began_half_an_hour_ago_is_begun_anew(store: Store, later: int, *, is_resumed: bool) -> None:
    first, second = a_claim(a_file()), a_claim(a_file(id=an_id(NOW + later)), running_until=NOW + later + 30)
    store.claims.take(first, NOW)
    taken = store.claims.take(second, NOW + later)
    assert taken == replace(second, file_id=first.file_id if is_resumed else second.file_id)
    with pytest.raises(Conflict) if not is_resumed else nullcontext():
        store.files.add(a_file(id=first.file_id), first)


def test_a_key_used_for_something_else_is_a_lasting_conflict(store: Store) -> None:
    store.claims.take(a_claim(a_file()), NOW)
    assert not conflict(lambda: store.claims.take(a_claim(a_file(), fingerprint="other"), NOW)).passing


def test_projects_do_not_share_keys(store: Store) -> None:
    store.claims.take(a_claim(a_file()), NOW)
    theirs = a_claim(a_file(project="globex"), fingerprint="other")
    assert store.claims.take(theirs, NOW) == theirs


def test_an_overdue_claim_is_taken_over_with_its_file_id(store: Store) -> None:
    first = a_claim(a_file())
    second = a_claim(a_file(), running_until=NOW + 60)
    store.claims.take(first, NOW)
    assert store.claims.take(second, NOW + 30) == replace(first, runner=second.runner, running_until=NOW + 60)


def test_only_one_of_many_takes_an_overdue_claim_over(store: Store) -> None:
    store.claims.take(a_claim(a_file()), NOW)
    others = [a_claim(a_file(), running_until=NOW + 60) for _ in range(8)]

    def won(claim: Claim) -> bool:
        try:
            return isinstance(store.claims.take(claim, NOW + 30), Claim)
        except Conflict:
            return False

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(won, others)) == 1


def test_a_suspended_claim_is_taken_over_at_once(store: Store) -> None:
    claim = a_claim(a_file())
    store.claims.take(claim, NOW)
    store.claims.suspend(claim)
    taken = store.claims.take(a_claim(a_file()), NOW)
    assert isinstance(taken, Claim)
    assert taken.file_id == claim.file_id


def test_a_dropped_claim_frees_its_key(store: Store) -> None:
    claim, other = a_claim(a_file()), a_claim(a_file(), fingerprint="other")
    store.claims.take(claim, NOW)
    assert store.claims.drop(claim)
    assert store.claims.take(other, NOW) == other


def test_dropping_twice_is_dropping(store: Store) -> None:
    claim = a_claim(a_file())
    store.claims.take(claim, NOW)
    assert store.claims.drop(claim)
    assert store.claims.drop(claim)


def test_a_claim_in_other_hands_is_not_dropped_or_suspended(store: Store) -> None:
    first, second = a_claim(a_file()), a_claim(a_file(), running_until=NOW + 60)
    store.claims.take(first, NOW)
    store.claims.take(second, NOW + 30)
    assert not store.claims.drop(first)
    store.claims.suspend(first)
    assert conflict(lambda: store.claims.take(a_claim(a_file()), NOW + 30)).passing


def test_the_answer_is_there_as_soon_as_the_file_is(store: Store) -> None:
    file = a_file(expires_at=NOW + 3600)
    claim = a_claim(file)
    store.claims.take(claim, NOW)
    store.files.add(file, claim)
    assert store.claims.take(a_claim(a_file()), NOW) == file
    assert store.files.get(file.project, file.id) == file


def test_an_answered_claim_is_neither_dropped_nor_suspended(store: Store) -> None:
    file = a_file()
    claim = a_claim(file)
    store.claims.take(claim, NOW)
    store.files.add(file, claim)
    assert not store.claims.drop(claim)
    store.claims.suspend(claim)
    assert store.claims.take(a_claim(a_file()), NOW) == file


def test_a_file_whose_claim_is_gone_is_not_added(store: Store) -> None:
    file = a_file()
    claim = a_claim(file)
    store.claims.take(claim, NOW)
    store.claims.drop(claim)
    assert conflict(lambda: store.files.add(file, claim)).passing
    assert store.files.get(file.project, file.id) is None
    assert store.files.count(file.project, None) == 0


def test_a_claim_ends_even_when_nobody_cleared_it_away(store: Store) -> None:
    file = a_file()
    claim = a_claim(file)
    store.claims.take(claim, NOW)
    store.files.add(file, claim)
    later = a_claim(a_file(), fingerprint="other", running_until=NOW + 3630, ends_at=NOW + 7200)
    assert store.claims.take(later, NOW + 3600) == later
