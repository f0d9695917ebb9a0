"""AWS in this process is as strict as AWS says that it is: what it refuses, and that it takes the same done right."""

import hashlib
import zlib
from base64 import b64encode
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count
from typing import Any

import pytest
import requests
from botocore.exceptions import ClientError

from filegate.adapters.aws import dynamodb_client, s3_client, s3_presigning_client
from tests.reliability.account import Account, new_account
from tests.reliability.strict_aws import TOKEN_SECONDS

CONTENT, OTHER = b"content", b"CONTENT"
_numbers = count()


@pytest.fixture(scope="module")
def account() -> Iterator[Account]:
    with new_account() as made:
        yield made


@pytest.fixture(scope="module")
def s3(account: Account) -> Any:
    return s3_client()


@pytest.fixture
def key() -> str:
    return f"files/acme/{next(_numbers)}"


def refused(call: Callable[..., object], **request: Any) -> str:
    """The code with which AWS refuses it."""
    with pytest.raises(ClientError) as raised:
        call(**request)
    return raised.value.response["Error"]["Code"]


def encoded(digest: bytes) -> str:
    return b64encode(digest).decode()


DIGESTS = {
    "ChecksumSHA256": encoded(hashlib.sha256(CONTENT).digest()),
    "ChecksumCRC32": encoded(zlib.crc32(CONTENT).to_bytes(4, "big")),
    "ContentMD5": encoded(hashlib.md5(CONTENT, usedforsecurity=False).digest()),
}


@dataclass
class Counter:
    """An item whose number a transaction raises."""

    name: str

    def raised(self, token: str, by: int = 1, *, only_from: int | None = None) -> None:
        update: Any = {
            "TableName": "files",
            "Key": {"PK": {"S": self.name}, "SK": {"S": "X"}},
            "UpdateExpression": "ADD n :by",
            "ExpressionAttributeValues": {":by": {"N": str(by)}},
        }
        if only_from is not None:
            update["ConditionExpression"] = "n = :from"
            update["ExpressionAttributeValues"][":from"] = {"N": str(only_from)}
        dynamodb_client().transact_write_items(TransactItems=[{"Update": update}], ClientRequestToken=token)

    @property
    def value(self) -> int:
        key: Any = {"PK": {"S": self.name}, "SK": {"S": "X"}}
        return int(dynamodb_client().get_item(TableName="files", Key=key)["Item"]["n"]["N"])


@pytest.fixture
def counter(account: Account) -> Counter:
    return Counter(f"counter {next(_numbers)}")


def test_a_transaction_is_done_once_a_token(counter: Counter) -> None:
    for token in ("one", "one", "two"):
        counter.raised(f"{counter.name} {token}")
    assert counter.value == 2


def test_a_token_stands_for_one_transaction_only(counter: Counter) -> None:
    counter.raised(counter.name)
    assert refused(counter.raised, token=counter.name, by=2) == "IdempotentParameterMismatchException"
    assert counter.value == 1


def test_a_token_is_forgotten_after_ten_minutes(counter: Counter, account: Account) -> None:
    counter.raised(counter.name)
    account.clock.advance(TOKEN_SECONDS - 1)
    counter.raised(counter.name)
    assert counter.value == 1
    account.clock.advance(1)
    counter.raised(counter.name)
    assert counter.value == 2


def test_a_transaction_that_was_refused_may_be_tried_again(counter: Counter) -> None:
    assert refused(counter.raised, token=counter.name, only_from=1) == "TransactionCanceledException"
    counter.raised("its first")
    counter.raised(counter.name, only_from=1)
    assert counter.value == 2


@pytest.mark.parametrize("digest", DIGESTS)
def test_an_object_has_the_bytes_of_its_checksum(s3: Any, key: str, digest: str) -> None:
    declared = {digest: DIGESTS[digest]}
    assert refused(s3.put_object, Bucket="bytes", Key=key, Body=OTHER, **declared) == "BadDigest"
    s3.put_object(Bucket="bytes", Key=key, Body=CONTENT, **declared)
    assert s3.get_object(Bucket="bytes", Key=key)["Body"].read() == CONTENT


