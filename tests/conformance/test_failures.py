"""What no client can help: AWS failing under a route, a fault of ours, and API Gateway's own answers."""

import json
from collections.abc import Callable
from typing import Any

import httpx2
import pytest
from botocore.client import BaseClient
from botocore.exceptions import ClientError, ReadTimeoutError

from tests.conformance.api import Api
from tests.lambda_transport import gateway_answers

UNAVAILABLE = {"openai": 503, "ai-stats": 502, "maniac": 503}
FORM = {"file": ("a.jsonl", b"{}"), "purpose": (None, "batch")}
OF_SOME = {"MISSING_AUTHENTICATION_TOKEN", "REQUEST_TOO_LARGE", "UNSUPPORTED_MEDIA_TYPE"}
"""These are answers to some requests only: to no route, to a creation."""
CALLS = [
    ("POST", "/files", "PutObject"),
    ("POST", "/files", "TransactWriteItems"),
    ("GET", "/files", "Query"),
    ("GET", "/files/{id}", "GetItem"),
    ("DELETE", "/files/{id}", "TransactWriteItems"),
    ("GET", "/files/{id}/content", "GetObject"),
    ("GET", "/files/{id}/url", "GetItem"),
]
SLOW_DOWN: Any = {"Error": {"Code": "SlowDown"}, "ResponseMetadata": {"HTTPStatusCode": 503, "RetryAttempts": 2}}

Breaks = Callable[[str, Exception], None]

each_call = pytest.mark.parametrize(("method", "path", "operation"), CALLS)


@pytest.fixture
def break_aws(monkeypatch: pytest.MonkeyPatch) -> Breaks:
    """From now on, an operation of AWS fails for the functions; the authorizer has its own table."""
    real = BaseClient._make_api_call

    def breaking(operation: str, failure: Exception) -> None:
        def call_or_fail(client: BaseClient, name: str, parameters: Any) -> Any:
            if name == operation and "K#" not in str(parameters.get("Key")):
                raise failure
            return real(client, name, parameters)

        monkeypatch.setattr(BaseClient, "_make_api_call", call_or_fail)

    return breaking


def ask(api: Api, method: str, path: str, file_id: str) -> httpx2.Response:
    return api(method, path.format(id=file_id), files=FORM if method == "POST" else None)


@each_call
def test_aws_failing(api: Api, method: str, path: str, operation: str, break_aws: Breaks) -> None:
    file_id = api.create()["id"]
    break_aws(operation, ClientError(SLOW_DOWN, operation))
    assert ask(api, method, path, file_id).status_code == UNAVAILABLE[api.contract]


@pytest.mark.parametrize("contract", ["ai-stats"], indirect=True)
def test_aws_failing_is_told_with_what_was_tried(api: Api, break_aws: Breaks) -> None:
    break_aws("PutObject", ClientError(SLOW_DOWN, "PutObject"))
    told = ask(api, "POST", "/files", "").json()
    assert (told["error_type"], told["error_origin"], told["reason"]) == ("system", "upstream", "all_candidates_failed")
    assert (told["attempt_count"], told["failed_providers"], told["failed_statuses"]) == (3, ["s3"], [503])
    assert (told["upstream_error"]["code"], told["failure_sample"][0]["type"]) == ("SlowDown", "PutObject")


@each_call
def test_aws_out_of_reach(api: Api, method: str, path: str, operation: str, break_aws: Breaks) -> None:
    file_id = api.create()["id"]
    break_aws(operation, ReadTimeoutError(endpoint_url="inner words"))
    answer = ask(api, method, path, file_id)
    assert answer.status_code == UNAVAILABLE[api.contract]
    assert "inner words" not in answer.text


@each_call
def test_a_fault_of_ours(api: Api, method: str, path: str, operation: str, break_aws: Breaks) -> None:
    file_id = api.create()["id"]
    break_aws(operation, RuntimeError("inner words"))
    answer = ask(api, method, path, file_id)
    assert answer.status_code == 500
    assert "inner words" not in answer.text


def test_a_rate_that_cannot_be_counted_lets_requests_pass(api: Api, break_aws: Breaks) -> None:
    break_aws("UpdateItem", ReadTimeoutError(endpoint_url=""))
    answer = api("GET", "/files")
    assert answer.status_code == 200
    assert "x-ratelimit-limit" not in answer.headers


def test_what_api_gateway_says_by_itself_has_the_contracts_shape(api: Api) -> None:
    for answer in gateway_answers(api.contract).values():
        told = json.loads(answer["responseTemplates"]["application/json"])
        api.error_model(int(answer["statusCode"])).model_validate(told)


def test_what_api_gateway_says_by_itself_is_in_the_document(api: Api) -> None:
    statuses = {answer["statusCode"] for kind, answer in gateway_answers(api.contract).items() if kind not in OF_SOME}
    keyed = [one for path in api.document["paths"].values() for one in path.values() if "security" not in one]
    assert all(statuses <= one["responses"].keys() for one in keyed)
