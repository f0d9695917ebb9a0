"""The lines of a chunk sent by plain loops, with nothing around them: what a chunk is measured against."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import aiohttp
import httpx2

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

WORDS = "Tell me in two sentences what the following text is about. The quick brown fox jumps over the lazy dog. "


def body(number: int) -> dict[str, Any]:
    return {"model": "any", "messages": [{"role": "user", "content": f"{number}: {WORDS * 4}"}], "max_tokens": 500}


async def with_aiohttp(url: str, bodies: Sequence[bytes], at_once: int) -> None:
    """A session as the adapter's, which the plain loop uses for nothing but requests."""
    left = iter(bodies)
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:

        async def work() -> None:
            for content in left:
                async with session.post(url, data=content, headers=headers()) as answer:
                    await answer.read()

        await asyncio.gather(*(work() for _ in range(at_once)))


async def with_httpx2(url: str, bodies: Sequence[bytes], at_once: int) -> None:
    left: Iterator[bytes] = iter(bodies)
    async with httpx2.AsyncClient(limits=httpx2.Limits(max_connections=None)) as client:

        async def work() -> None:
            for content in left:
                await client.post(url, content=content, headers=headers())

        await asyncio.gather(*(work() for _ in range(at_once)))


def headers() -> dict[str, str]:
    return {"Authorization": "Bearer none", "Content-Type": "application/json"}
