"""S3 (moto) that goes wrong at a chosen call of one client, below botocore, which tries again as it would."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

from botocore.awsrequest import AWSResponse
from botocore.client import BaseClient
from moto.core.botocore_stubber import MockRawResponse

Answer = tuple[int, str]
"""Status and error code."""

OUTAGE: Answer = (503, "ServiceUnavailable")


def instead(client: BaseClient, operation: str, *answers: Answer | None, after: int = 0) -> None:
    """The calls after so many get these answers, one each, and do nothing; None and all later ones get through."""
    left: Iterator[Answer | None] = iter([*[None] * after, *answers])

    def answer(request: Any, **_: object) -> AWSResponse | None:
        given = next(left, None)
        if given is None:
            return None
        # Moto sees the request all the same, and its answer is not used: so it must be one that does nothing.
        request.method = "HEAD"
        return AWSResponse(request.url, given[0], {}, MockRawResponse(_error(given[1])))

    client.meta.events.register_first(f"before-send.s3.{operation}", answer)


def lost(client: BaseClient, operation: str, times: int = 1) -> None:
    """What the first calls do is done, but nobody is told so."""
    left = iter(range(times))

    def lose(response_dict: dict[str, Any], **_: object) -> None:
        if next(left, None) is not None:
            response_dict.update(status_code=500, body=b"")

    client.meta.events.register_first(f"before-parse.s3.{operation}", lose)


def broken_off(client: BaseClient, times: int) -> None:
    """The first contents that are got end before all of them has come."""
    left = iter(range(times))

    def break_off(request: Any, **_: object) -> AWSResponse | None:
        if next(left, None) is None:
            return None
        return AWSResponse(request.url, 200, {"content-length": "1000"}, BytesIO(b"some"))

    client.meta.events.register_first("before-send.s3.GetObject", break_off)


def _error(code: str) -> bytes:
    """Without a code nothing, as HEAD is answered."""
    if not code:
        return b""
    return f'<?xml version="1.0" encoding="UTF-8"?><Error><Code>{code}</Code><Message>.</Message></Error>'.encode()
