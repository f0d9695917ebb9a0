"""Between two calls to AWS all that shows is whole and counted, and the sweep may run: it takes nothing young away."""

import pytest
from botocore.awsrequest import AWSResponse

from tests.reliability.account import Account, new_account, scheduled
from tests.reliability.effort import thorough
from tests.reliability.file_scenarios import FILE_SCENARIOS
from tests.reliability.invariants import broken_now
from tests.reliability.upload_scenarios import UPLOAD_SCENARIOS
from tests.reliability.wire import Call, Onward

SCENARIOS = FILE_SCENARIOS | UPLOAD_SCENARIOS
WRITING = ("create_file", "delete_file", "complete_upload", "cancel_upload")


class Looking:
    """A layer before AWS that looks at everything after each call."""

    def __init__(self) -> None:
        self.calls = 0
        self.found: list[str] = []

    def __call__(self, call: Call, onward: Onward) -> AWSResponse:
        answer = onward()
        self.calls += 1
        self.found += [f"after {call.operation}: {sentence}" for sentence in broken_now()]
        return answer


@pytest.mark.parametrize("function", SCENARIOS if thorough() else WRITING)
def test_between_any_two_calls_all_that_shows_is_whole_and_counted(function: str) -> None:
    for scenario in SCENARIOS[function] if thorough() else SCENARIOS[function][:1]:
        with new_account(quota=scenario.quota) as account:
            event, looking = scenario.ready(account), Looking()
            account.invoke(function, event, looking)
        assert looking.calls
        assert looking.found == [], scenario.name


class Sweeping:
    """A layer before AWS that has the functions of the clock run after each call."""

    def __init__(self, account: Account, functions: list[str]) -> None:
        self.runs = 0
        self._account = account
        self._functions = functions
        self._within = False

    def __call__(self, _: Call, onward: Onward) -> AWSResponse:
        answer = onward()
        if not self._within:
            self._within = True
            for function in self._functions:
                assert self._account.invoke(function, {}).status == 200
                self.runs += 1
            self._within = False
        return answer


@pytest.mark.parametrize("function", WRITING if thorough() else ["create_file"])
def test_whatever_time_starts_between_any_two_calls_takes_nothing_away(function: str) -> None:
    scenario = SCENARIOS[function][0]
    with new_account(quota=scenario.quota) as account:
        event = scenario.ready(account)
        sweeping = Sweeping(account, scheduled() if thorough() else ["sweep_store"])
        answer = account.invoke(function, event, sweeping)
        assert sweeping.runs
        assert answer.status in scenario.ends
        assert broken_now() == []
