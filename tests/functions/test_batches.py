"""A batch through the handlers of its functions, as the state machine calls them, with AWS in this process."""

import json

import boto3
import pytest

from tests.functions.batch_calls import answer_lines, created, executed, of_batch, requests, step
from tests.functions.calls import answers_lost, aws_calls, call, call_with_id, invoke, sample
from tests.functions.upload_calls import content_of

pytestmark = pytest.mark.usefixtures("deployed", "provider")


@pytest.fixture
def provider(monkeypatch: pytest.MonkeyPatch) -> None:
    answer_lines(monkeypatch)


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


def test_a_full_page_of_batches_is_one_query() -> None:
    for name in "abc":
        created(requests(name))
    with aws_calls() as made:
        call("list_batches", sample("list_batches") | {"multiValueQueryStringParameters": {"limit": ["1"]}})
    assert made == ["Query"]
