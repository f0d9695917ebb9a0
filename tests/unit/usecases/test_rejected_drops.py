from dataclasses import replace

import pytest

from filegate.domain.drops import MAX_DROP_BYTES, Reason
from filegate.domain.projects import Quota
from filegate.domain.purposes import MAX_PURPOSES
from tests.unit.usecases.drop_store import DropStore

REJECTED = {
    "acme": Reason.BAD_KEY,
    "acme/batch": Reason.BAD_KEY,
    "/acme/batch/a": Reason.BAD_NAME,
    "/batch/a": Reason.UNKNOWN_PROJECT,
    "nobody/batch/a": Reason.UNKNOWN_PROJECT,
    "ACME/batch/a": Reason.UNKNOWN_PROJECT,
    "acme//a": Reason.BAD_PURPOSE,
    "acme/ba tch/a": Reason.BAD_PURPOSE,
    "acme/batch/deeper/a": Reason.BAD_NAME,
    "acme/batch/..": Reason.BAD_NAME,
    "acme/batch/a\nb": Reason.BAD_NAME,
    "acme/batch/" + "ü" * 128: Reason.BAD_NAME,
    "acme/batch/folder-with-bytes/": Reason.BAD_NAME,
}


@pytest.mark.parametrize(("key", "reason"), REJECTED.items())
def test_a_key_that_names_no_file_of_a_project_is_rejected(key: str, reason: Reason) -> None:
    store = DropStore()
    dropped = store.drop(key)
    for _ in range(2):
        assert store.ingest(dropped) == [None]
        assert store.reasons() == {key: reason}
        store.check([dropped])


def test_an_empty_object_is_rejected() -> None:
    store = DropStore()
    store.ingest(store.drop("acme/batch/a", b""))
    assert store.reasons() == {"acme/batch/a": Reason.EMPTY}


def test_an_object_that_cannot_be_copied_in_time_is_rejected() -> None:
    store = DropStore()
    dropped = store.drop("acme/batch/a")
    large = replace(dropped, size=MAX_DROP_BYTES + 1)
    store.zone.objects[dropped.key, dropped.version] = large, b""
    store.ingest(large)
    assert store.reasons() == {"acme/batch/a": Reason.TOO_LARGE}


def test_purposes_that_the_deployment_does_not_allow_are_rejected() -> None:
    store = DropStore()
    dropped = [store.drop("acme/batch/a"), store.drop("acme/evals/a")]
    store.ingest(*dropped, allowed=("batch",))
    assert store.reasons() == {"acme/evals/a": Reason.BAD_PURPOSE}
    store.check(dropped)


def test_what_fits_into_the_quota_gets_in_and_the_copies_of_the_rest_go() -> None:
    store = DropStore(Quota(files=3))
    dropped = [store.drop(f"acme/batch/{number}") for number in range(5)]
    assert store.ingest(*dropped) == [None] * 5
    assert len(store.files.of("acme")) == 3
    assert set(store.reasons().values()) == {Reason.QUOTA_EXCEEDED}
    store.check(dropped)


def test_one_purpose_too_many_is_rejected() -> None:
    store = DropStore()
    dropped = [store.drop(f"acme/p{number}/a") for number in range(MAX_PURPOSES + 1)]
    store.ingest(*dropped)
    assert list(store.reasons().values()) == [Reason.TOO_MANY_PURPOSES]
    store.check(dropped)
