"""The function of the drop zone dies before or after any of its calls of AWS, and the messages come again."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Any

import pytest
from botocore.client import BaseClient

from filegate.bootstrap import services
from filegate.domain.drops import DroppedObject
from filegate.domain.projects import QuotaChange
from tests.functions.drop_calls import check, deliver, drop

pytestmark = [pytest.mark.usefixtures("deployed", "drop_bucket"), pytest.mark.long]

CALLS = 20
"""At most as many does the batch take, which the last test makes sure of."""


class Died(RuntimeError):
    pass


@contextmanager
def dying(at: int, *, after: bool) -> Iterator[list[str]]:
    """The call of that number is the last one, done or not; whatever still runs then gets nothing done any more."""
    real, lock, made = BaseClient._make_api_call, Lock(), []

    def call(client: BaseClient, operation: str, parameters: Any) -> Any:
        with lock:
            made.append(operation)
            number = len(made)
        if number > at or (number == at and not after):
            raise Died
        answer = real(client, operation, parameters)
        if number == at:
            raise Died
        return answer

    BaseClient._make_api_call = call
    try:
        yield made
    finally:
        BaseClient._make_api_call = real


def a_batch() -> list[DroppedObject]:
    """One object that fits, one for which there is no room, and one of no project."""
    services().projects.change_quota("acme", QuotaChange(files=1))
    return [drop(key) for key in ("acme/batch/a", "acme/batch/b", "nobody/batch/a")]


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("at", range(1, CALLS + 1))
def test_what_a_crash_left_undone_the_next_delivery_does(at: int, *, after: bool) -> None:
    dropped = a_batch()
    with dying(at, after=after):
        deliver(*dropped)
    assert deliver(*dropped) == []
    check(*dropped)


def test_every_call_has_had_its_crash() -> None:
    dropped = a_batch()
    with dying(1000, after=False) as made:
        assert deliver(*dropped) == []
    assert len(made) <= CALLS
    check(*dropped)
