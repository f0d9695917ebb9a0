"""The place between botocore and AWS (moto): every attempt of every call passes here, below botocore's retries."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from botocore.awsrequest import AWSPreparedRequest, AWSResponse
from moto.core.botocore_stubber import BotocoreStubber, MockRawResponse


@dataclass(frozen=True)
class Call:
    """One attempt of a call, as it is sent."""

    service: str
    operation: str
    request: AWSPreparedRequest

    @property
    def body(self) -> bytes:
        """Of streams what is still to be sent, without the frames of its chunks."""
        body = getattr(self.request.body, "_raw", self.request.body) or b""
        if not hasattr(body, "read"):
            return body.encode() if isinstance(body, str) else bytes(body)
        at, content = body.tell(), body.read()
        body.seek(at)
        return bytes(content)

    @property
    def json(self) -> dict[str, Any]:
        """What is asked of any service but S3."""
        parsed: dict[str, Any] = json.loads(self.body)
        return parsed

    @property
    def key(self) -> str:
        """The object that S3 is asked about; empty for the bucket."""
        return unquote(urlsplit(self.request.url).path.removeprefix("/"))

    @property
    def bucket(self) -> str:
        """Buckets are named in the host."""
        return urlsplit(self.request.url).netloc.partition(".")[0]

    @property
    def query(self) -> dict[str, str]:
        parsed = parse_qs(urlsplit(self.request.url).query, keep_blank_values=True)
        return {name: values[0] for name, values in parsed.items()}

    def header(self, name: str) -> str | None:
        value = self.request.headers.get(name)
        return value.decode() if isinstance(value, bytes) else value

    def answer(self, status: int, body: bytes = b"") -> AWSResponse:
        """As if it came from AWS."""
        return AWSResponse(self.request.url, status, {}, MockRawResponse(body))

    def refusal(self, status: int, code: str, **more: Any) -> AWSResponse:
        """An error as that service words it."""
        if self.service != "s3":
            said = {"__type": f"com.amazonaws.{self.service}#{code}", "message": "."} | more
            return self.answer(status, json.dumps(said).encode())
        words = f'<?xml version="1.0" encoding="UTF-8"?><Error><Code>{code}</Code><Message>.</Message></Error>'
        return self.answer(status, b"" if self.request.method == "HEAD" else words.encode())


Onward = Callable[[], AWSResponse]
Layer = Callable[[Call, Onward], AWSResponse]
"""Sees a call, and asks who is behind it, or does not; what it raises, botocore meets as a broken connection."""


@contextmanager
def wired(layer: Layer) -> Iterator[None]:
    """While this is open, the layer stands before all that were there already."""
    behind = BotocoreStubber.__call__

    def send(stubber: BotocoreStubber, event_name: str, request: AWSPreparedRequest, **more: Any) -> AWSResponse:
        _, service, operation = event_name.split(".")
        return layer(Call(service, operation, request), lambda: behind(stubber, event_name, request, **more))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BotocoreStubber, "__call__", send)
        yield
