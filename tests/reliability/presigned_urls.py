"""What S3 makes of a presigned URL, and moto does not: is it as it was signed, not too old, and for what is there.

Source: "Authenticating Requests: Using Query Parameters (AWS Signature Version 4)".
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from hmac import compare_digest
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from botocore.auth import SIGV4_TIMESTAMP, S3SigV4QueryAuth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from tests.aws_account import REGION
from tests.reliability.clock import Clock
from tests.reliability.stores import multipart_upload

MOST_SECONDS = 604_800


@contextmanager
def urls_checked(clock: Clock) -> Iterator[None]:
    """While this is open, requests with an URL of that sort go to S3 only as S3 would take them."""
    real = requests.Session.send

    def send(session: requests.Session, request: requests.PreparedRequest, **more: Any) -> requests.Response:
        refused = refusal(request, clock.seconds)
        return _answer(request, *refused) if refused else real(session, request, **more)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(requests.Session, "send", send)
        yield


def refusal(request: requests.PreparedRequest, now: int) -> tuple[int, str] | None:
    """Status and code; None for what is in order, or has nothing signed in its URL."""
    query = {name: values[0] for name, values in parse_qs(urlsplit(str(request.url)).query).items()}
    signature = query.get("X-Amz-Signature")
    if signature is None:
        return None
    seconds = int(query["X-Amz-Expires"])
    if seconds > MOST_SECONDS:
        return 400, "AuthorizationQueryParametersError"
    signed_at = datetime.strptime(query["X-Amz-Date"], SIGV4_TIMESTAMP).replace(tzinfo=UTC).timestamp()
    if now > signed_at + seconds:
        return 403, "AccessDenied"
    signed = _signature(request, query["X-Amz-SignedHeaders"].split(";"), query["X-Amz-Date"])
    if not compare_digest(signature, signed):
        return 403, "SignatureDoesNotMatch"
    return (404, "NoSuchUpload") if _is_for_ended_upload(query) else None


def _is_for_ended_upload(query: dict[str, str]) -> bool:
    return "uploadId" in query and multipart_upload(query["uploadId"]) is None


def _signature(request: requests.PreparedRequest, names: list[str], moment: str) -> str:
    """What whoever has the key gets for the request as it came."""
    headers = {name: request.headers[name] for name in names if name in request.headers}
    unsigned = str(request.url).partition("&X-Amz-Signature=")[0]
    asked = AWSRequest(method=str(request.method), url=unsigned, headers=headers)
    asked.context["timestamp"] = moment
    key = Credentials(os.environ["AWS_ACCESS_KEY_ID"], os.environ["AWS_SECRET_ACCESS_KEY"])
    signer: Any = S3SigV4QueryAuth(key, "s3", REGION, 0)
    made: str = signer.signature(signer.string_to_sign(asked, signer.canonical_request(asked)), asked)
    return made


def _answer(request: requests.PreparedRequest, status: int, code: str) -> requests.Response:
    answer = requests.Response()
    answer.status_code, answer.url, answer.request = status, str(request.url), request
    answer._content = f"<Error><Code>{code}</Code></Error>".encode()
    return answer
