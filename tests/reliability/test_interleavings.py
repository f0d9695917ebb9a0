"""Operations at once, with their calls to AWS in every order: the answers fit together, and so does what is left.

A failure names its schedule; RELIABILITY_SCHEDULE="<race>: <steps>" repeats it alone and tells it call by call.
"""

import os
from typing import Any

import pytest

from tests.reliability.account import new_account
from tests.reliability.batch_races import BATCH_RACES
from tests.reliability.create_races import CREATE_RACES
from tests.reliability.drop_races import DROP_RACES
from tests.reliability.file_races import FILE_RACES
from tests.reliability.filling_races import FILLING_RACES
from tests.reliability.interleaving import Broken, Graph
from tests.reliability.races import Race
from tests.reliability.referee import Referee
from tests.reliability.restore_races import RESTORE_RACES
from tests.reliability.sweep_races import SWEEP_RACES
from tests.reliability.upload_races import UPLOAD_RACES
from tests.reliability.whole_world import no_threads

EVERY = (
    *CREATE_RACES,
    *FILE_RACES,
    *RESTORE_RACES,
    *FILLING_RACES,
    *UPLOAD_RACES,
    *DROP_RACES,
    *SWEEP_RACES,
    *BATCH_RACES,
)
RACES = {race.name: race for race in EVERY}
ONLY, _, STEPS = os.environ.get("RELIABILITY_SCHEDULE", "").partition(": ")

EVERY_RACE = [
    pytest.param(race, id=name, marks=() if race.always else pytest.mark.long) for name, race in RACES.items()
]


@pytest.mark.parametrize("race", EVERY_RACE)
def test_every_schedule_ends_well(race: Race, record_property: Any) -> None:
    if ONLY not in {"", race.name}:
        pytest.skip("another one is asked for")
    with no_threads(), new_account(quota=race.quota, **race.environment) as account, race.within(account):
        graph = Graph(account, race.ready(account), Referee(race, account))
        schedules = _tried(graph, race)
        record_property("schedules", schedules)
        record_property(f"schedules of {race.name}", schedules)
        record_property("calls in schedules", graph.moments.calls)


def _tried(graph: Graph, race: Race) -> int:
    """How many, if all end well."""
    try:
        return _told(graph) if STEPS else graph.schedules()
    except Broken as found:
        broken = found
    told = "\n".join(broken.sentences)
    pytest.fail(f'RELIABILITY_SCHEDULE="{race.name}: {broken.schedule}"\n{told}', pytrace=False)


def _told(graph: Graph) -> int:
    for name, answer in graph.follow(STEPS):
        print(f"{name:20} {answer[:160]}")  # noqa: T201 - that is what it is asked for.
    return 1
