"""An object that is dropped with the tag `auto-batch` into a deployed stack, up to the event that names its results."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from tests.e2e.conftest import Deployment
from tests.e2e.hearing import AWS, Listen, clients_of, eventually, listening

pytestmark = pytest.mark.stack

TAG = "auto-batch=true"
END_SECONDS = 180


@pytest.fixture(scope="module")
def aws(deployment: Deployment) -> AWS:
    return clients_of(deployment)


@pytest.fixture(scope="module")
def heard(deployment: Deployment, aws: AWS) -> Iterator[Listen]:
    with listening(deployment, aws, "of-a-pipeline") as listen:
        yield listen


def requests(count: int) -> bytes:
    body = {"model": "steady", "messages": [{"role": "user", "content": "hello"}]}
    line = {"method": "POST", "url": "/v1/chat/completions", "body": body}
    return b"\n".join(json.dumps(line | {"custom_id": f"r{number}"}).encode() for number in range(count))


def test_what_is_dropped_with_the_tag_is_answered_and_told_and_what_is_wrong_is_told_at_once(
    deployment: Deployment, aws: AWS, heard: Listen
) -> None:
    project = deployment.new_project()
    s3, bucket = aws("s3"), deployment.outputs["DropBucketName"]
    for name, content, tags in (
        ("good.jsonl", requests(20), TAG),
        ("bad.jsonl", requests(2) + b"\n{}", TAG),
        ("plain.jsonl", requests(2), ""),
    ):
        s3.put_object(Bucket=bucket, Key=f"{project}/batch/{name}", Body=content, Tagging=tags)

    def told(kind: str, thing: str) -> list[dict[str, Any]]:
        ours = [each for each in heard() if each["detail"]["project"] == project and each["detail-type"] == kind]
        return [each["detail"][thing] for each in ours]

    (batch, *_) = eventually(lambda: told("Batch Completed", "batch"), END_SECONDS)
    assert batch["metadata"] == {"drop": "good.jsonl"}
    assert batch["request_counts"] == {"total": 20, "completed": 20, "failed": 0}
    eventually(lambda: [file["filename"] for file in told("File Failed", "file")] == ["bad.jsonl"])
    with deployment.client(deployment.new_key(project)) as client:
        assert [each.id for each in client.batches.list()] == [batch["id"]]
        lines = client.files.content(batch["output_file_id"]).read().splitlines()
    assert sorted(json.loads(line)["custom_id"] for line in lines) == sorted(f"r{number}" for number in range(20))
