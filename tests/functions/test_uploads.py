"""Uploads through the real wiring, on moto: a session, its parts, and the one file that they make."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from hashlib import md5
from typing import Any

import boto3
import pytest
from botocore.client import BaseClient

from filegate.bootstrap import services
from tests.functions.calls import as_project, aws_calls, call, call_with_id, sample
from tests.functions.upload_calls import (
    OF_AN_UPLOAD,
    added,
    cancel,
    complete,
    content_of,
    left_in_s3,
    of_upload,
    opened,
    usage,
)

pytestmark = pytest.mark.usefixtures("deployed")

MIB = 1_048_576
LONG = bytes(range(256)) * 4 * 1024 * 4
"""4 MiB, the most that a part may have; three of them are joined in pieces."""


def test_create_upload_answers_the_open_session() -> None:
    answer = call("create_upload")
    made = answer.json
    assert answer.status == 200
    assert list(made) == [
        *("id", "object", "bytes", "created_at", "filename", "purpose", "status", "expires_at", "file")
    ]
    assert (made["object"], made["status"], made["file"]) == ("upload", "pending", None)
    assert (made["filename"], made["bytes"]) == ('größe "zwei".jsonl', 12)
    assert made["expires_at"] == made["created_at"] + 3600


def test_a_session_lives_for_as_long_as_the_deployment_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UPLOAD_SECONDS", "60")
    made = call("create_upload").json
    assert made["expires_at"] == made["created_at"] + 60


def test_add_upload_part_answers_the_part() -> None:
    upload = opened(12)
    answer = call("add_upload_part", of_upload(sample("add_upload_part"), upload))
    assert (answer.status, answer.json["object"], answer.json["upload_id"]) == (200, "upload.part", upload)
    assert complete(upload, answer.json["id"]).json["file"]["bytes"] == 12


def test_parts_are_joined_in_the_order_that_the_client_names() -> None:
    upload = opened(6)
    last, first = added(upload, b"def"), added(upload, b"abc")
    made = complete(upload, first, last).json
    assert (made["status"], made["file"]["bytes"], made["file"]["filename"]) == ("completed", 6, "a.jsonl")
    assert content_of(made["file"]["id"]) == b"abcdef"
    assert call_with_id("get_file", made["file"]["id"]).json == made["file"]


def test_long_parts_are_joined_in_pieces() -> None:
    contents = [LONG, LONG[::-1], LONG, b"the end"]
    upload = opened(sum(map(len, contents)))
    file = complete(upload, *(added(upload, content) for content in contents)).json["file"]
    assert content_of(file["id"]) == b"".join(contents)
    assert len(left_in_s3()) == 1


def test_the_file_expires_some_time_after_the_completion() -> None:
    upload = opened(3, expires_after={"anchor": "created_at", "seconds": 3600})
    file = complete(upload, added(upload, b"abc")).json["file"]
    assert file["expires_at"] == file["created_at"] + 3600


@pytest.mark.parametrize("spelled", [str.lower, str.upper])
def test_a_right_md5_is_accepted(spelled: Callable[[str], str]) -> None:
    upload = opened(3)
    digest = spelled(md5(b"abc", usedforsecurity=False).hexdigest())
    assert complete(upload, added(upload, b"abc"), md5=digest).json["status"] == "completed"


def test_a_wrong_md5_changes_nothing_and_may_be_repaired() -> None:
    upload = opened(3)
    part = added(upload, b"abc")
    answer = complete(upload, part, md5="0" * 32)
    assert (answer.status, answer.error["param"]) == (400, "md5")
    assert usage()["file_count"] == 0
    assert complete(upload, part, md5=None).json["status"] == "completed"


@pytest.mark.parametrize("size", [2, 4])
def test_parts_that_do_not_add_up_are_refused_and_may_be_repaired(size: int) -> None:
    upload = opened(3)
    answer = complete(upload, added(upload, b"x" * size))
    assert (answer.status, answer.error["param"]) == (400, "part_ids")
    assert complete(upload, added(upload, b"abc")).status == 200


def test_a_part_of_nobody_of_another_session_or_named_twice_is_refused() -> None:
    upload, other = opened(6), opened(6)
    mine, foreign = added(upload, b"abc"), added(other, b"abc")
    unknown = "part_" + "0" * 32
    refused = [complete(upload, mine, each) for each in (unknown, foreign, "garbage", mine)]
    assert [answer.status for answer in refused] == [400] * 4
    assert [answer.error["param"] for answer in refused] == [*["part_ids[1]"] * 3, "part_ids"]


def test_completing_again_gives_the_same_answer() -> None:
    upload = opened(3)
    part = added(upload, b"abc")
    assert complete(upload, part).json == complete(upload, part).json
    assert usage()["file_count"] == 1


@pytest.mark.usefixtures("one_call_at_a_time")
def test_ten_completions_at_once_make_one_file() -> None:
    upload = opened(3)
    part = added(upload, b"abc")
    with ThreadPoolExecutor(10) as pool:
        answers = list(pool.map(lambda _: complete(upload, part), range(10)))
    assert [answer.status for answer in answers] == [200] * 10
    assert len({answer.json["file"]["id"] for answer in answers}) == 1
    assert (usage()["file_count"], len(left_in_s3())) == (1, 1)


@pytest.mark.parametrize("function", OF_AN_UPLOAD)
def test_another_projects_session_looks_like_one_that_never_was(function: str) -> None:
    upload = opened(3)
    foreign = call(function, as_project(of_upload(sample(function), upload), "globex"))
    unknown = call(function)
    assert foreign.status == unknown.status == 404
    assert foreign.error == unknown.error | {"message": f"No such Upload object: {upload}"}


def test_what_each_route_asks_of_aws() -> None:
    services.cache_clear()
    with aws_calls() as made:
        upload = opened(3)
    assert made == ["TransactWriteItems"]
    with aws_calls() as made:
        part = added(upload, b"abc")
    assert made == ["GetItem", "PutObject", "TransactWriteItems"]
    with aws_calls() as made:
        complete(upload, part)
    joining = ["CreateMultipartUpload", "GetObject", "UploadPart", "CompleteMultipartUpload"]
    recorded = ["GetItem", "Query", "TransactWriteItems", *joining, "TransactWriteItems"]
    assert made == [*recorded, "Query", "DeleteObjects", "TransactWriteItems", "TransactWriteItems"]
    cancelled = opened(3)
    with aws_calls() as made:
        cancel(cancelled)
    clearing = ["GetItem", "Query", "ListMultipartUploads", "TransactWriteItems"]
    assert made == ["GetItem", "TransactWriteItems", *clearing]


def test_what_cannot_be_joined_can_be_completed_again(monkeypatch: pytest.MonkeyPatch) -> None:
    upload = opened(3)
    lost = added(upload, b"abc")
    s3 = boto3.client("s3")
    for version in s3.list_object_versions(Bucket="bytes")["Versions"]:
        s3.delete_object(Bucket="bytes", Key=version["Key"], VersionId=version["VersionId"])
    assert complete(upload, lost).status == 500
    assert complete(upload, added(upload, b"abc")).status == 200


def test_no_two_transactions_have_one_token(monkeypatch: pytest.MonkeyPatch) -> None:
    """DynamoDB refuses the second of them for ten minutes, and moto does not."""
    real, tokens = BaseClient._make_api_call, []

    def remember(client: BaseClient, name: str, parameters: Any) -> Any:
        tokens.append(parameters.get("ClientRequestToken"))
        return real(client, name, parameters)

    monkeypatch.setattr(BaseClient, "_make_api_call", remember)
    upload = opened(3)
    complete(upload, added(upload, b"abc"))
    used = [token for token in tokens if token]
    assert len(used) == len(set(used)) == 6
    assert max(map(len, used)) <= 36
