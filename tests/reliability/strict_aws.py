"""What AWS checks and moto does not: a layer of the wire that makes moto as strict as AWS documents it.

Transaction tokens (10 minutes), checksums in headers, the size that a completion declares (MpuObjectSize), parts for
an upload that has ended, conditions of CopyObject, and when a multipart upload was begun. Presigned URLs are checked in
`presigned_urls`.
"""

import hashlib
import re
import zlib
from base64 import b64encode
from collections.abc import Callable
from typing import Any

from botocore.awsrequest import AWSResponse

from tests.reliability.clock import Clock
from tests.reliability.stores import live_object, multipart_upload
from tests.reliability.wire import Call, Onward

TOKEN_SECONDS = 600
_UPLOAD = re.compile(rb"<Upload>.*?</Upload>", re.DOTALL)
_UPLOAD_ID = re.compile(rb"<UploadId>(.*?)</UploadId>")
_INITIATED = re.compile(rb"<Initiated>.*?</Initiated>")


class StrictAWS:
    """`decided` holds by token when a transaction was done, what it was, and the answer.

    `began` holds by its id when a multipart upload did.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.decided: dict[str, tuple[int, Any, AWSResponse]] = {}
        self.began: dict[str, str] = {}

    def __call__(self, call: Call, onward: Onward) -> AWSResponse:
        if call.operation == "TransactWriteItems":
            return self._transaction(call, onward)
        if call.operation == "CreateMultipartUpload":
            return self._beginning(onward())
        if call.operation == "ListMultipartUploads":
            return self._with_beginnings(call, onward())
        check = _CHECKS.get(call.operation)
        return (check and check(call)) or onward()

    def _transaction(self, call: Call, onward: Onward) -> AWSResponse:
        """DynamoDB remembers what it has done, not what it has refused."""
        asked = call.json
        token = asked.pop("ClientRequestToken", "")
        at, earlier, answer = self.decided.get(token, (0, None, None))
        if answer and self._clock.seconds < at + TOKEN_SECONDS:
            return answer if earlier == asked else call.refusal(400, "IdempotentParameterMismatchException")
        done = onward()
        done.content  # noqa: B018 - read once, it can be given again.
        if done.status_code == 200 and token:
            self.decided[token] = (self._clock.seconds, asked, done)
        return done

    def _beginning(self, answer: AWSResponse) -> AWSResponse:
        found = _UPLOAD_ID.search(answer.content)
        if found:
            self.began[found[1].decode()] = f"{self._clock.utcnow().isoformat()}Z"
        return answer

    def _with_beginnings(self, call: Call, answer: AWSResponse) -> AWSResponse:
        """To moto all of them are of 2010."""

        def told(upload: re.Match[bytes]) -> bytes:
            found = _UPLOAD_ID.search(upload[0])
            moment = self.began.get(found[1].decode()) if found else None
            return _INITIATED.sub(f"<Initiated>{moment}</Initiated>".encode(), upload[0]) if moment else upload[0]

        return call.answer(answer.status_code, _UPLOAD.sub(told, answer.content))


def _put_object(call: Call) -> AWSResponse | None:
    return _checksum(call)


def _upload_part(call: Call) -> AWSResponse | None:
    return _checksum(call) if multipart_upload(call.query["uploadId"]) else call.refusal(404, "NoSuchUpload")


def _checksum(call: Call) -> AWSResponse | None:
    for name, digest in _DIGESTS.items():
        declared = call.header(name)
        if declared is not None and b64encode(digest(call.body)).decode() != declared:
            return call.refusal(400, "BadDigest")
    return None


def _complete(call: Call) -> AWSResponse | None:
    declared, upload = call.header("x-amz-mp-object-size"), multipart_upload(call.query["uploadId"])
    if declared is None or upload is None or sum(len(part) for part in upload.parts) == int(declared):
        return None
    return call.refusal(400, "InvalidRequest")


def _copy(call: Call) -> AWSResponse | None:
    """Of the conditions, those that say that nothing is there yet, and that the source is still the same."""
    if call.header("if-none-match") == "*" and live_object(call.key, call.bucket):
        return call.refusal(412, "PreconditionFailed")
    wanted, source = call.header("x-amz-copy-source-if-match"), call.header("x-amz-copy-source") or ""
    bucket, _, rest = source.removeprefix("/").partition("/")
    key, _, version = rest.partition("?versionId=")
    found = live_object(key, bucket, version)
    return call.refusal(412, "PreconditionFailed") if wanted and found and found.etag != wanted.strip('"') else None


_DIGESTS: dict[str, Callable[[bytes], bytes]] = {
    "x-amz-checksum-sha256": lambda body: hashlib.sha256(body).digest(),
    "x-amz-checksum-crc32": lambda body: zlib.crc32(body).to_bytes(4, "big"),
    "content-md5": lambda body: hashlib.md5(body, usedforsecurity=False).digest(),
}
_CHECKS = {
    "PutObject": _put_object,
    "UploadPart": _upload_part,
    "CompleteMultipartUpload": _complete,
    "CopyObject": _copy,
}
