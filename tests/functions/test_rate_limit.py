"""The rate limit as a client meets it, on every route alike."""

import time
from typing import Any

import pytest
from botocore.client import BaseClient
from botocore.exceptions import ReadTimeoutError

from filegate.bootstrap import Services
from tests.functions.calls import Event, aws_calls, call, sample

OF_FILES = ["create_file", "list_files", "get_file", "delete_file", "get_file_content", "get_file_url"]
FUNCTIONS = [*OF_FILES, "create_upload", "add_upload_part", "complete_upload", "cancel_upload"]
HEADERS = {"X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset"}


@pytest.fixture(autouse=True)
def two_a_minute(monkeypatch: pytest.MonkeyPatch, deployed: None) -> None:
    monkeypatch.setenv("REQUESTS_PER_MINUTE", "2")


def with_own_limit(event: Event, limit: int) -> Event:
    """As API Gateway hands on the authorizer's context: every value is text."""
    context = event["requestContext"]
    authorizer = context["authorizer"] | {"requests_per_minute": str(limit)}
    return event | {"requestContext": context | {"authorizer": authorizer}}


@pytest.fixture(autouse=True)
def _one_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    """No minute ends within a test, however slow the machine is."""
    moment = time.time_ns() // 1_000_000
    monkeypatch.setattr(Services, "now_ms", staticmethod(lambda: moment))


@pytest.mark.parametrize("function", FUNCTIONS)
def test_every_answer_tells_the_limit(function: str) -> None:
    headers = call(function).headers
    assert (headers["X-RateLimit-Limit"], headers["X-RateLimit-Remaining"]) == ("2", "1")
    assert int(headers["X-RateLimit-Reset"]) % 60 == 0


@pytest.mark.parametrize("function", FUNCTIONS)
def test_one_request_too_many_is_429_and_reaches_no_further(function: str) -> None:
    call("get_file")
    call("list_files")
    with aws_calls() as made:
        answer = call(function)
    assert (answer.status, answer.error["code"]) == (429, "rate_limit_exceeded")
    assert answer.headers["X-RateLimit-Remaining"] == "0"
    assert 1 <= int(answer.headers["Retry-After"]) <= 60
    assert made == ["UpdateItem"]


def test_a_keys_own_limit_comes_before_the_deployments() -> None:
    event = with_own_limit(sample("list_files"), 1)
    assert [call("list_files", event).status for _ in range(2)] == [200, 429]


def test_a_keys_own_limit_of_zero_is_no_limit_and_costs_nothing() -> None:
    with aws_calls() as made:
        answer = call("list_files", with_own_limit(sample("list_files"), 0))
    assert not HEADERS & set(answer.headers)
    assert "UpdateItem" not in made


def test_requests_pass_and_are_counted_by_a_metric_when_the_rate_store_fails(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    real = BaseClient._make_api_call

    def fail_to_count(client: BaseClient, name: str, parameters: Any) -> Any:
        if name == "UpdateItem":
            raise ReadTimeoutError(endpoint_url="dynamodb")
        return real(client, name, parameters)

    monkeypatch.setattr(BaseClient, "_make_api_call", fail_to_count)
    answer = call("list_files")
    assert answer.status == 200
    assert not HEADERS & set(answer.headers)
    assert "RateStoreUnavailable" in capsys.readouterr().out
