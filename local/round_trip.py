"""Uses the stack as a customer would, with the OpenAI SDK, and says what it did."""

import hashlib
import random

import openai

from local.progress import StepFailed, say

MEBIBYTE = 1024 * 1024
SMALL = b'{"messages": [{"role": "user", "content": "Hello"}]}\n'
RANGE = "bytes=5-9"


def run(client: openai.OpenAI) -> None:
    large = random.Random(1).randbytes(3 * MEBIBYTE)  # noqa: S311 # nosec B311 # bytes to compare
    small_id = _upload(client, "small.jsonl", SMALL)
    large_id = _upload(client, "large.bin", large)
    listed = [file.id for file in client.files.list()]
    _expect("list", small_id in listed and large_id in listed, f"{len(listed)} files")
    _expect("retrieve", client.files.retrieve(large_id).bytes == len(large), f"{len(large):,} bytes")
    _download(client, small_id, SMALL)
    _download(client, large_id, large)
    _range(client, large_id, large[5:10])
    for file_id in (small_id, large_id):
        _expect("delete", client.files.delete(file_id).deleted, file_id)
    _gone(client, small_id)


def _upload(client: openai.OpenAI, name: str, content: bytes) -> str:
    file = client.files.create(file=(name, content), purpose="user_data")
    _expect("upload", file.bytes == len(content), f"{name}, {len(content):,} bytes: {file.id}")
    return file.id


def _download(client: openai.OpenAI, file_id: str, content: bytes) -> None:
    response = client.files.with_raw_response.content(file_id)
    way = "by a redirect to S3" if response.http_response.history else "through the API"
    same = hashlib.sha256(response.content).digest() == hashlib.sha256(content).digest()
    _expect("download", same, f"{len(content):,} bytes {way}, every byte the same")


def _range(client: openai.OpenAI, file_id: str, content: bytes) -> None:
    response = client.files.with_raw_response.content(file_id, extra_headers={"Range": RANGE})
    partial = response.http_response.status_code == 206 and response.content == content  # noqa: PLR2004
    _expect("range", partial, f"{RANGE}: 206 with {len(content)} bytes")


def _gone(client: openai.OpenAI, file_id: str) -> None:
    try:
        client.files.retrieve(file_id)
    except openai.NotFoundError as error:
        _expect("retrieve", error.status_code == 404, f"404: {error.message}")  # noqa: PLR2004
    else:
        raise StepFailed("A deleted file can still be retrieved")


def _expect(what: str, true: bool, detail: str) -> None:  # noqa: FBT001
    if not true:
        raise StepFailed(f"The round trip failed at: {what}, {detail}. See what the functions say: make logs")
    say(f"    {what:<9} {detail}")
