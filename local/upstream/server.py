"""The process of the test provider: HTTP/1.1 with kept connections, on the standard library alone.

    python -m local.upstream.server --port 4567 --latency 0.02 --errors 0.05 --limits 0.02 --per-second 0

`--errors` and `--limits` are shares of the requests that are answered with 500 and 429; `--per-second` is a rate beyond
which all are answered with 429. Which requests fail is decided by chance, from a seed.
"""

import argparse
import asyncio
import json
import random
import time
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field

from local.upstream.answers import answer, error

MOST_BODY = 64 * 1024 * 1024
_REASONS = {200: "OK", 400: "Bad Request", 404: "Not Found", 429: "Too Many Requests", 500: "Internal Server Error"}


@dataclass
class TestProvider:
    """Answers requests, and counts them. Latency is in seconds."""

    __test__ = False  # pytest: this is none of its classes.

    latency: float = 0.0
    errors: float = 0.0
    limits: float = 0.0
    per_second: int = 0
    seed: int = 0
    asked: int = 0
    _recent: deque[float] = field(default_factory=deque)
    _random: random.Random = field(init=False)

    def __post_init__(self) -> None:
        self._random = random.Random(self.seed)  # noqa: S311 # nosec B311 # failures to be spread.

    async def serve(self, port: int) -> asyncio.Server:
        return await asyncio.start_server(self._connection, "127.0.0.1", port)

    async def _connection(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while head := await _head(reader):
                path, size = head
                body = await reader.readexactly(size)
                writer.write(await self._answered(path, body))
                await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    async def _answered(self, path: str, body: bytes) -> bytes:
        self.asked += 1
        await asyncio.sleep(self.latency)
        if self._too_fast() or self._random.random() < self.limits:
            return _response(429, error("Too many requests.", "requests"), {"Retry-After": "1"})
        if self._random.random() < self.errors:
            return _response(500, error("The test provider fails now and then.", "server_error"), {})
        status, said = answer(path.removeprefix("/v1"), json.loads(body or b"{}"))
        return _response(status, said, {})

    def _too_fast(self) -> bool:
        now = time.monotonic()
        while self._recent and self._recent[0] < now - 1:
            self._recent.popleft()
        if self.per_second and len(self._recent) >= self.per_second:
            return True
        self._recent.append(now)
        return False


async def _head(reader: asyncio.StreamReader) -> tuple[str, int] | None:
    """Path and length of the body of the next request; None where the client is done."""
    try:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    except asyncio.IncompleteReadError:
        return None
    first, *rest = head.split("\r\n")
    headers = {name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in rest)}
    return first.split(" ")[1], min(int(headers.get("content-length", "0")), MOST_BODY)


def _response(status: int, body: Mapping[str, object], headers: Mapping[str, str]) -> bytes:
    content = json.dumps(body).encode()
    told = {"Content-Type": "application/json", "Content-Length": str(len(content)), "x-request-id": "req_test"}
    lines = [
        f"HTTP/1.1 {status} {_REASONS[status]}",
        *(f"{name}: {value}" for name, value in {**told, **headers}.items()),
    ]
    return "\r\n".join([*lines, "", ""]).encode() + content


async def _main(arguments: argparse.Namespace) -> None:
    provider = TestProvider(arguments.latency, arguments.errors, arguments.limits, arguments.per_second)
    server = await provider.serve(arguments.port)
    async with server:
        await server.serve_forever()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--latency", type=float, default=0.02, help="seconds before each answer")
    parser.add_argument("--errors", type=float, default=0.0, help="share of requests that fail with 500")
    parser.add_argument("--limits", type=float, default=0.0, help="share of requests that are limited with 429")
    parser.add_argument("--per-second", type=int, default=0, help="requests a second, above which all are limited")
    return parser.parse_args()


if __name__ == "__main__":
    asyncio.run(_main(_arguments()))
