"""What each contract promises, over HTTP and with the OpenAI SDK."""

import re
from collections.abc import Callable
from functools import partial

import openai
import pytest

from filegate.contracts import CONTRACTS
from tests.e2e.account import Account
from tests.e2e.conftest import Deployment

pytestmark = pytest.mark.stack

NOBODY_LISTENS = "http://127.0.0.1:9"
FILE_KEYS = {"id", "object", "bytes", "created_at", "filename", "purpose", "status", "status_details"}
UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


# Each further stack takes half a minute to deploy; tests/conformance has all contracts without one.
each_contract = pytest.mark.parametrize(
    "contract", [each if each == "openai" else pytest.param(each, marks=pytest.mark.long) for each in CONTRACTS]
)


@pytest.fixture(scope="module")
def in_contract(deploy: Callable[..., Deployment]) -> Callable[[str], Deployment]:
    """The stacks that the generated requests use too."""
    return lambda contract: deploy() if contract == "openai" else deploy(Contract=contract)


@each_contract
def test_the_sdk_pages_through_all_files_and_shows_each_once(
    in_contract: Callable[[str], Deployment], contract: str
) -> None:
    with in_contract(contract).client() as client:
        made = [client.files.create(file=b"{}", purpose="batch").id for _ in range(5)]
        assert [file.id for file in client.files.list(limit=2)] == made[::-1]


@each_contract
def test_the_sdk_creates_reads_and_deletes_a_file(in_contract: Callable[[str], Deployment], contract: str) -> None:
    with in_contract(contract).client() as client:
        file = client.files.create(file=("größe.jsonl", b"{}\n"), purpose="batch")
        assert client.files.retrieve(file.id) == file
        assert client.files.content(file.id).read() == b"{}\n"
        assert client.files.delete(file.id).deleted
        with pytest.raises(openai.NotFoundError):
            client.files.retrieve(file.id)


@pytest.mark.long
def test_maniac_has_its_own_status_keys_ids_and_validation_errors(in_contract: Callable[[str], Deployment]) -> None:
    with in_contract("maniac").client() as client:
        created = client.files.with_raw_response.create(file=b"{}", purpose="batch")
        listed = client.files.with_raw_response.list()
        with pytest.raises(openai.UnprocessableEntityError) as invalid:
            client.files.list(limit=0)
    file = created.http_response.json()
    assert (created.http_response.status_code, set(file)) == (201, FILE_KEYS)
    assert UUID.fullmatch(file["id"])
    assert listed.http_response.json() == {"object": "list", "data": [file], "total": 1}
    assert invalid.value.response.json()["detail"][0]["loc"] == ["query", "limit"]


def test_ai_stats_tells_what_was_tried_when_s3_fails(deployment: Deployment) -> None:
    """The contract is a variable of the function, which is changed in a moment; a stack takes half a minute."""
    variable = partial(Account(deployment).with_variable, "CreateFileFunction")
    with (
        deployment.client() as client,
        variable("CONTRACT", "ai-stats"),
        variable("AWS_ENDPOINT_URL_S3", NOBODY_LISTENS),
        pytest.raises(openai.InternalServerError) as failure,
    ):
        client.files.create(file=b"{}", purpose="batch")
    body = failure.value.response.json()
    assert (failure.value.status_code, body["error_type"], body["error_origin"]) == (502, "system", "upstream")
    assert (body["attempt_count"], body["failed_providers"], body["failed_statuses"]) == (3, ["s3"], [])
    assert body["upstream_error"]["code"] == body["failure_sample"][0]["upstream_error_code"]
    assert body["generation_id"] == f"G-{failure.value.response.headers['x-request-id']}"
