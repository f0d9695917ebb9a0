"""Requests to providers over HTTP: connections are kept, answers bounded, redirects not followed.

aiohttp, because what counts here is the time of a request, of which a chunk has hundreds: httpx starts a quarter of a
second earlier, once, and takes longer for every single one (docs/decisions.md).

IAM actions on the secret: `providers` needs GetSecretValue; `connected` needs none.
"""

from __future__ import annotations

from contextlib import asynccontextmanager
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import partial
from typing import TYPE_CHECKING, Any

import aiohttp
import orjson

from filegate.domain.batches import TokenUsage
from filegate.domain.replies import NoReply, Reply

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping, Sequence

    from filegate.adapters.secrets_providers import ProviderList
    from filegate.domain.ports import Send
    from filegate.domain.upstreams import Provider

CONNECT_SECONDS = 10.0
MAX_RETRY_AFTER = 3600.0

_READ_BYTES = 262_144


class HttpUpstreams:
    """The Upstreams of the domain."""

    def __init__(self, listed: ProviderList, max_answer_bytes: int) -> None:
        self._listed = listed
        self._most = max_answer_bytes

    def providers(self) -> Sequence[Provider]:
        return self._listed.now()

    @asynccontextmanager
    async def connected(self) -> AsyncIterator[Send]:
        connector = aiohttp.TCPConnector(limit=0, ttl_dns_cache=60)
        # Nothing that one provider answers goes to another, and no proxy of the environment comes between.
        async with aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.DummyCookieJar()) as session:
            yield partial(self._send, session)

    async def _send(self, session: aiohttp.ClientSession, provider: Provider, endpoint: str, body: bytes) -> Reply:
        headers = {"Authorization": f"Bearer {provider.key}", "Content-Type": "application/json"}
        timeout = aiohttp.ClientTimeout(total=provider.timeout, sock_connect=CONNECT_SECONDS)
        try:
            async with session.post(
                provider.url(endpoint), data=body, headers=headers, timeout=timeout, allow_redirects=False
            ) as answer:
                return _reply(answer.status, answer.headers, await self._content(answer))
        except TimeoutError:
            raise NoReply("timeout") from None
        except (aiohttp.ClientError, OSError):
            raise NoReply("unreachable") from None

    async def _content(self, answer: aiohttp.ClientResponse) -> bytes:
        content = bytearray()
        async for chunk in answer.content.iter_chunked(_READ_BYTES):
            content += chunk
            if len(content) > self._most:
                answer.close()
                raise NoReply("too_large", answer.status)
        return bytes(content)


def _reply(status: int, headers: Mapping[str, str], content: bytes) -> Reply:
    try:
        body: Any = orjson.loads(content)
    except orjson.JSONDecodeError:
        body = None
    if not isinstance(body, dict):
        raise NoReply("broken", status)
    return Reply(
        status,
        # As it came, if it is one line already: a string of JSON has no line breaks in it, whatever it says.
        content if b"\n" not in content and b"\r" not in content else orjson.dumps(body),
        headers.get("x-request-id", ""),
        _usage(body.get("usage")),
        _retry_after(headers.get("Retry-After")),
    )


def _usage(told: object) -> TokenUsage:
    """As chat completions and embeddings tell it, or as responses do."""
    if not isinstance(told, dict):
        return TokenUsage()
    return TokenUsage(
        _count(told, "prompt_tokens", "input_tokens"),
        _count(told.get("prompt_tokens_details") or told.get("input_tokens_details"), "cached_tokens"),
        _count(told, "completion_tokens", "output_tokens"),
        _count(told.get("completion_tokens_details") or told.get("output_tokens_details"), "reasoning_tokens"),
    )


def _count(told: object, *names: str) -> int:
    values = [told.get(name) for name in names] if isinstance(told, dict) else []
    return next((value for value in values if type(value) is int and value >= 0), 0)


def _retry_after(text: str | None) -> float | None:
    """Seconds, or a date (RFC 9110, section 10.2.3)."""
    if text is None:
        return None
    try:
        seconds = float(text) if text.strip().isdigit() else _until(parsedate_to_datetime(text))
    except (ValueError, TypeError):
        return None
    return min(max(seconds, 0.0), MAX_RETRY_AFTER)


def _until(moment: datetime) -> float:
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return (aware - datetime.now(UTC)).total_seconds()
