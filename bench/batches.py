"""make bench-batches: what doing a chunk costs, against sending its lines to the same provider and nothing else.

The provider (local/upstream) takes 20 ms for an answer and is a process of its own, as are S3 and DynamoDB (MiniStack).
The chunk is done by run_chunk as it is deployed: with its hold, its checkpoints and its result, by the adapters that
AWS gets. Against it stands a plain loop: the same client library, the same bodies, as many requests at once, each
answer read whole and thrown away. Processes take turns on the same processors, so the best round of each counts.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

import aiohttp
import httpx2

from bench.results import Goal, save
from filegate.adapters.aws import dynamodb_client, s3_client, secrets_client
from filegate.bootstrap import Services
from filegate.config import Config
from filegate.contracts.batch_lines import words_of
from filegate.domain.batches import Batch
from filegate.domain.chunks import CHUNK_LINES, Chunk
from filegate.domain.upstreams import DEFAULT_CONCURRENCY
from filegate.usecases.run_chunk import Task, run_chunk
from local.credentials import environment
from local.progress import StepFailed, say, step
from local.stack_process import StackProcess
from local.upstream_process import UpstreamProcess

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

LATENCY_MS = 20
ROUNDS = 7
GOAL = 1.2
PROJECT = "bench"
CHAT = "/v1/chat/completions"
WORDS = "Tell me in two sentences what the following text is about. The quick brown fox jumps over the lazy dog. "
DEPLOYED = {
    "TABLE_NAME": "bench",
    "BUCKET_NAME": "bench",
    "PROVIDERS_SECRET": "providers",
    "PLAIN_HTTP_PROVIDERS": "true",
}


@dataclass(frozen=True)
class Round:
    """Seconds of the clock and of this process's processor, for one chunk."""

    wall: float
    cpu: float


def main() -> int:
    with tempfile.TemporaryDirectory() as directory:
        stack, upstream = StackProcess(Path(directory)), UpstreamProcess(Path(directory))
        try:
            stack.start()
            upstream.start(("--latency", str(LATENCY_MS / 1000)))
            os.environ.update(environment(stack.endpoint) | DEPLOYED)
            rounds = measured(upstream.base_url)
        except StepFailed as failure:
            say(str(failure))
            return 1
        finally:
            upstream.stop()
            stack.stop()
    figures = {name: described(each) for name, each in rounds.items()}
    ratio = round(figures["run_chunk"]["best_ms"] / figures["aiohttp"]["best_ms"], 2)
    goal = Goal(f"a chunk against its requests alone, at {LATENCY_MS} ms", ratio, GOAL, "times")
    shape = {"lines": CHUNK_LINES, "at_once": DEFAULT_CONCURRENCY, "latency_ms": LATENCY_MS, "rounds": ROUNDS}
    save("batches", shape | figures, [goal])
    say(json.dumps(figures, indent=2))
    say(f"ratio {ratio} (goal {GOAL})")
    return 0 if goal.held else 1


def measured(base_url: str) -> dict[str, list[Round]]:
    make_places(base_url)
    to = Services(Config.from_env(os.environ))
    url, bodies = f"{base_url}/chat/completions", [json.dumps(body(number)).encode() for number in range(CHUNK_LINES)]
    ways: dict[str, Callable[[int], None]] = {
        "aiohttp": lambda _: asyncio.run(with_aiohttp(url, bodies)),
        "httpx2": lambda _: asyncio.run(with_httpx2(url, bodies)),
        "run_chunk": lambda number: do_chunk(to, number),
    }
    for number in range(ROUNDS + 1):
        prepare(to, number)
    rounds: dict[str, list[Round]] = {name: [] for name in ways}
    for number in range(ROUNDS + 1):
        with step(f"round {number}"):
            for name, way in ways.items():
                taken = timed(way, number)
                # In the first, everything is imported and connected.
                rounds[name] += [taken] if number else []
    return rounds


def make_places(base_url: str) -> None:
    keys = [("PK", "HASH"), ("SK", "RANGE")]
    dynamodb_client().create_table(
        TableName="bench",
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": name, "AttributeType": "S"} for name, _ in keys],
        KeySchema=[{"AttributeName": name, "KeyType": kind} for name, kind in keys],  # type: ignore[typeddict-item]
    )
    s3_client().create_bucket(Bucket="bench")
    listed = [{"name": "test", "base_url": base_url, "key": "none"}]
    secrets_client().create_secret(Name="providers", SecretString=json.dumps(listed))


def body(number: int) -> dict[str, Any]:
    return {"model": "any", "messages": [{"role": "user", "content": f"{number}: {WORDS * 4}"}], "max_tokens": 500}


def batch_id(number: int) -> str:
    return f"{number:032x}"


def prepare(to: Services, number: int) -> None:
    """A batch of one chunk, planned."""
    now = to.now_ms() // 1000
    batch = Batch(
        id=batch_id(number),
        project=PROJECT,
        endpoint=CHAT,
        input_file_id="0" * 32,
        created_at=now,
        expires_at=now + 86_400,
    )
    lines = [{"custom_id": f"request-{line}", "method": "POST", "url": CHAT, "body": body(line)} for line in numbers()]
    to.chunks.put_chunk(batch, 0, Chunk(1, [json.dumps(line).encode() for line in lines]))
    to.batches.plan(to.batches.add(batch), chunks=1, lines=CHUNK_LINES, model="any", now=now)


def numbers() -> range:
    return range(CHUNK_LINES)


def do_chunk(to: Services, number: int) -> None:
    progress = run_chunk(Task(PROJECT, batch_id(number), 0), to.now_ms() + 600_000, words_of(to.contract), to)
    if not progress.done:
        raise StepFailed("The chunk was not done in one go.")


async def with_aiohttp(url: str, bodies: Sequence[bytes]) -> None:
    """A session as the adapter's, which the plain loop uses for nothing but requests."""
    left = iter(bodies)
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:

        async def work() -> None:
            for content in left:
                async with session.post(url, data=content, headers=headers()) as answer:
                    await answer.read()

        await asyncio.gather(*(work() for _ in range(DEFAULT_CONCURRENCY)))


async def with_httpx2(url: str, bodies: Sequence[bytes]) -> None:
    left: Iterator[bytes] = iter(bodies)
    async with httpx2.AsyncClient(limits=httpx2.Limits(max_connections=None)) as client:

        async def work() -> None:
            for content in left:
                await client.post(url, content=content, headers=headers())

        await asyncio.gather(*(work() for _ in range(DEFAULT_CONCURRENCY)))


def headers() -> dict[str, str]:
    return {"Authorization": "Bearer none", "Content-Type": "application/json"}


def timed(way: Callable[[int], None], number: int) -> Round:
    wall, cpu = time.monotonic(), time.process_time()
    way(number)
    return Round(time.monotonic() - wall, time.process_time() - cpu)


def described(rounds: Sequence[Round]) -> dict[str, float]:
    return {
        "best_ms": round(min(each.wall for each in rounds) * 1000),
        "median_ms": round(median(each.wall for each in rounds) * 1000),
        "cpu_ms_a_line": round(median(each.cpu for each in rounds) * 1000 / CHUNK_LINES, 2),
    }


if __name__ == "__main__":
    sys.exit(main())