@dataclass
class Multipart:
    s3: Any
    key: str

    def __post_init__(self) -> None:
        self.id = self.s3.create_multipart_upload(Bucket="bytes", Key=self.key)["UploadId"]

    def part(self, body: bytes = CONTENT, **more: str) -> str:
        where = {"Bucket": "bytes", "Key": self.key, "UploadId": self.id, "PartNumber": 1}
        etag: str = self.s3.upload_part(**where, Body=body, **more)["ETag"]
        return etag

    def complete(self, etag: str, size: int) -> None:
        parts = {"Parts": [{"PartNumber": 1, "ETag": etag}]}
        where = {"Bucket": "bytes", "Key": self.key, "UploadId": self.id}
        self.s3.complete_multipart_upload(**where, MultipartUpload=parts, MpuObjectSize=size)

    def abort(self) -> None:
        self.s3.abort_multipart_upload(Bucket="bytes", Key=self.key, UploadId=self.id)


@pytest.fixture
def upload(s3: Any, key: str) -> Multipart:
    return Multipart(s3, key)


@pytest.mark.parametrize("digest", DIGESTS)
def test_a_part_has_the_bytes_of_its_checksum(upload: Multipart, digest: str) -> None:
    declared = {digest: DIGESTS[digest]}
    assert refused(upload.part, body=OTHER, **declared) == "BadDigest"
    upload.part(CONTENT, **declared)


def test_an_upload_is_completed_with_the_size_that_its_parts_have(upload: Multipart) -> None:
    etag = upload.part()
    assert refused(upload.complete, etag=etag, size=len(CONTENT) + 1) == "InvalidRequest"
    upload.complete(etag, len(CONTENT))


@pytest.mark.parametrize("end", ["abort", "complete"])
def test_an_upload_that_has_ended_takes_no_part(upload: Multipart, end: str) -> None:
    etag = upload.part()
    if end == "abort":
        upload.abort()
    else:
        upload.complete(etag, len(CONTENT))
    assert refused(upload.part) == "NoSuchUpload"


def test_a_copy_is_made_only_where_there_is_none_if_it_is_asked_for_so(s3: Any, key: str) -> None:
    s3.put_object(Bucket="drop", Key="source", Body=CONTENT)
    where = {"Bucket": "bytes", "Key": key, "CopySource": "drop/source", "IfNoneMatch": "*"}
    s3.copy_object(**where)
    s3.put_object(Bucket="drop", Key="source", Body=OTHER)
    assert refused(s3.copy_object, **where) == "PreconditionFailed"
    assert s3.get_object(Bucket="bytes", Key=key)["Body"].read() == CONTENT


def test_a_copy_is_made_only_of_what_the_source_was_if_it_is_asked_for_so(s3: Any, key: str) -> None:
    first = s3.put_object(Bucket="drop", Key="source", Body=CONTENT)["ETag"]
    second = s3.put_object(Bucket="drop", Key="source", Body=OTHER)["ETag"]
    where = {"Bucket": "bytes", "Key": key, "CopySource": "drop/source"}
    assert refused(s3.copy_object, **where, CopySourceIfMatch=first) == "PreconditionFailed"
    s3.copy_object(**where, CopySourceIfMatch=second)


@pytest.fixture
def url(account: Account, s3: Any, key: str) -> str:
    """Of an object that is there, for a minute."""
    s3.put_object(Bucket="bytes", Key=key, Body=CONTENT)
    made: str = s3.generate_presigned_url("get_object", Params={"Bucket": "bytes", "Key": key}, ExpiresIn=60)
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


def test_an_url_that_has_its_length_signed_takes_no_other(upload: Multipart) -> None:
    signed = {"Bucket": "bytes", "Key": upload.key, "UploadId": upload.id, "PartNumber": 1}
    signed |= {"ContentLength": len(CONTENT)}
    url = s3_presigning_client().generate_presigned_url("upload_part", Params=signed, ExpiresIn=60)
    assert answered(url, "PUT", data=CONTENT + b".") == (403, "SignatureDoesNotMatch")
    assert answered(url, "PUT", data=CONTENT)[0] == 200
