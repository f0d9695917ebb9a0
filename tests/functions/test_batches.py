"""A batch through the handlers of its functions, as the state machine calls them, with AWS in this process."""

import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

import boto3
import pytest

from filegate.adapters import http_upstreams
from filegate.domain.ports import Send
from filegate.domain.replies import Reply
from filegate.domain.upstreams import Provider
from tests.functions.calls import Read, answers_lost, aws_calls, call, call_with_id, create, invoke, sample
from tests.functions.upload_calls import Context, content_of, json_event

pytestmark = pytest.mark.usefixtures("deployed", "provider")

CHAT = "/v1/chat/completions"


@pytest.fixture
def provider(monkeypatch: pytest.MonkeyPatch) -> None:
    """Answers everything, but refuses what has the custom_id `bad`."""

    def providers(_: object) -> Sequence[Provider]:
        return [Provider(name="p", base_url="https://p.test/v1", key="k")]

    async def send(_: Provider, __: str, body: bytes) -> Reply:
        return Reply(400 if b"bad" in body else 200, body, "req_1")

    @asynccontextmanager
    async def connected(_: object) -> AsyncIterator[Send]:
        yield send

    monkeypatch.setattr(http_upstreams.HttpUpstreams, "providers", providers)
    monkeypatch.setattr(http_upstreams.HttpUpstreams, "connected", connected)


def requests(*ids: str) -> bytes:
    lines = [{"custom_id": each, "method": "POST", "url": CHAT, "body": {"model": "m", "user": each}} for each in ids]
    return b"\n".join(json.dumps(line).encode() for line in lines)


def created(content: bytes, **fields: Any) -> Read:
    body = {"input_file_id": create(content), "endpoint": CHAT, "completion_window": "24h"} | fields
    return call("create_batch", json_event("create_batch", body))


def step(function: str, event: dict[str, Any]) -> Any:
    from importlib import import_module

    return import_module(f"functions.{function}.app").handler(event, Context(900_000))


def of_batch(function: str, batch_id: str) -> Read:
    return call(function, sample(function) | {"pathParameters": {"batch_id": batch_id}})


def executed(batch_id: str) -> dict[str, Any]:
    """What the state machine makes of it, and the batch afterwards."""
    planned = step("plan_batch", {"project": "acme", "batch": batch_id.removeprefix("batch_")})
    for chunk in planned["chunks"]:
        given = {"project": planned["project"], "batch": planned["batch"], "chunk": chunk}
        assert step("run_chunk", given)["done"]
    step("finish_batch", planned)
    return of_batch("get_batch", batch_id).json


def test_a_batch_from_its_creation_to_its_files() -> None:
    batch = executed(created(requests("a", "bad", "c")).json["id"])
    assert (batch["status"], batch["request_counts"]) == ("completed", {"total": 3, "completed": 2, "failed": 1})
    output = content_of(batch["output_file_id"])
    assert [json.loads(line)["custom_id"] for line in output.splitlines()] == ["a", "c"]
    assert json.loads(content_of(batch["error_file_id"]))["response"]["status_code"] == 400


def test_the_execution_of_a_batch_has_its_name_and_input() -> None:
    batch_id = created(requests("a")).json["id"].removeprefix("batch_")
    states = boto3.client("stepfunctions")
    machine = states.list_state_machines()["stateMachines"][0]["stateMachineArn"]
    (execution,) = states.list_executions(stateMachineArn=machine)["executions"]
    described = states.describe_execution(executionArn=execution["executionArn"])
    assert (execution["name"], json.loads(described["input"])) == (batch_id, {"project": "acme", "batch": batch_id})


def test_a_batch_is_created_where_its_execution_cannot_be_started() -> None:
    with answers_lost("StartExecution"):
        assert created(requests("a")).status == 200


def test_a_file_that_is_wrong_fails_its_batch() -> None:
    batch = executed(created(requests("a", "a")).json["id"])
    (fault,) = batch["errors"]["data"]
    assert (batch["status"], fault["code"], fault["line"]) == ("failed", "duplicate_custom_id", 2)


def test_files_of_a_batch_that_asks_for_no_expiry_live_as_long_as_the_deployment_says(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("DEFAULT_EXPIRY", "batch_output=7200")
    output = call_with_id("get_file", executed(created(requests("a")).json["id"])["output_file_id"]).json
    assert output["expires_at"] - output["created_at"] == 7200


def test_a_cancelled_batch_has_an_error_for_each_line_that_was_not_sent() -> None:
    batch_id = created(requests("a", "b")).json["id"]
    step("plan_batch", {"project": "acme", "batch": batch_id.removeprefix("batch_")})
    assert of_batch("cancel_batch", batch_id).json["status"] == "cancelling"
    batch = executed(batch_id)
    assert (batch["status"], batch["request_counts"]["failed"], batch["output_file_id"]) == ("cancelled", 2, None)


def test_a_batch_that_has_ended_cannot_be_cancelled() -> None:
    batch_id = created(requests("a")).json["id"]
    executed(batch_id)
    answer = of_batch("cancel_batch", batch_id)
    assert (answer.status, answer.headers["x-should-retry"]) == (409, "false")


def test_the_files_of_a_batch_expire_when_it_says_so() -> None:
    lifetime = {"anchor": "created_at", "seconds": 3600}
    batch = executed(created(requests("a"), output_expires_after=lifetime).json["id"])
    file = call("get_file", sample("get_file") | {"pathParameters": {"file_id": batch["output_file_id"]}}).json
    assert file["expires_at"] == file["created_at"] + 3600


def test_results_are_made_into_files_beyond_the_quota() -> None:
    batch_id = created(requests("a")).json["id"]
    usage = {"PK": {"S": "P#acme"}, "SK": {"S": "USAGE"}}
    boto3.client("dynamodb").update_item(
        TableName="files",
        Key=usage,
        UpdateExpression="SET files_left = :none, bytes_left = :none",
        ExpressionAttributeValues={":none": {"N": "0"}},
    )
    assert executed(batch_id)["output_file_id"]


def test_every_minute_nothing_is_resumed_that_goes_on() -> None:
    created(requests("a"))
    assert step("resume_batches", sample("resume_batches")) == {"resumed": 0}


@pytest.mark.parametrize("function", ["plan_batch", "finish_batch", "run_chunk"])
def test_a_step_of_a_batch_that_there_is_not_does_nothing(function: str) -> None:
    assert step(function, sample(function))


def test_the_samples_are_answered() -> None:
    assert invoke("list_batches", sample("list_batches"))["statusCode"] == 200
    assert [call(name).status for name in ("get_batch", "cancel_batch", "create_batch")] == [404, 404, 404]


@pytest.mark.parametrize(
    ("function", "calls"),
    [
        ("get_batch", ["UpdateItem", "GetItem"]),
        ("list_batches", ["UpdateItem", "Query"]),
        ("cancel_batch", ["UpdateItem", "GetItem", "UpdateItem"]),
    ],
)
def test_a_route_asks_aws_no_more_than_it_has_to(
    function: str, calls: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REQUESTS_PER_MINUTE", "1000")
    batch_id = created(requests("a")).json["id"]
    with aws_calls() as made:
        of_batch(function, batch_id)
    assert made == calls
