"""When a clock starts functions."""

from typing import Any

import pytest

from filegate.domain.drop_sweep import FIRST_SECONDS
from tests import sam

GLOBALS = sam.template()["Globals"]["Function"]


def seconds(rate: str) -> int:
    """Of `rate(5 minutes)`, `rate(1 minute)` or `rate(6 hours)`."""
    count, unit = rate.removeprefix("rate(").removesuffix(")").split()
    return int(count) * {"minute": 60, "hour": 3600, "day": 86_400}[unit.removesuffix("s")]


def rate_of(event: dict[str, Any]) -> str:
    """As it is deployed where nobody says otherwise."""
    rate: Any = event["Schedule"]
    return rate if isinstance(rate, str) else sam.template()["Parameters"][rate["Ref"]]["Default"]


def test_a_scheduled_function_has_ended_before_it_is_started_again() -> None:
    for name, schedules in sam.scheduled().items():
        (rate,) = map(rate_of, schedules)
        assert (GLOBALS | sam.functions()[name])["Timeout"] < seconds(rate)


@pytest.mark.parametrize("name", ["ExpireUploadsFunction", "ExpireFilesFunction", "PurgeFilesFunction"])
def test_what_ends_with_time_is_looked_for_every_five_minutes(name: str) -> None:
    (event,) = sam.scheduled()[name]
    assert event["Schedule"] == "rate(5 minutes)"


def test_batches_without_an_execution_are_looked_for_every_minute() -> None:
    (event,) = sam.scheduled()["ResumeBatchesFunction"]
    assert event["Schedule"] == "rate(1 minute)"


def test_the_sweep_of_drops_runs_as_often_as_it_says() -> None:
    (event,) = sam.scheduled()["SweepDropsFunction"]
    assert event["Schedule"] == f"rate({FIRST_SECONDS // 60} minutes)"
