"""Objects dropped into the drop bucket of the deployed stack, and the events that tell of them."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from openai import OpenAI

from filegate.domain.projects import Quota
from tests.e2e.commands import filegate
from tests.e2e.conftest import NO_LIMIT, Deployment
from tests.e2e.hearing import AWS, Listen, clients_of, eventually, listening

pytestmark = pytest.mark.stack


@pytest.fixture(scope="module")
def aws(deployment: Deployment) -> AWS:
    return clients_of(deployment)


@pytest.fixture(scope="module")
def heard(deployment: Deployment, aws: AWS) -> Iterator[Listen]:
    with listening(deployment, aws, "of-a-user") as listen:
        yield listen


def project_with_key(deployment: Deployment, quota: Quota = NO_LIMIT) -> tuple[str, OpenAI]:
    project = deployment.new_project(quota)
    return project, deployment.client(deployment.new_key(project))


@pytest.mark.parametrize("objects", [100, pytest.param(200, marks=pytest.mark.long)])
def test_a_bulk_drop_becomes_files_each_once_and_is_told(
    deployment: Deployment, aws: AWS, heard: Listen, objects: int
) -> None:
    project, client = project_with_key(deployment)
    s3, bucket = aws("s3"), deployment.outputs["DropBucketName"]

    def put(number: int) -> None:
        s3.put_object(Bucket=bucket, Key=f"{project}/evals/{number} ü+.jsonl", Body=f"{number}\n".encode())

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(put, range(objects)))
    eventually(lambda: len(list(client.files.list(purpose="evals"))) >= objects)
    eventually(lambda: not s3.list_object_versions(Bucket=bucket, Prefix=project).get("Versions"))
    files = list(client.files.list(purpose="evals"))
    assert sorted(file.filename for file in files) == sorted(f"{number} ü+.jsonl" for number in range(objects))
    number = files[0].filename.split()[0]
    assert client.files.content(files[0].id).read() == f"{number}\n".encode()

    def ready() -> set[str]:
        told = [event for event in heard() if event["detail"]["project"] == project]
        return {event["detail"]["file"]["id"] for event in told if event["detail-type"] == "File Ready"}

    eventually(lambda: ready() == {file.id for file in files})


def test_a_rejected_object_stays_and_says_why_and_gets_in_when_there_is_room(
    deployment: Deployment, aws: AWS, heard: Listen
) -> None:
    project, client = project_with_key(deployment, Quota(files=0))
    s3, bucket, key = aws("s3"), deployment.outputs["DropBucketName"], f"{project}/batch/a.jsonl"
    s3.put_object(Bucket=bucket, Key=key, Body=b"{}")

    def rejections() -> list[dict[str, Any]]:
        shown = filegate(deployment, "ingest", "status")["rejections"]
        return [each for each in shown if each["key"] == key]

    (rejection,) = eventually(rejections)
    assert (rejection["project"], rejection["reason"]) == (project, "quota_exceeded")
    tag = {"Key": "filegate-rejected", "Value": "quota_exceeded"}
    eventually(lambda: s3.get_object_tagging(Bucket=bucket, Key=key)["TagSet"] == [tag])
    eventually(lambda: [each for each in heard() if each["detail"].get("drop", {}).get("key") == key])
    filegate(deployment, "projects", "quota", project, "--max-files", "1")
    assert filegate(deployment, "ingest", "redrive", "--rejected")["redriven"] >= 1
    eventually(lambda: [file.filename for file in client.files.list()] == ["a.jsonl"])
    assert rejections() == []
