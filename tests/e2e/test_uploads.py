"""Files larger than one request, over real HTTP, with the OpenAI SDK for Python as it is."""

import random
from pathlib import Path

import openai
import pytest
from openai import OpenAI

pytestmark = pytest.mark.stack

MIB = 1_048_576


@pytest.mark.parametrize("size", [40 * MIB, pytest.param(100 * MIB, marks=pytest.mark.long)])
def test_a_large_file_is_uploaded_in_chunks_and_comes_back_byte_for_byte(
    client: OpenAI, tmp_path: Path, size: int
) -> None:
    content = random.Random(2).randbytes(size)  # noqa: S311 - bytes to compare, not a secret.
    path = tmp_path / "lines.jsonl"
    path.write_bytes(content)
    upload = client.uploads.upload_file_chunked(
        file=path, purpose="batch", mime_type="application/jsonl", part_size=4 * MIB
    )
    assert upload.file is not None
    assert (upload.status, upload.file.filename, upload.file.bytes) == ("completed", "lines.jsonl", size)
    assert client.files.content(upload.file.id).read() == content


def test_a_completed_upload_answers_the_same_again(client: OpenAI) -> None:
    upload = client.uploads.create(bytes=6, filename="a.txt", mime_type="text/plain", purpose="user_data")
    last, first = (client.uploads.parts.create(upload.id, data=data) for data in (b"def", b"abc"))
    done = [client.uploads.complete(upload.id, part_ids=[first.id, last.id]) for _ in range(2)]
    assert done[0].file == done[1].file
    assert done[0].file is not None
    assert client.files.content(done[0].file.id).read() == b"abcdef"


def test_a_cancelled_upload_takes_no_more_parts(client: OpenAI) -> None:
    upload = client.uploads.create(bytes=6, filename="a.txt", mime_type="text/plain", purpose="user_data")
    client.uploads.parts.create(upload.id, data=b"abc")
    assert client.uploads.cancel(upload.id).status == "cancelled"
    with pytest.raises(openai.BadRequestError):
        client.uploads.parts.create(upload.id, data=b"def")
    assert client.files.list().data == []
