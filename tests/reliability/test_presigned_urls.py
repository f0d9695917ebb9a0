"""S3 in this process takes a presigned URL as S3 does: as it was signed, and for its time."""

from collections.abc import Iterator
from typing import Any

import pytest
import requests

from filegate.adapters.aws import s3_client, s3_presigning_client
from tests.reliability.account import Account, new_account

CONTENT, KEY = b"content", "files/acme/1"


@pytest.fixture(scope="module")
def account() -> Iterator[Account]:
    with new_account() as made:
        yield made


@pytest.fixture(scope="module")
def s3(account: Account) -> Any:
    return s3_client()


@pytest.fixture
def url(account: Account, s3: Any) -> str:
    """Of an object that is there, for a minute."""
    s3.put_object(Bucket="bytes", Key=KEY, Body=CONTENT)
    made: str = s3.generate_presigned_url("get_object", Params={"Bucket": "bytes", "Key": KEY}, ExpiresIn=60)
    return made


def answered(url: str, method: str = "GET", **more: Any) -> tuple[int, str]:
    answer = requests.request(method, url, timeout=5, **more)
    return answer.status_code, answer.text.partition("<Code>")[2].partition("<")[0]


def test_an_url_is_good_for_its_time(url: str, account: Account) -> None:
    account.clock.advance(60)
    assert requests.get(url, timeout=5).content == CONTENT
    account.clock.advance(1)
    assert answered(url) == (403, "AccessDenied")


@pytest.mark.parametrize(
    ("part", "instead"),
    [
        ("/files/acme/", "/files/other/"),
        ("X-Amz-Expires=60", "X-Amz-Expires=61"),
        ("X-Amz-Signature=", "X-Amz-Signature=0"),
        ("bytes.s3", "drop.s3"),
        ("X-Amz-Algorithm", "response-content-type=text%2Fhtml&X-Amz-Algorithm"),
    ],
)
def test_an_url_is_good_as_it_was_signed(url: str, part: str, instead: str) -> None:
    assert part in url
    assert answered(url.replace(part, instead, 1)) == (403, "SignatureDoesNotMatch")


@pytest.mark.parametrize("method", ["PUT", "DELETE"])
def test_an_url_is_good_for_one_method(url: str, method: str) -> None:
    assert answered(url, method) == (403, "SignatureDoesNotMatch")


def test_an_url_lives_for_a_week_at_most(url: str) -> None:
    assert answered(url.replace("X-Amz-Expires=60", "X-Amz-Expires=604801")) == (
        400,
        "AuthorizationQueryParametersError",
    )


def test_an_url_that_has_its_length_signed_takes_no_other(s3: Any) -> None:
    upload = s3.create_multipart_upload(Bucket="bytes", Key=KEY)["UploadId"]
    signed = {"Bucket": "bytes", "Key": KEY, "UploadId": upload, "PartNumber": 1, "ContentLength": len(CONTENT)}
    url = s3_presigning_client().generate_presigned_url("upload_part", Params=signed, ExpiresIn=60)
    assert answered(url, "PUT", data=CONTENT + b".") == (403, "SignatureDoesNotMatch")
    assert answered(url, "PUT", data=CONTENT)[0] == 200


def test_an_url_of_a_part_ends_with_its_upload(s3: Any) -> None:
    upload = s3.create_multipart_upload(Bucket="bytes", Key=KEY)["UploadId"]
    part = {"Bucket": "bytes", "Key": KEY, "UploadId": upload, "PartNumber": 1}
    url = s3_presigning_client().generate_presigned_url("upload_part", Params=part, ExpiresIn=60)
    s3.abort_multipart_upload(Bucket="bytes", Key=KEY, UploadId=upload)
    assert answered(url, "PUT", data=CONTENT) == (404, "NoSuchUpload")
