"""Every function, with each of its calls to AWS broken in every way, by clients that ask again and that do not.

A failure prints the case; RELIABILITY_CASE="<the case>" runs that one alone, RELIABILITY=thorough all of them.
"""

from typing import Any

import pytest

from tests import sam
from tests.reliability.account import new_account
from tests.reliability.crash import Bench
from tests.reliability.effort import thorough
from tests.reliability.file_scenarios import FILE_SCENARIOS
from tests.reliability.permissions import COUNTING, granted
from tests.reliability.trace import Grant
from tests.reliability.upload_scenarios import UPLOAD_SCENARIOS

pytestmark = pytest.mark.long

SCENARIOS = FILE_SCENARIOS | UPLOAD_SCENARIOS
"""A new function needs a line there, or a test fails."""

WITHOUT_AWS = {"get_docs", "get_openapi"}
"""They ask AWS for nothing, and so nothing can fail there."""

ELSEWHERE = {
    "check_file": "tests/reliability/test_whole_world.py",
    "create_part_urls": "tests/reliability/test_whole_world.py",
    "expire_files": "tests/functions/test_endings_broken_off.py",
    "get_upload": "tests/functions/test_presigned_parts.py",
    "ingest_object": "tests/functions/test_ingest_crashing.py",
    "list_upload_parts": "tests/functions/test_presigned_parts.py",
    "publish_events": "tests/reliability/test_whole_world.py",
    "purge_files": "tests/functions/test_endings_broken_off.py",
    "reap_files": "tests/functions/test_endings_broken_off.py",
    "sweep_drops": "tests/reliability/test_whole_world.py",
    "sweep_store": "tests/functions/test_endings_broken_off.py",
}
"""Where these die or read only: by chance in the whole world, or in tests of their own."""

SHARE = 1 if thorough() else 400


def test_every_function_has_a_scenario() -> None:
    folders = {sam.folder(function) for function in sam.functions().values()}
    assert folders - WITHOUT_AWS - ELSEWHERE.keys() == SCENARIOS.keys()
    assert all((sam.ROOT / path).exists() for path in ELSEWHERE.values())


@pytest.mark.parametrize("function", SCENARIOS)
def test_nothing_is_lost_doubled_or_left(function: str, record_property: Any) -> None:
    """Nor does a function ask AWS for anything that its role may not do, or never use a right that it has."""
    broken: dict[str, list[str]] = {}
    asked: set[Grant] = set()
    count = 0
    for scenario in SCENARIOS[function]:
        with new_account(quota=scenario.quota) as account:
            bench = Bench(function, scenario, account)
            for case in [case for case in bench.cases() if case.chosen(SHARE)]:
                count += 1
                broken[str(case)] = bench.broken_by(case)
        asked |= bench.trace.grants
    record_property("crash cases", count)
    assert {case: sentences for case, sentences in broken.items() if sentences} == {}
    assert asked - {COUNTING} == granted(function)
