"""What a user of the OpenAI SDK does with uploads, call by call."""

import io
from hashlib import md5
from pathlib import Path

import openai
import pytest
from openai import OpenAI

MIB = 1_048_576
CONTENT = bytes(range(256)) * 4 * 1024 * 5
"""5 MiB: more than one request can carry."""


def test_a_large_file_is_uploaded_in_chunks(sdk: OpenAI, tmp_path: Path) -> None:
    path = tmp_path / "lines.jsonl"
    path.write_bytes(CONTENT)
    upload = sdk.uploads.upload_file_chunked(
        file=path, purpose="batch", mime_type="application/jsonl", part_size=4 * MIB
    )
    assert upload.file is not None
    assert (upload.status, upload.file.filename, upload.file.bytes) == ("completed", "lines.jsonl", len(CONTENT))
    assert sdk.files.content(upload.file.id).read() == CONTENT


def test_bytes_in_memory_are_uploaded_in_chunks_with_their_md5(sdk: OpenAI) -> None:
    upload = sdk.uploads.upload_file_chunked(
        file=CONTENT,
        filename="lines.jsonl",
        bytes=len(CONTENT),
        purpose="batch",
        mime_type="application/jsonl",
        part_size=4 * MIB,
        md5=md5(CONTENT, usedforsecurity=False).hexdigest(),
    )
    assert upload.status == "completed"


def test_parts_may_be_sent_in_any_order(sdk: OpenAI) -> None:
    upload = sdk.uploads.create(bytes=6, filename="a.txt", mime_type="text/plain", purpose="user_data")
    last = sdk.uploads.parts.create(upload.id, data=io.BytesIO(b"def"))
    first = sdk.uploads.parts.create(upload.id, data=b"abc")
    assert (first.object, first.upload_id) == ("upload.part", upload.id)
    done = sdk.uploads.complete(upload.id, part_ids=[first.id, last.id])
    assert done.file is not None
    assert sdk.files.content(done.file.id).read() == b"abcdef"
    assert sdk.files.retrieve(done.file.id) == done.file


def test_a_cancelled_upload_takes_no_more_parts(sdk: OpenAI) -> None:
    upload = sdk.uploads.create(bytes=6, filename="a.txt", mime_type="text/plain", purpose="user_data")
    assert sdk.uploads.cancel(upload.id).status == "cancelled"
    with pytest.raises(openai.BadRequestError) as refusal:
        sdk.uploads.parts.create(upload.id, data=b"abc")
    assert refusal.value.param == "upload_id"


def test_too_large_a_part_is_told_the_limit(sdk: OpenAI) -> None:
    with pytest.raises(openai.APIStatusError, match="4 MiB") as refusal:
        sdk.uploads.upload_file_chunked(
            file=CONTENT, filename="a", bytes=len(CONTENT), purpose="batch", mime_type="application/jsonl"
        )
    assert refusal.value.status_code == 413


def test_another_projects_upload_is_not_found(sdk: OpenAI, stranger: OpenAI) -> None:
    upload = sdk.uploads.create(bytes=6, filename="a.txt", mime_type="text/plain", purpose="user_data")
    with pytest.raises(openai.NotFoundError, match=upload.id):
        stranger.uploads.cancel(upload.id)
