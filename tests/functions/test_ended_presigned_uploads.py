"""Uploads of presigned parts that end: they take nothing more, and nothing of them stays."""

import boto3
import pytest

from tests.functions.calls import answers_lost, aws_calls, call, sample
from tests.functions.upload_calls import (
    addresses,
    arrived,
    cancel,
    complete,
    left_in_s3,
    of_upload,
    opened,
    sent,
    usage,
)

pytestmark = pytest.mark.usefixtures("deployed")

LONG = bytes(range(256)) * 4096 * 16
"""As many bytes as a part has that is not the last."""


@pytest.mark.parametrize("end", [cancel, lambda upload: complete(upload, *sent(upload, b"abc"))])
def test_an_ended_session_has_no_parts_gives_no_addresses_and_can_be_looked_at(end: object) -> None:
    upload = opened(3)
    sent(upload, b"abc")
    ended = end(upload).json  # type: ignore[operator]
    assert arrived(upload).json == {"object": "list", "data": [], "first_id": None, "last_id": None, "has_more": False}
    assert (addresses(upload, 1).status, addresses(upload, 1).error["param"]) == (400, "upload_id")
    assert call("get_upload", of_upload(sample("get_upload"), upload)).json == ended


def test_cancel_leaves_nothing_behind() -> None:
    before = usage()
    upload = opened(len(LONG) + 3)
    sent(upload, LONG)
    assert cancel(upload).json["status"] == "cancelled"
    assert (left_in_s3(), usage()) == ([], before)


def test_cancel_removes_a_file_that_s3_made_and_nobody_recorded() -> None:
    before = usage()
    upload = opened(3)
    (part,) = sent(upload, b"abc")
    with answers_lost("CompleteMultipartUpload"):
        complete(upload, part)
    assert left_in_s3() != []
    cancel(upload)
    assert (left_in_s3(), usage()) == ([], before)


def test_a_beginning_that_lost_its_answer_leaves_nothing_once_the_session_ends() -> None:
    completed, cancelled = opened(3), opened(3)
    for upload in (completed, cancelled):
        with answers_lost("CreateMultipartUpload"):
            assert addresses(upload, 1).status == 503
    complete(completed, *sent(completed, b"abc"))
    cancel(cancelled)
    assert len(left_in_s3()) == 1


def test_cancelling_asks_s3_until_nothing_is_left() -> None:
    upload = opened(3)
    sent(upload, b"abc")
    with aws_calls() as made:
        cancel(upload)
    clearing = ["ListMultipartUploads", "AbortMultipartUpload", "ListParts", "ListObjectVersions"]
    assert made == ["GetItem", "TransactWriteItems", "GetItem", "Query", *clearing, "TransactWriteItems"]
    assert boto3.client("s3").list_multipart_uploads(Bucket="bytes").get("Uploads", []) == []
