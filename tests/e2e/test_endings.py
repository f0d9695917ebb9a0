"""Files that end, on the deployed stack: by time, by deletion and back, and what no record owns."""

import time
from collections.abc import Callable
from typing import Any, cast

import boto3
import openai
import pytest

from local.credentials import REGION, ROOT_KEY
from tests.e2e.account import Account
from tests.e2e.commands import filegate
from tests.e2e.conftest import Deployment

pytestmark = pytest.mark.stack

CONTENT = b'{"custom_id":"1"}\n' * 70_000
"""More than is downloaded through the API."""
SECONDS = 20


class Data:
    """The stack's table and bucket, as their owner sees them."""

    def __init__(self, deployment: Deployment) -> None:
        session = boto3.Session(aws_access_key_id=ROOT_KEY, aws_secret_access_key=ROOT_KEY, region_name=REGION)
        self.dynamodb = session.client("dynamodb", endpoint_url=deployment.endpoint)
        self.s3 = session.client("s3", endpoint_url=deployment.endpoint)
        self.table, self.bucket = deployment.outputs["TableName"], deployment.outputs["BucketName"]

    def ends_now(self, project: str, file_id: str) -> None:
        """The API takes no life of less than an hour."""
        self.dynamodb.update_item(
            TableName=self.table,
            Key={"PK": {"S": f"P#{project}"}, "SK": {"S": f"F#{file_id.removeprefix('file-')}"}},
            UpdateExpression="SET expires_at = :now",
            ExpressionAttributeValues={":now": {"N": str(int(time.time()))}},
        )

    def versions(self, project: str) -> list[str]:
        found = self.s3.list_object_versions(Bucket=self.bucket, Prefix=f"files/{project}/")
        return [each["Key"] for each in found.get("Versions", []) + found.get("DeleteMarkers", [])]


@pytest.fixture(scope="module")
def account(deployment: Deployment) -> Account:
    return Account(deployment)


@pytest.fixture(scope="module")
def data(deployment: Deployment) -> Data:
    return Data(deployment)


@pytest.fixture
def project(deployment: Deployment) -> str:
    return deployment.new_project()


@pytest.fixture
def sdk(deployment: Deployment, project: str) -> openai.OpenAI:
    return deployment.client(deployment.new_key(project))


def until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + SECONDS
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.2)


def swept(account: Account) -> dict[str, Any]:
    """What a whole pass answers; while the one that the clock started is under way, there is none."""
    answers: list[dict[str, Any]] = []

    def finished() -> bool:
        answers.append(account.run("SweepStoreFunction"))
        return bool(answers[-1]["finished"])

    until(finished)
    return answers[-1]


def total(sdk: openai.OpenAI) -> int:
    return cast("Any", sdk.files.list()).total


def test_an_expired_file_is_gone_at_once_and_then_uncounted_and_without_bytes(
    account: Account, data: Data, project: str, sdk: openai.OpenAI
) -> None:
    expires_after: Any = {"anchor": "created_at", "seconds": 3600}
    file = sdk.files.create(file=("a.jsonl", b"{}\n"), purpose="batch", expires_after=expires_after)
    kept = sdk.files.create(file=("b.jsonl", b"{}\n"), purpose="evals")
    data.ends_now(project, file.id)
    for ask in (sdk.files.retrieve, sdk.files.content, sdk.files.delete):
        with pytest.raises(openai.NotFoundError):
            ask(file.id)
    assert [each.id for each in sdk.files.list()] == [kept.id]
    account.run("ExpireFilesFunction")
    assert total(sdk) == 1
    # No purge is run: the tombstone is due at once, so the table's stream starts it.
    until(lambda: data.versions(project) == [f"files/{project}/{kept.id.removeprefix('file-')}"])


def test_a_deleted_file_is_restored_by_the_command_and_downloads_whole(
    deployment: Deployment, account: Account, project: str, sdk: openai.OpenAI
) -> None:
    file = sdk.files.create(file=("größe.jsonl", CONTENT), purpose="batch")
    sdk.files.delete(file.id)
    account.run("PurgeFilesFunction")
    (listed,) = filegate(deployment, "files", "deleted", project)
    assert (listed["id"], listed["name"], listed["bytes"]) == (file.id, "größe.jsonl", len(CONTENT))
    filegate(deployment, "files", "restore", file.id)
    assert sdk.files.retrieve(file.id) == file
    assert sdk.files.content(file.id).read() == CONTENT
    assert total(sdk) == 1
    assert filegate(deployment, "files", "deleted", project) == []


def test_batch_files_live_for_thirty_days_unless_the_client_says_otherwise(sdk: openai.OpenAI) -> None:
    batch = sdk.files.create(file=("a.jsonl", b"{}\n"), purpose="batch")
    other = sdk.files.create(file=("a.jsonl", b"{}\n"), purpose="evals")
    assert batch.expires_at == batch.created_at + 30 * 86_400
    assert other.expires_at is None


def test_the_sweep_goes_through_the_whole_store_and_tells_of_a_file_without_bytes(
    deployment: Deployment, account: Account, data: Data, project: str, sdk: openai.OpenAI
) -> None:
    file = sdk.files.create(file=("a.jsonl", b"{}\n"), purpose="batch")
    key = f"files/{project}/{file.id.removeprefix('file-')}"
    before = swept(account)
    assert before["objects_seen"] > 0
    data.s3.delete_object(Bucket=data.bucket, Key=key)
    assert swept(account)["missing_bytes"] == before["missing_bytes"] + 1
    assert sdk.files.retrieve(file.id).id == file.id
    assert filegate(deployment, "projects", "audit", project)["differences"] == []
    sdk.files.delete(file.id)
