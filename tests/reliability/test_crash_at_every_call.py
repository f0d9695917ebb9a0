"""Every function, with each of its calls to AWS broken in every way, by clients that ask again and that do not.

A failure prints the case; RELIABILITY_CASE="<the case>" runs that one alone, RELIABILITY=endless all of them.
"""

from typing import Any

import pytest

from tests import sam
from tests.reliability.account import new_account
from tests.reliability.batch_bench import BatchBench
from tests.reliability.batch_scenarios import BATCH_SCENARIOS
from tests.reliability.crash import Bench
from tests.reliability.drop_scenarios import DROP_SCENARIOS
from tests.reliability.effort import share
from tests.reliability.ending_scenarios import ENDING_SCENARIOS, REAPING_SCENARIOS
from tests.reliability.event_bench import EventBench
from tests.reliability.event_scenarios import EVENT_SCENARIOS
from tests.reliability.file_scenarios import FILE_SCENARIOS
from tests.reliability.part_scenarios import PART_SCENARIOS
from tests.reliability.permissions import granted, unasked
from tests.reliability.sweep_scenarios import SWEEP_SCENARIOS
from tests.reliability.trace import Grant
from tests.reliability.upload_scenarios import UPLOAD_SCENARIOS

STARTED_BY_EVENTS = EVENT_SCENARIOS | DROP_SCENARIOS | REAPING_SCENARIOS
SCENARIOS = FILE_SCENARIOS | UPLOAD_SCENARIOS | PART_SCENARIOS | ENDING_SCENARIOS | SWEEP_SCENARIOS | STARTED_BY_EVENTS
SCENARIOS |= BATCH_SCENARIOS
"""A new function needs a line there, or a test fails."""

MAY_START_BATCHES = BATCH_SCENARIOS | SWEEP_SCENARIOS

WITHOUT_AWS = {"get_docs", "get_openapi"}
"""They ask AWS for nothing, and so nothing can fail there."""

ALWAYS = {"create_file", "add_upload_part", "complete_upload"}
"""Which make test has the time for, too."""

EVERY_FUNCTION = [
    pytest.param(function, marks=() if function in ALWAYS else pytest.mark.long) for function in SCENARIOS
]

SHARE = share(bounded=200, thoroughly=8)


def test_every_function_has_a_scenario() -> None:
    folders = {sam.folder(function) for function in sam.functions().values()}
    assert folders - WITHOUT_AWS == SCENARIOS.keys()


@pytest.mark.parametrize("function", EVERY_FUNCTION)
def test_nothing_is_lost_doubled_or_left(function: str, record_property: Any) -> None:
    """Nor does a function ask AWS for anything that its role may not do, or never use a right that it has."""
    bench_of = EventBench if function in STARTED_BY_EVENTS else BatchBench if function in MAY_START_BATCHES else Bench
    broken: dict[str, list[str]] = {}
    asked: set[Grant] = set()
    count = 0
    for scenario in SCENARIOS[function]:
        with new_account(quota=scenario.quota) as account:
            bench = bench_of(function, scenario, account)
            for case in [case for case in bench.cases() if case.chosen(SHARE)]:
                count += 1
                broken[str(case)] = bench.broken_by(case)
        asked |= bench.trace.grants
    record_property("crash cases", count)
    record_property(f"crash cases of {function}", count)
    assert {case: sentences for case, sentences in broken.items() if sentences} == {}
    assert asked - granted(function) == set()
    assert unasked(function, asked) == set()
