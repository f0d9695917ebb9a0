"""Errors as the SDK raises them: the class its users catch, and the fields they read."""

from collections.abc import Callable
from typing import Any

import openai
import pytest
from botocore.client import BaseClient
from botocore.exceptions import EndpointConnectionError
from openai import OpenAI

from filegate.bootstrap import services
from filegate.domain.projects import Quota
from filegate.usecases.create_project import create_project
from tests.compat.conftest import new_key

MIB = 1_048_576
UNKNOWN_ID = "file-01890a5dac96774bbcceb302099a8057"
UNKNOWN_KEY = "fg_000000000000000000000000000000003XyXwI"

Call = Callable[[OpenAI], Any]


def refusal(call: Call, sdk: OpenAI) -> openai.APIStatusError:
    with pytest.raises(openai.APIStatusError) as caught:
        call(sdk)
    return caught.value


def create(**given: Any) -> Call:
    return lambda sdk: sdk.files.create(**({"file": ("lines.jsonl", b"{}\n"), "purpose": "batch"} | given))


CALLS_ON_A_FILE = [
    lambda sdk: sdk.files.retrieve(UNKNOWN_ID),
    lambda sdk: sdk.files.delete(UNKNOWN_ID),
    lambda sdk: sdk.files.content(UNKNOWN_ID),
    lambda sdk: sdk.files.retrieve("no id at all"),
]


@pytest.mark.parametrize("call", CALLS_ON_A_FILE)
def test_an_unknown_file_is_not_found(sdk: OpenAI, call: Call) -> None:
    error = refusal(call, sdk)
    assert isinstance(error, openai.NotFoundError)
    assert (error.type, error.param, error.code) == ("invalid_request_error", "id", None)


def test_a_deleted_file_is_not_found(sdk: OpenAI) -> None:
    file = create()(sdk)
    sdk.files.delete(file.id)
    assert isinstance(refusal(lambda sdk: sdk.files.delete(file.id), sdk), openai.NotFoundError)


def test_a_file_of_another_project_reads_as_an_unknown_one(sdk: OpenAI, stranger: OpenAI) -> None:
    file = create()(sdk)
    foreign, unknown = (
        refusal(lambda _, of=file_id: stranger.files.retrieve(of), stranger) for file_id in (file.id, UNKNOWN_ID)
    )
    assert foreign.message.replace(file.id, UNKNOWN_ID) == unknown.message
    assert foreign.status_code == unknown.status_code


def test_an_unknown_key_is_an_authentication_error(connect: Callable[[str], OpenAI]) -> None:
    error = refusal(create(), connect(UNKNOWN_KEY))
    assert isinstance(error, openai.AuthenticationError)
    assert (error.type, error.param, error.code) == ("invalid_request_error", None, "invalid_api_key")


def test_a_request_without_a_key_is_an_authentication_error(sdk: OpenAI) -> None:
    error = refusal(lambda sdk: sdk.files.list(extra_headers={"Authorization": openai.Omit()}), sdk)
    assert isinstance(error, openai.AuthenticationError)
    assert (error.type, error.param, error.code) == ("invalid_request_error", None, None)


@pytest.mark.parametrize(
    ("call", "param"),
    [
        (create(purpose="two words"), "purpose"),
        (create(file=("lines.jsonl", b"")), "file"),
        (create(file=("../lines.jsonl", b"{}")), "file"),
        (create(expires_after={"anchor": "created_at", "seconds": 3_599}), "expires_after[seconds]"),
        (create(expires_after={"anchor": "created_at"}), "expires_after[seconds]"),
        (create(extra_body={"colour": "red"}), "colour"),
        (lambda sdk: sdk.files.list(limit=0), "limit"),
        (lambda sdk: sdk.files.list(limit=10_001), "limit"),
        (lambda sdk: sdk.files.list(order="newest"), "order"),
        (lambda sdk: sdk.files.list(after="nonsense"), "after"),
    ],
)
def test_bad_input_is_a_bad_request_that_names_the_field(sdk: OpenAI, call: Call, param: str) -> None:
    error = refusal(call, sdk)
    assert isinstance(error, openai.BadRequestError)
    assert (error.type, error.param) == ("invalid_request_error", param)


@pytest.mark.parametrize("size", [4 * MIB + 1, 5 * MIB, 11 * MIB])
def test_a_file_too_large_for_one_request_is_refused_with_the_way_out(sdk: OpenAI, size: int) -> None:
    error = refusal(create(file=b"x" * size), sdk)
    assert (error.status_code, error.param, error.code) == (413, "file", "file_too_large")
    assert "POST /v1/uploads" in error.message


def test_a_file_of_exactly_the_limit_is_taken(sdk: OpenAI) -> None:
    assert create(file=b"x" * 4 * MIB)(sdk).bytes == 4 * MIB


def test_a_full_project_refuses_files(connect: Callable[[str], OpenAI]) -> None:
    to = services()
    create_project("tiny", Quota(size=2), projects=to.projects, now_ms=to.now_ms)
    error = refusal(create(), connect(new_key("tiny")))
    assert isinstance(error, openai.PermissionDeniedError)
    assert (error.code, error.param) == ("quota_exceeded", "file")


def test_an_unknown_route_is_not_found(sdk: OpenAI) -> None:
    error = refusal(lambda sdk: sdk.models.list(), sdk)
    assert isinstance(error, openai.NotFoundError)
    assert (error.type, error.param, error.code) == ("invalid_request_error", None, None)


@pytest.mark.parametrize("call", [*CALLS_ON_A_FILE[:1], lambda sdk: sdk.models.list()])
def test_an_error_names_its_request(sdk: OpenAI, call: Call) -> None:
    error = refusal(call, sdk)
    assert error.request_id == error.response.headers["x-amzn-requestid"]


def test_an_answer_names_its_request(sdk: OpenAI) -> None:
    answer = sdk.files.with_raw_response.list()
    assert answer.parse()._request_id == answer.headers["x-amzn-requestid"]


@pytest.fixture
def broken_storage(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """AWS answers nothing to functions any more; the operations that they try."""
    tried: list[str] = []

    def fail(client: BaseClient, operation: str, parameters: Any) -> Any:
        if operation == "GetItem" and str(parameters["Key"]["PK"]["S"]).startswith("K#"):
            return real(client, operation, parameters)
        tried.append(operation)
        raise EndpointConnectionError(endpoint_url="inner words")

    real = BaseClient._make_api_call
    monkeypatch.setattr(BaseClient, "_make_api_call", fail)
    return tried


def test_broken_storage_is_a_server_error_of_its_own_kind(sdk: OpenAI, broken_storage: list[str]) -> None:
    error = refusal(create(), sdk)
    assert isinstance(error, openai.InternalServerError)
    assert (error.status_code, error.type, error.response.headers["retry-after"]) == (503, "server_error", "1")
    assert "inner words" not in error.response.text


def test_the_sdk_tries_again_after_the_time_it_is_told(
    sdk: OpenAI, broken_storage: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    waited: list[float] = []
    monkeypatch.setattr("time.sleep", waited.append)
    refusal(lambda sdk: sdk.files.retrieve(UNKNOWN_ID), sdk.with_options(max_retries=2))
    assert (waited, broken_storage) == ([1, 1], ["GetItem"] * 3)
