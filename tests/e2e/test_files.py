"""The life of a file over real HTTP, with the OpenAI SDK for Python and, where SDKs are too polite, without."""

import random
from collections.abc import Iterator
from typing import Any

import httpx2
import openai
import pytest
from openai import OpenAI

from tests.e2e.conftest import Deployment

pytestmark = pytest.mark.stack

MIB = 1_048_576
SMALL = bytes(range(256)) * 8
LARGE = random.Random(1).randbytes(3 * MIB)  # noqa: S311 - bytes to compare, not a secret.


@pytest.fixture
def http(client: OpenAI) -> Iterator[httpx2.Client]:
    """A plain client with the key of `client`, which follows no redirect."""
    headers = {"Authorization": f"Bearer {client.api_key}"}
    with httpx2.Client(base_url=str(client.base_url), headers=headers, timeout=60) as http:
        yield http


def upload(client: OpenAI, content: bytes = SMALL, **given: Any) -> openai.types.FileObject:
    return client.files.create(**({"file": ("lines.jsonl", content), "purpose": "batch"} | given))


def test_a_new_file_is_described_by_what_was_sent(client: OpenAI) -> None:
    file = upload(client, file=("naïve “名前” 100%.jsonl", SMALL), purpose="user_data")
    described = (file.object, file.filename, file.bytes, file.purpose, file.status)
    assert described == ("file", "naïve “名前” 100%.jsonl", len(SMALL), "user_data", "processed")


def test_retrieves_a_file_as_it_was_created(client: OpenAI) -> None:
    file = upload(client, expires_after={"anchor": "created_at", "seconds": 3_600})
    assert client.files.retrieve(file.id) == file


def test_a_small_file_comes_back_byte_for_byte_through_the_api(client: OpenAI) -> None:
    answer = client.files.with_raw_response.content(upload(client, SMALL).id)
    assert answer.content == SMALL
    assert answer.http_response.history == []


def test_a_large_file_comes_back_byte_for_byte_from_s3(client: OpenAI, deployment: Deployment) -> None:
    answer = client.files.with_raw_response.content(upload(client, LARGE).id)
    assert answer.content == LARGE
    assert [redirect.status_code for redirect in answer.http_response.history] == [302]
    assert str(answer.http_response.url).startswith(f"{deployment.endpoint}/{deployment.outputs['BucketName']}/")


@pytest.mark.parametrize("content", [SMALL, LARGE], ids=["small", "large"])
def test_a_range_is_answered_with_just_these_bytes(client: OpenAI, content: bytes) -> None:
    file = upload(client, content)
    answer = client.files.with_raw_response.content(file.id, extra_headers={"Range": "bytes=5-9"})
    assert (answer.status_code, answer.content) == (206, content[5:10])


def test_a_redirect_is_kept_by_no_cache(client: OpenAI, http: httpx2.Client) -> None:
    answer = http.get(f"files/{upload(client, LARGE).id}/content")
    assert (answer.status_code, answer.headers["cache-control"]) == (302, "no-store")


def test_a_download_from_s3_is_an_attachment_under_the_name_of_the_file(client: OpenAI, http: httpx2.Client) -> None:
    file = upload(client, file=("naïve.html", b"<script>"))
    answer = httpx2.get(http.get(f"files/{file.id}/url").json()["url"])
    assert answer.headers["content-disposition"].startswith("attachment;")
    assert answer.headers["content-disposition"].endswith("filename*=UTF-8''na%C3%AFve.html")
    assert answer.headers["content-type"] == "application/octet-stream"


def test_the_address_of_a_file_needs_no_key(client: OpenAI, http: httpx2.Client) -> None:
    url = http.get(f"files/{upload(client, SMALL).id}/url", params={"expiry": "60"}).json()["url"]
    assert httpx2.get(url).content == SMALL


def test_the_address_of_a_file_opens_no_other(client: OpenAI, http: httpx2.Client) -> None:
    mine, other = upload(client), upload(client)
    url = http.get(f"files/{mine.id}/url").json()["url"]
    stolen = url.replace(mine.id.removeprefix("file-"), other.id.removeprefix("file-"))
    assert stolen != url
    assert httpx2.get(stolen).status_code == 403


def test_without_a_signature_s3_gives_nothing(client: OpenAI, http: httpx2.Client) -> None:
    url = http.get(f"files/{upload(client).id}/url").json()["url"]
    assert httpx2.get(url.partition("?")[0]).status_code == 403


def test_a_body_may_come_in_chunks_without_its_length(http: httpx2.Client) -> None:
    def chunks() -> Iterator[bytes]:
        yield b'--limit\r\nContent-Disposition: form-data; name="file"; filename="a.jsonl"\r\n\r\n'
        yield SMALL
        yield b'\r\n--limit\r\nContent-Disposition: form-data; name="purpose"\r\n\r\nbatch\r\n--limit--\r\n'

    headers = {"Content-Type": "multipart/form-data; boundary=limit"}
    answer = http.post("files", content=chunks(), headers=headers)
    assert "content-length" not in answer.request.headers
    assert (answer.status_code, answer.json()["bytes"]) == (200, len(SMALL))


def test_a_deleted_file_is_gone_from_every_route(client: OpenAI) -> None:
    file = upload(client)
    assert client.files.delete(file.id).deleted
    for call in (client.files.retrieve, client.files.content, client.files.delete):
        with pytest.raises(openai.NotFoundError):
            call(file.id)
    assert client.files.list().data == []


def test_deleting_a_file_closes_no_other(client: OpenAI) -> None:
    kept, gone = upload(client, SMALL), upload(client, LARGE)
    client.files.delete(gone.id)
    assert client.files.content(kept.id).read() == SMALL


def test_an_answer_names_its_request(client: OpenAI) -> None:
    first, second = upload(client), upload(client)
    assert first._request_id
    assert first._request_id != second._request_id
