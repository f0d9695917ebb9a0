"""Situations in which a function of uploads needs each of its rights."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx2

from tests.e2e.account import Account
from tests.e2e.conftest import Deployment
from tests.e2e.lossy_s3 import lossy_s3
from tests.e2e.presigned_situations import OF_PRESIGNED_PARTS
from tests.e2e.situations import Call, Situation, add, connect, opened

PART = bytes(4_194_304)
PARTS_OF_SPARE_ROOM = 16
WRONG_MD5 = "0" * 32


@contextmanager
def opening(deployment: Deployment, _: Account) -> Iterator[Call]:
    with connect(deployment, deployment.new_key()) as http:
        body = {"filename": "a", "purpose": "batch", "bytes": 2, "mime_type": "text/plain"}
        yield lambda: http.post("/uploads", json=body)


@contextmanager
def adding(deployment: Deployment, _: Account) -> Iterator[Call]:
    with connect(deployment, deployment.new_key()) as http:
        upload = opened(http, 2)
        yield lambda: add(http, upload, b"{}")


@contextmanager
def adding_too_much(deployment: Deployment, _: Account) -> Iterator[Call]:
    """The session has no room for the part, whose bytes are stored already and have to go again."""
    with connect(deployment, deployment.new_key()) as http:
        upload = opened(http, 1)
        for _part in range(PARTS_OF_SPARE_ROOM):
            add(http, upload, PART).raise_for_status()
        yield lambda: add(http, upload, b"too much")


@contextmanager
def completing(deployment: Deployment, _: Account) -> Iterator[Call]:
    with connect(deployment, deployment.new_key()) as http:
        upload = opened(http, 2)
        part = add(http, upload, b"{}").json()["id"]
        yield lambda: http.post(f"{upload}/complete", json={"part_ids": [part]})


@contextmanager
def completing_after_a_failure(deployment: Deployment, _: Account) -> Iterator[Call]:
    """What the failed joining may have left is looked for, and removed."""
    with connect(deployment, deployment.new_key()) as http:
        upload = opened(http, 3 * len(PART))
        body: Any = {"part_ids": [add(http, upload, PART).json()["id"] for _part in range(3)]}

        def fail_and_complete() -> httpx2.Response:
            http.post(f"{upload}/complete", json=body | {"md5": WRONG_MD5})
            return http.post(f"{upload}/complete", json=body)

        yield fail_and_complete


@contextmanager
def cancelling(deployment: Deployment, _: Account) -> Iterator[Call]:
    with connect(deployment, deployment.new_key()) as http:
        upload = opened(http, 2)
        add(http, upload, b"{}").raise_for_status()
        yield lambda: http.post(f"{upload}/cancel")


@contextmanager
def cancelling_after_a_failure(deployment: Deployment, account: Account) -> Iterator[Call]:
    """The function that failed was not able to abort what it had begun."""
    with connect(deployment, deployment.new_key()) as http:
        upload = opened(http, 3 * len(PART))
        parts = [add(http, upload, PART).json()["id"] for _part in range(3)]
        with account.without("CompleteUploadFunction", "s3:AbortMultipartUpload"):
            http.post(f"{upload}/complete", json={"part_ids": parts, "md5": WRONG_MD5})
        yield lambda: http.post(f"{upload}/cancel")


def while_answers_of_s3_are_lost(function: str, situation: Situation) -> Situation:
    @contextmanager
    def losing(deployment: Deployment, account: Account) -> Iterator[Call]:
        with (
            lossy_s3(deployment.endpoint) as line,
            account.with_variable(function, "AWS_ENDPOINT_URL_S3", line),
            situation(deployment, account) as call,
        ):
            yield call

    return losing


AFTER_A_FAILURE = ["s3:AbortMultipartUpload", "s3:ListBucketMultipartUploads", "s3:ListBucketVersions"]

OF_UPLOADS: dict[str, Situation] = {
    "CreateUploadFunction": opening,
    "AddUploadPartFunction": adding,
    "AddUploadPartFunction s3:GetObject": while_answers_of_s3_are_lost("AddUploadPartFunction", adding),
    **{f"AddUploadPartFunction s3:{action}": adding_too_much for action in ("DeleteObject", "DeleteObjectVersion")},
    "CompleteUploadFunction": completing,
    "CompleteUploadFunction s3:GetObject": while_answers_of_s3_are_lost("CompleteUploadFunction", completing),
    **{f"CompleteUploadFunction {action}": completing_after_a_failure for action in AFTER_A_FAILURE},
    "CancelUploadFunction": cancelling,
    **{f"CancelUploadFunction {action}": cancelling_after_a_failure for action in AFTER_A_FAILURE},
    **OF_PRESIGNED_PARTS,
}
