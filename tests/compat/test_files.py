"""What a user of the OpenAI SDK does with files, call by call."""

from pathlib import Path

import pytest
from openai import OpenAI

from tests.builders import a_line
from tests.compat.conftest import S3Transport

MIB = 1_048_576
HOUR = 3_600


def upload(sdk: OpenAI, content: bytes = b'{"custom_id":"1"}\n', name: str = "lines.jsonl") -> str:
    return sdk.files.create(file=(name, content), purpose="batch").id


def test_bytes_become_a_file_with_the_name_that_the_sdk_gives_them(sdk: OpenAI) -> None:
    file = sdk.files.create(file=b"hello", purpose="user_data")
    assert (file.filename, file.bytes, file.purpose) == ("upload", 5, "user_data")


def test_an_open_file_keeps_its_name(sdk: OpenAI, tmp_path: Path) -> None:
    path = tmp_path / "lines.jsonl"
    path.write_bytes(b'{"custom_id":"1"}\n')
    with path.open("rb") as opened:
        file = sdk.files.create(file=opened, purpose="batch")
    assert (file.filename, file.bytes) == ("lines.jsonl", 18)


@pytest.mark.parametrize("name", ["naïve “名前” 🗂.jsonl", 'say "hi".jsonl', "100%25; filename=x.jsonl", "a  b.jsonl"])
def test_a_name_comes_back_as_it_was_given(sdk: OpenAI, name: str) -> None:
    assert sdk.files.retrieve(upload(sdk, name=name)).filename == name


def test_a_new_file_is_complete_and_ready_for_use(sdk: OpenAI) -> None:
    file = sdk.files.create(file=("lines.jsonl", a_line()), purpose="batch")
    assert (file.object, file.status, file.expires_at, file.status_details) == ("file", "processed", None, None)


def test_waiting_for_a_file_to_be_processed_ends_at_the_first_look(
    sdk: OpenAI, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("time.sleep", lambda _: pytest.fail("the SDK had to wait"))
    assert sdk.files.wait_for_processing(upload(sdk, a_line())).status == "processed"


def test_a_batch_file_with_a_fault_says_which_line_it_is_in(sdk: OpenAI) -> None:
    file_id = upload(sdk, a_line() + b"\n{")
    for file in (sdk.files.retrieve(file_id), sdk.files.list(purpose="batch").data[0]):
        assert file.status == "error"
        assert str(file.status_details).startswith("line 2: not valid JSON")


def test_a_file_may_expire_some_time_after_its_creation(sdk: OpenAI) -> None:
    expires_after = {"anchor": "created_at", "seconds": HOUR}
    file = sdk.files.create(file=b"hello", purpose="batch", expires_after=expires_after)  # type: ignore[arg-type]
    assert file.expires_at == file.created_at + HOUR


def test_retrieves_a_file_as_it_was_created(sdk: OpenAI) -> None:
    file = sdk.files.create(file=b"hello", purpose="batch")
    assert sdk.files.retrieve(file.id) == file


def test_a_small_file_comes_back_through_the_api(sdk: OpenAI, s3: S3Transport) -> None:
    content = bytes(range(256)) * 4
    assert sdk.files.content(upload(sdk, content)).read() == content
    assert s3.requests == []


def test_a_large_file_comes_back_from_s3(sdk: OpenAI, s3: S3Transport) -> None:
    content = bytes(range(256)) * 4 * 1024 + b"one byte more than 1 MiB"
    assert sdk.files.content(upload(sdk, content)).read() == content
    assert len(s3.requests) == 1


def test_the_api_key_does_not_follow_the_redirect_to_s3(sdk: OpenAI, s3: S3Transport) -> None:
    sdk.files.content(upload(sdk, b"x" * (MIB + 1)))
    assert "authorization" not in s3.requests[0].headers


def test_a_download_may_be_streamed_to_a_file(sdk: OpenAI, tmp_path: Path) -> None:
    content = b"x" * (MIB + 1)
    with sdk.files.with_streaming_response.content(upload(sdk, content)) as response:
        response.stream_to_file(tmp_path / "copy")
    assert (tmp_path / "copy").read_bytes() == content


def test_a_range_of_a_file_comes_from_s3(sdk: OpenAI) -> None:
    answer = sdk.files.with_raw_response.content(upload(sdk, b"0123456789"), extra_headers={"Range": "bytes=5-9"})
    assert (answer.status_code, answer.content) == (206, b"56789")


def test_a_download_is_offered_under_the_name_of_the_file(sdk: OpenAI) -> None:
    answer = sdk.files.with_raw_response.content(upload(sdk, name="naïve.jsonl"))
    assert "filename*=UTF-8''na%C3%AFve.jsonl" in answer.headers["content-disposition"]


def test_deletes_a_file(sdk: OpenAI) -> None:
    file_id = upload(sdk)
    gone = sdk.files.delete(file_id)
    assert (gone.id, gone.object, gone.deleted) == (file_id, "file", True)
    assert list(sdk.files.list()) == []
