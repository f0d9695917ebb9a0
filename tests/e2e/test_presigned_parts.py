"""Parts that go straight to S3, over real HTTP: one file however often it is completed, or nothing at all."""

import random
from base64 import b64encode
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from hashlib import md5
from typing import Any

import boto3
import httpx2
import pytest

from local.credentials import REGION, ROOT_KEY
from tests.e2e.conftest import Deployment
from tests.e2e.situations import connect, opened

pytestmark = pytest.mark.stack

MIB = 1_048_576
CONTENT = random.Random(3).randbytes(40 * MIB)  # noqa: S311 - bytes to compare, not a secret.
AT_ONCE = 4
PARTS = [CONTENT[start : start + 16 * MIB] for start in range(0, len(CONTENT), 16 * MIB)]


@pytest.fixture
def http(deployment: Deployment) -> Iterator[httpx2.Client]:
    """The API with a project of its own."""
    with connect(deployment, deployment.new_key()) as http:
        yield http


@pytest.fixture
def s3(deployment: Deployment) -> Any:
    session = boto3.Session(aws_access_key_id=ROOT_KEY, aws_secret_access_key=ROOT_KEY, region_name=REGION)
    return session.client("s3", endpoint_url=deployment.endpoint)


def addresses(http: httpx2.Client, upload: str, *numbers: int) -> list[dict[str, Any]]:
    answer = http.post(f"{upload}/part_urls", json={"part_numbers": numbers}).raise_for_status()
    found: list[dict[str, Any]] = answer.json()["data"]
    return found


def put(address: dict[str, Any], content: bytes) -> httpx2.Response:
    digest = b64encode(md5(content, usedforsecurity=False).digest()).decode()
    return httpx2.put(address["url"], content=content, headers={"Content-MD5": digest}, timeout=60)


def complete(http: httpx2.Client, upload: str, part_ids: list[str]) -> Any:
    return http.post(f"{upload}/complete", json={"part_ids": part_ids}).raise_for_status().json()


def test_parts_sent_at_once_make_one_file_for_ten_completions(http: httpx2.Client) -> None:
    upload = opened(http, len(CONTENT))
    given = addresses(http, upload, 1, 2, 3)
    part_ids = [address["part_id"] for address in given]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        assert [answer.status_code for answer in pool.map(put, given, PARTS)] == [200] * 3
        listed = http.get(f"{upload}/parts").json()
        assert [(each["id"], each["bytes"]) for each in listed["data"]] == [
            (part_id, len(part)) for part_id, part in zip(part_ids, PARTS, strict=True)
        ]
        answers = list(pool.map(lambda _: complete(http, upload, part_ids), range(10)))
    assert [answer for answer in answers if answer != answers[0]] == []
    assert complete(http, upload, part_ids) == http.get(upload).json() == answers[0]
    (file,) = http.get("/files").json()["data"]
    assert file["id"] == answers[0]["file"]["id"]
    found = http.get(f"/files/{file['id']}/url").json()
    assert httpx2.get(found["url"]).content == CONTENT
    assert found["bytes"] == len(CONTENT)


def test_an_address_takes_exactly_its_part(http: httpx2.Client) -> None:
    (address,) = addresses(http, opened(http, 3), 1)
    assert [put(address, content).status_code for content in (b"ab", b"abcd")] == [403, 403]
    other_part = address | {"url": address["url"].replace("partNumber=1", "partNumber=2")}
    assert put(other_part, b"abc").status_code == 403
    corrupt = httpx2.put(address["url"], content=b"abc", headers={"Content-MD5": b64encode(b"0" * 16).decode()})
    assert (corrupt.status_code, "BadDigest" in corrupt.text) == (400, True)
    assert put(address, b"abc").status_code == 200


def test_a_cancelled_upload_leaves_nothing_in_s3(deployment: Deployment, http: httpx2.Client, s3: Any) -> None:
    upload = opened(http, len(CONTENT))
    given = addresses(http, upload, 1, 2, 3)
    assert put(given[0], PARTS[0]).status_code == 200
    bucket = deployment.outputs["BucketName"]
    (begun,) = [each for each in s3.list_multipart_uploads(Bucket=bucket)["Uploads"] if _is_of(each, upload)]
    assert http.post(f"{upload}/cancel").json()["status"] == "cancelled"
    versions, unfinished = s3.list_object_versions(Bucket=bucket), s3.list_multipart_uploads(Bucket=bucket)
    found = [*versions.get("Versions", []), *versions.get("DeleteMarkers", []), *unfinished.get("Uploads", [])]
    assert [each for each in found if _is_of(each, upload)] == []
    with pytest.raises(s3.exceptions.ClientError, match="NoSuchUpload"):
        s3.list_parts(Bucket=bucket, Key=begun["Key"], UploadId=begun["UploadId"])
    assert put(given[1], PARTS[1]).status_code == 404
    assert http.get(f"{upload}/parts").json()["data"] == []


def _is_of(found: dict[str, Any], upload: str) -> bool:
    return bool(found["Key"].endswith(upload.removeprefix("/uploads/upload_")))
