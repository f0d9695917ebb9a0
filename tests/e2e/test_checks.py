"""Batch files are checked: small ones at once, large ones soon after, by S3's event. With the OpenAI SDK as it is."""

import json
import time
from dataclasses import dataclass

import pytest
from openai import OpenAI
from openai.types import FileObject

pytestmark = pytest.mark.stack

MIB = 1_048_576
PATIENCE_SECONDS = 90


def request(number: int) -> bytes:
    body = {"model": "text-embedding-3-small", "input": "x" * 2_000}
    line = {"custom_id": f"request-{number}", "method": "POST", "url": "/v1/embeddings", "body": body}
    return json.dumps(line).encode()


MANY = [request(number) for number in range(2_500)]
"""More than 4 MiB, so that they need parts."""


@dataclass
class Case:
    lines: list[bytes]
    status: str
    details: str | None


CASES = {
    "good": Case(MANY, "processed", None),
    "bad": Case([*MANY[:1_700], b"{oops", *MANY[1_701:]], "error", "line 1701: not valid JSON (column 2"),
}


def uploaded(client: OpenAI, content: bytes) -> FileObject:
    upload = client.uploads.upload_file_chunked(
        file=content,
        filename="lines.jsonl",
        bytes=len(content),
        purpose="batch",
        mime_type="application/jsonl",
        part_size=4 * MIB,
    )
    assert upload.file is not None
    return upload.file


def settled(client: OpenAI, file_id: str) -> FileObject:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while (file := client.files.retrieve(file_id)).status == "uploaded":
        assert time.monotonic() < deadline, "nobody checked the file"
        time.sleep(0.5)
    return file


@pytest.mark.parametrize(
    "case",
    [pytest.param(case, id=name, marks=() if name == "bad" else pytest.mark.long) for name, case in CASES.items()],
)
def test_a_large_file_is_checked_when_its_bytes_are_there(client: OpenAI, case: Case) -> None:
    file = uploaded(client, b"\n".join(case.lines))
    assert (file.status, file.status_details) == ("uploaded", None)
    checked = settled(client, file.id)
    assert checked.status == case.status
    assert str(checked.status_details).startswith(str(case.details))
    assert client.files.list(purpose="batch").data == [checked]


def test_a_small_file_that_came_in_parts_is_checked_as_well(client: OpenAI) -> None:
    file = uploaded(client, b"{}")
    assert settled(client, file.id).status_details == "line 1: custom_id must be a string of 1 to 64 characters"


def test_a_small_file_is_checked_while_it_is_created(client: OpenAI) -> None:
    created = client.files.create(file=("lines.jsonl", MANY[0] + b"\n" + MANY[0]), purpose="batch")
    assert (created.status, created.status_details) == ("error", "line 2: custom_id is that of line 1")
    assert client.files.retrieve(created.id) == created
    assert client.files.content(created.id).read() == MANY[0] + b"\n" + MANY[0]
