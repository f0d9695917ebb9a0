"""Checking batch files: at once while they are created, else when S3 tells that their bytes are there."""

import json
import time
from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import boto3
import pytest
from botocore.client import BaseClient
from botocore.response import StreamingBody

from filegate.bootstrap import services
from filegate.domain.batch_files import CHECK_OVERDUE_SECONDS
from tests.builders import a_line
from tests.faulty_s3 import OUTAGE, instead
from tests.functions.calls import Event, aws_calls, call_with_id, create, invoke, sample
from tests.functions.upload_calls import added, complete, opened

pytestmark = pytest.mark.usefixtures("deployed")

BAD = a_line(1) + b"\n" + a_line(1)
FOUND = "line 2: custom_id is that of line 1"
DONE: dict[str, Any] = {"batchItemFailures": []}


def event_of(*file_ids: str, seconds_ago: int = 0) -> Event:
    """The sample event, for these files."""
    event = sample("check_file")
    (record,) = event["Records"]
    event["Records"] = [message_of(record, file_id, seconds_ago) for file_id in file_ids]
    return event


def message_of(record: dict[str, Any], file_id: str, seconds_ago: int) -> dict[str, Any]:
    body = json.loads(record["body"])
    body["detail"]["object"]["key"] = f"files/acme/{file_id.removeprefix('file-')}"
    body["time"] = datetime.fromtimestamp(time.time() - seconds_ago, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return record | {"messageId": file_id, "body": json.dumps(body)}


def failed(*file_ids: str) -> dict[str, Any]:
    return {"batchItemFailures": [{"itemIdentifier": file_id} for file_id in file_ids]}


def check(*file_ids: str, **more: int) -> Any:
    return invoke("check_file", event_of(*file_ids, **more))


def uploaded(content: bytes = BAD, **fields: Any) -> str:
    """The id of a file that came in parts."""
    upload = opened(len(content), **fields)
    file: dict[str, Any] = complete(upload, added(upload, content)).json["file"]
    return str(file["id"])


def seen(file_id: str) -> tuple[str, str | None]:
    file = call_with_id("get_file", file_id).json
    return file["status"], file.get("status_details")


@pytest.fixture
def break_off(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """S3's contents end after a byte, so many times."""

    def breaking(times: int) -> None:
        real, left = BaseClient._make_api_call, iter(range(times))

        def call_and_break(client: BaseClient, name: str, parameters: Any) -> Any:
            answer = real(client, name, parameters)
            if name == "GetObject" and next(left, None) is not None:
                first = BytesIO(answer["Body"].read(1))
                answer["Body"] = StreamingBody(first, answer["ContentLength"])
            return answer

        monkeypatch.setattr(BaseClient, "_make_api_call", call_and_break)

    return breaking


def test_a_small_batch_file_has_its_result_in_the_answer_to_its_creation() -> None:
    assert seen(create(a_line())) == ("processed", None)
    assert seen(create(BAD)) == ("error", FOUND)
    assert seen(create(BAD, purpose="user_data")) == ("processed", None)


def test_the_bytes_of_a_file_that_failed_can_be_downloaded() -> None:
    assert call_with_id("get_file_content", create(BAD)).content == BAD


@pytest.mark.parametrize(("content", "result"), [(a_line(), ("processed", None)), (BAD, ("error", FOUND))])
def test_an_uploaded_file_waits_for_its_event(content: bytes, result: tuple[str, str | None]) -> None:
    file_id = uploaded(content)
    assert seen(file_id) == ("uploaded", None)
    assert check(file_id) == DONE
    assert seen(file_id) == result


def test_an_uploaded_file_of_another_purpose_waits_for_nothing() -> None:
    file_id = uploaded(purpose="user_data")
    assert seen(file_id) == ("processed", None)
    with aws_calls() as made:
        assert check(file_id) == DONE
    assert made == ["GetItem"]


def test_a_check_is_one_read_one_get_and_one_write() -> None:
    file_id = uploaded()
    with aws_calls() as made:
        check(file_id)
    assert made == ["GetItem", "GetObject", "UpdateItem"]


def test_an_event_that_comes_twice_checks_once() -> None:
    file_id = uploaded()
    check(file_id)
    with aws_calls() as made:
        assert check(file_id) == DONE
    assert made == ["GetItem"]


def test_an_event_before_its_record_comes_again_while_it_is_young() -> None:
    unknown = "0" * 32
    assert check(unknown) == failed(unknown)
    assert check(unknown, seconds_ago=CHECK_OVERDUE_SECONDS - 5) == failed(unknown)
    assert check(unknown, seconds_ago=CHECK_OVERDUE_SECONDS + 5) == DONE


def test_messages_fail_one_by_one() -> None:
    file_id, unknown = uploaded(), "0" * 32
    assert check(unknown, file_id) == failed(unknown)
    assert seen(file_id) == ("error", FOUND)


def test_a_file_that_was_deleted_meanwhile_stays_deleted() -> None:
    file_id = uploaded()
    call_with_id("delete_file", file_id)
    check(file_id)
    assert call_with_id("get_file", file_id).status == 404
    assert check(file_id, seconds_ago=CHECK_OVERDUE_SECONDS) == DONE


def test_contents_that_break_off_are_read_on(break_off: Callable[[int], None]) -> None:
    file_id = uploaded()
    break_off(2)
    assert check(file_id) == DONE
    assert seen(file_id) == ("error", FOUND)


def test_an_outage_lets_the_message_come_again(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    file_id = uploaded()
    monkeypatch.setattr("time.sleep", lambda _: None)
    client: Any = boto3.client("s3")
    instead(client, "GetObject", *[OUTAGE] * 1000)
    monkeypatch.setattr("filegate.bootstrap.s3_client", lambda: client)
    services.cache_clear()
    assert check(file_id) == failed(file_id)
    assert seen(file_id) == ("uploaded", None)


def test_bytes_that_are_missing_are_a_failure_with_a_line_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    file_id = uploaded()
    boto3.client("s3").delete_object(Bucket="bytes", Key=f"files/acme/{file_id.removeprefix('file-')}")
    assert check(file_id) == failed(file_id)
    assert "unexpected failure" in caplog.text
    assert seen(file_id) == ("uploaded", None)


def test_a_result_is_logged_and_counted(capsys: pytest.CaptureFixture[str]) -> None:
    check(uploaded())
    out = capsys.readouterr().out
    assert "FilesChecked" in out
    assert "custom_id" not in out


def test_what_is_no_event_of_s3_fails() -> None:
    event = event_of("0" * 32)
    event["Records"][0]["body"] = "{}"
    assert invoke("check_file", event) == failed("0" * 32)


def test_the_limits_are_those_of_the_deployment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BATCH_MAX_LINES", "1")
    monkeypatch.setenv("BATCH_MAX_LINE_BYTES", "20")
    assert seen(create(BAD)) == ("error", "the file has more than 1 lines; line 1: longer than 20 bytes")
