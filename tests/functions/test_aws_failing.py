"""AWS failing under each route: 503 with Retry-After, never a half-made file, never a word of the inner failure."""

from collections.abc import Callable, Iterator
from typing import Any

import boto3
import pytest
from botocore.client import BaseClient
from botocore.exceptions import ClientError, EndpointConnectionError, ReadTimeoutError

from tests.functions.calls import answers_lost, call, call_with_id, call_with_query, create

pytestmark = pytest.mark.usefixtures("deployed")

Failure = Callable[[str], Exception]


def refused_with(code: str, status: int) -> Failure:
    def make(operation: str) -> Exception:
        response: Any = {
            "Error": {"Code": code, "Message": "inner words"},
            "ResponseMetadata": {"HTTPStatusCode": status},
        }
        return ClientError(response, operation)

    return make


FAILURES = [
    refused_with("ThrottlingException", 400),
    refused_with("ProvisionedThroughputExceededException", 400),
    refused_with("InternalServerError", 500),
    refused_with("SlowDown", 503),
    lambda _: EndpointConnectionError(endpoint_url="inner words"),
    lambda _: ReadTimeoutError(endpoint_url="inner words"),
]


@pytest.fixture
def break_aws(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str, Failure], None]]:
    real = BaseClient._make_api_call

    def breaking(operation: str, failure: Failure) -> None:
        def call_or_fail(client: BaseClient, name: str, parameters: Any) -> Any:
            if name == operation:
                raise failure(name)
            return real(client, name, parameters)

        monkeypatch.setattr(BaseClient, "_make_api_call", call_or_fail)

    yield breaking
    monkeypatch.undo()


@pytest.mark.parametrize("failure", FAILURES)
@pytest.mark.parametrize(
    ("function", "operation"),
    [
        ("create_file", "PutObject"),
        ("create_file", "TransactWriteItems"),
        ("list_files", "Query"),
        ("list_files", "GetItem"),
        ("get_file", "GetItem"),
        ("delete_file", "GetItem"),
        ("delete_file", "TransactWriteItems"),
        ("get_file_content", "GetItem"),
        ("get_file_content", "GetObject"),
        ("get_file_url", "GetItem"),
    ],
)
def test_a_failing_call_is_503_with_retry_after(
    function: str, operation: str, failure: Failure, break_aws: Callable[[str, Failure], None]
) -> None:
    file_id = create()
    break_aws(operation, failure)
    answer = call(function) if function in {"create_file", "list_files"} else call_with_id(function, file_id)
    assert answer.status == 503
    assert 1 <= int(answer.headers["Retry-After"]) <= 60
    assert answer.error["type"] == "server_error"
    assert b"inner words" not in answer.content


@pytest.mark.parametrize("operation", ["PutObject", "TransactWriteItems"])
def test_a_creation_that_failed_shows_no_file(
    operation: str, break_aws: Callable[[str, Failure], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context():
        break_aws(operation, FAILURES[2])
        call("create_file")
    break_aws("nothing", FAILURES[2])
    listed = call_with_query("list_files").json
    assert (listed["data"], listed["total"]) == ([], 0)


def test_a_missing_permission_is_500_and_its_words_stay_in_the_log(
    break_aws: Callable[[str, Failure], None], caplog: pytest.LogCaptureFixture
) -> None:
    break_aws("GetItem", refused_with("AccessDeniedException", 400))
    answer = call("get_file")
    assert (answer.status, answer.error["type"]) == (500, "server_error")
    assert b"inner words" not in answer.content
    assert "AccessDeniedException" in caplog.text


def test_a_creation_whose_every_answer_was_lost_may_be_stored_but_is_whole(table: str, bucket: str) -> None:
    with answers_lost("TransactWriteItems"):
        assert call("create_file").status == 503
    (listed,) = call("list_files").json["data"]
    assert len(call_with_id("get_file_content", listed["id"]).content) == listed["bytes"]
    assert len(boto3.client("s3").list_objects_v2(Bucket=bucket)["Contents"]) == 1
