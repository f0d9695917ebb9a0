"""Batches with the stock SDK, a deployed stack, and providers that fail, limit, are slow, or down."""

import time
from collections.abc import Callable, Iterator

import boto3
import openai
import pytest

from local.credentials import REGION, ROOT_KEY
from tests.e2e.batch_work import answered, codes, created, ended, errors, once, output, requests, told, until
from tests.e2e.conftest import Deployment

pytestmark = pytest.mark.stack

MINUTE = 60.0
RESUMED_SECONDS = 900
"""Three minutes until a batch counts as abandoned, one until somebody looks, and the batch."""


@pytest.fixture
def client(deployment: Deployment) -> Iterator[openai.OpenAI]:
    """With retries, as everybody has them."""
    with deployment.client() as client:
        yield client.with_options(max_retries=2)


@pytest.mark.parametrize("count", [200, pytest.param(2_000, marks=pytest.mark.long)])
def test_every_line_is_answered_once_by_a_provider_that_fails_and_limits(client: openai.OpenAI, count: int) -> None:
    bad = count // 100
    batch = ended(client, created(client, requests(count, "unsteady", bad)))
    assert batch.request_counts is not None
    assert batch.status == "completed"
    assert batch.request_counts.to_dict() == {"total": count, "completed": count - bad, "failed": bad}
    assert told(client, batch) == once(count)
    assert {line["response"]["status_code"] for line in errors(client, batch)} == {400}
    assert batch.usage is not None
    assert batch.usage.input_tokens == 2 * (count - bad)


def test_each_answer_is_that_to_its_own_request(client: openai.OpenAI) -> None:
    batch = ended(client, created(client, requests(30, "unsteady")))
    said = {
        line["custom_id"]: line["response"]["body"]["choices"][0]["message"]["content"]
        for line in output(client, batch)
    }
    assert said == {f"r{number}": f"You said: content {number}" for number in range(30)}


def test_lines_go_to_the_second_provider_where_the_first_is_down(client: openai.OpenAI) -> None:
    batch = ended(client, created(client, requests(20, "steady")))
    assert (batch.status, batch.error_file_id, told(client, batch)) == ("completed", None, once(20))
    (file,) = client.files.list(purpose="batch_output").data
    assert (file.id, file.status) == (batch.output_file_id, "processed")


def test_lines_for_which_there_is_no_provider_say_so(client: openai.OpenAI) -> None:
    batch = ended(client, created(client, requests(3, "a-model-that-nobody-has")))
    assert (batch.status, batch.output_file_id, told(client, batch)) == ("completed", None, once(3))
    assert codes(errors(client, batch)) == {"model_not_found"}


def test_a_malformed_file_fails_its_batch_and_says_where(client: openai.OpenAI) -> None:
    batch = ended(client, created(client, requests(2, "steady") + b"\n{nonsense"))
    assert (batch.status, batch.output_file_id, batch.error_file_id) == ("failed", None, None)
    assert batch.errors is not None
    assert [(each.line, each.code) for each in batch.errors.data or []] == [(3, "invalid_json_line")]


def test_a_cancelled_batch_ends_within_a_minute_and_keeps_what_was_answered(client: openai.OpenAI) -> None:
    batch = until(client, created(client, requests(400, "slow")), lambda found: answered(found) > 0)
    assert client.batches.cancel(batch.id).status == "cancelling"
    found = ended(client, batch, MINUTE)
    assert (found.status, told(client, found)) == ("cancelled", once(400))
    assert answered(found) == len(output(client, found)) > 0
    assert codes(errors(client, found)) == {"batch_cancelled"}


@pytest.mark.long
def test_a_batch_whose_window_ends_while_it_runs_expires_within_a_minute(
    deployment: Deployment, client: openai.OpenAI
) -> None:
    batch = until(client, created(client, requests(400, "slow")), lambda found: answered(found) > 0)
    _end_window_now(deployment, batch.id)
    found = ended(client, batch, MINUTE)
    assert (found.status, told(client, found)) == ("expired", once(400))
    assert answered(found) == len(output(client, found)) > 0
    assert codes(errors(client, found)) == {"batch_expired"}


@pytest.mark.long
def test_the_window_is_as_long_as_the_deployment_says(deploy: Callable[..., Deployment]) -> None:
    with deploy(BatchWindowSeconds="60").client() as client:
        batch = created(client, requests(40, "still"))
        assert batch.expires_at == batch.created_at + MINUTE
        found = ended(client, batch)
        assert (found.status, told(client, found)) == ("expired", once(40))


@pytest.mark.long
def test_a_batch_goes_on_after_the_stack_was_stopped_in_the_middle(
    deployment: Deployment, client: openai.OpenAI
) -> None:
    batch = until(client, created(client, requests(2_000, "slow", 20)), lambda found: answered(found) > 200)
    deployment.stack.stop()
    deployment.stack.start()
    assert client.batches.retrieve(batch.id).status == "in_progress"
    found = ended(client, batch, RESUMED_SECONDS)
    assert (found.status, told(client, found)) == ("completed", once(2_000))
    assert answered(found) == 1_980


def _end_window_now(deployment: Deployment, batch_id: str) -> None:
    session = boto3.Session(aws_access_key_id=ROOT_KEY, aws_secret_access_key=ROOT_KEY, region_name=REGION)
    table = session.resource("dynamodb", endpoint_url=deployment.endpoint).Table(deployment.outputs["TableName"])
    sort_key = f"B#{batch_id.removeprefix('batch_')}"
    (key,) = (
        {"PK": item["PK"], "SK": item["SK"]}
        for item in table.scan(ConsistentRead=True)["Items"]
        if item["SK"] == sort_key
    )
    table.update_item(
        Key=key, UpdateExpression="SET expires_at = :now", ExpressionAttributeValues={":now": int(time.time())}
    )
