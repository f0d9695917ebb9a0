"""What a SweepLog does. There is no fake of it: tests of the sweep use DynamoDB's, on moto."""

import pytest

from filegate.adapters.aws import dynamodb_client
from filegate.adapters.dynamodb_sweeps import DynamoDBSweeps
from filegate.domain.ports import SweepLog
from filegate.domain.sweep import Phase, Position, Tally
from tests.builders import NOW
from tests.contract.places import IN_AWS

REACHED = Position("acme", Phase.FILES, "0" * 32, 7, Tally(1, 2, 3, 4, {"batch": 1}))


@pytest.fixture(params=IN_AWS)
def log(request: pytest.FixtureRequest) -> SweepLog:
    table = request.getfixturevalue("table")
    return DynamoDBSweeps(dynamodb_client(), table)


def test_the_first_run_begins_at_the_beginning(log: SweepLog) -> None:
    assert log.begin("first", NOW + 60, NOW) == Position()


def test_the_next_run_goes_on_from_what_was_saved(log: SweepLog) -> None:
    log.begin("first", NOW + 60, NOW)
    assert log.save("first", REACHED)
    log.end("first")
    assert log.begin("second", NOW + 60, NOW) == REACHED


def test_only_one_run_holds_it_at_a_time(log: SweepLog) -> None:
    log.begin("first", NOW + 60, NOW)
    assert log.begin("second", NOW + 60, NOW + 59) is None


def test_beginning_again_after_a_lost_answer_is_beginning_once(log: SweepLog) -> None:
    log.begin("first", NOW + 60, NOW)
    assert log.begin("first", NOW + 60, NOW) == Position()


def test_a_run_that_broke_off_is_taken_over_and_says_nothing_more(log: SweepLog) -> None:
    log.begin("broken", NOW + 60, NOW)
    log.save("broken", REACHED)
    assert log.begin("second", NOW + 120, NOW + 60) == REACHED
    assert not log.save("broken", Position())
    log.end("broken")
    assert log.begin("third", NOW + 120, NOW + 61) is None
