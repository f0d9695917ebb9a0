"""Requests to providers, over real HTTP on a socket of this machine's file system."""

import asyncio
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from filegate.adapters.http_upstreams import HttpUpstreams
from filegate.domain.batches import TokenUsage
from filegate.domain.replies import NoReply, Reply
from filegate.domain.upstreams import Provider

CHAT = "/v1/chat/completions"


class Listed:
    def now(self) -> Sequence[Provider]:
        return []


class Upstream:
    """Answers each request with the same bytes, and keeps what was asked."""

    def __init__(self, answer: bytes | None) -> None:
        self.answer = answer
        self.asked: list[bytes] = []
        self.connections = 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                size = next(
                    int(line.split(b":")[1])
                    for line in head.split(b"\r\n")
                    if line.lower().startswith(b"content-length")
                )
                self.asked.append(head + await reader.readexactly(size))
                if self.answer is None:
                    await asyncio.sleep(30)
                else:
                    writer.write(self.answer)
                    await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()


def http(status: str, body: bytes, *headers: str) -> bytes:
    head = "\r\n".join([f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *headers])
    return head.encode() + b"\r\n\r\n" + body


def sent(
    upstream: Upstream, path: Path, monkeypatch: pytest.MonkeyPatch, times: int = 1, most: int = 1000, **fields: Any
) -> list[Reply]:
    provider = Provider(name="p", base_url="http://upstream.test/v1", key="sk-1", **fields)
    socket = str(path / "socket")
    monkeypatch.setattr(aiohttp, "TCPConnector", lambda **_: aiohttp.UnixConnector(socket))

    async def send() -> list[Reply]:
        server = await asyncio.start_unix_server(upstream.serve, socket)
        async with server, HttpUpstreams(Listed(), most).connected() as send:  # type: ignore[arg-type]
            return [await send(provider, CHAT, b'{"model":"m"}') for _ in range(times)]

    return asyncio.run(send())


def test_a_request_carries_the_key_and_the_body(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    upstream = Upstream(http("200 OK", b"{}"))
    sent(upstream, tmp_path, monkeypatch)
    (asked,) = upstream.asked
    assert asked.startswith(b"POST /v1/chat/completions HTTP/1.1\r\n")
    assert b"Authorization: Bearer sk-1\r\n" in asked
    assert asked.endswith(b'\r\n\r\n{"model":"m"}')


def test_connections_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    upstream = Upstream(http("200 OK", b"{}"))
    sent(upstream, tmp_path, monkeypatch, times=5)
    assert (len(upstream.asked), upstream.connections) == (5, 1)


def test_an_answer_is_told_on_one_line_with_its_tokens(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    body = {"usage": {"prompt_tokens": 5, "completion_tokens": 7, "prompt_tokens_details": {"cached_tokens": 2}}}
    content = json.dumps(body, indent=2).encode()
    (reply,) = sent(Upstream(http("200 OK", content, "x-request-id: req_9")), tmp_path, monkeypatch)
    assert (reply.status, reply.request_id, reply.usage) == (200, "req_9", TokenUsage(5, 2, 7, 0))
    assert json.loads(reply.body) == body
    assert b"\n" not in reply.body


@pytest.mark.parametrize(
    ("said", "seconds"),
    [("7", 7.0), ("0", 0.0), ("99999999", 3600.0), ("soon", None), ("Wed, 21 Oct 2015 07:28:00 GMT", 0.0)],
)
def test_how_long_a_provider_wants_to_be_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: str, seconds: float | None
) -> None:
    answer = http("429 Too Many Requests", b"{}", f"Retry-After: {said}")
    (reply,) = sent(Upstream(answer), tmp_path, monkeypatch)
    assert (reply.status, reply.retry_after, reply.final) == (429, seconds, False)


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (http("200 OK", b"<html>"), "broken"),
        (http("200 OK", b"[]"), "broken"),
        (http("502 Bad Gateway", b"oh"), "broken"),
        (http("200 OK", b"{" + b" " * 2000 + b"}"), "too_large"),
        (b"nonsense\r\n\r\n", "unreachable"),
        (None, "timeout"),
    ],
)
def test_what_is_no_answer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answer: bytes | None, kind: str) -> None:
    with pytest.raises(NoReply) as failure:
        sent(Upstream(answer), tmp_path, monkeypatch, timeout=0.2)
    assert failure.value.kind == kind


def test_a_redirect_is_not_followed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    upstream = Upstream(http("302 Found", b"{}", "Location: http://elsewhere.test/"))
    (reply,) = sent(upstream, tmp_path, monkeypatch)
    assert (reply.status, reply.succeeded, reply.final, len(upstream.asked)) == (302, False, False, 1)
