"""make bench-batches: what doing a chunk costs, against sending its lines to the same provider and nothing else.

The provider (local/upstream) takes 20 ms for an answer and is a process of its own, as are S3 and DynamoDB (MiniStack).
The chunk is done by run_chunk as it is deployed: with its hold, its checkpoints and its result, by the adapters that
AWS gets. Against it stands a plain loop: the same client library, the same bodies, as many requests at once, each
answer read whole and thrown away.

`sending` is the part of it in which lines are sent, up to where their results are stored: what each line pays for the
engine. The rest, each chunk pays once: it waits for S3 and DynamoDB there, as long as MiniStack lets it.

Twice: with as many requests at once as a provider gets by default, and with so few that no processor is short, whatever
else runs on this machine; only then is it the latency that is measured.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
import tempfile
import time
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any
from unittest import mock

from bench.plain_requests import body, with_aiohttp, with_httpx2
from bench.results import Goal, save
from bench.rounds import Round, described, timed
from filegate.adapters.aws import dynamodb_client, s3_client, secrets_client
from filegate.bootstrap import Services
from filegate.config import Config
from filegate.contracts.batch_lines import words_of
from filegate.domain.batches import Batch
from filegate.domain.chunks import CHUNK_LINES, Chunk
from filegate.domain.upstreams import DEFAULT_CONCURRENCY
from filegate.usecases.run_chunk import Task, run_chunk
from filegate.usecases.send_lines import LineSending
from local.credentials import environment
from local.progress import StepFailed, say, step
from local.stack_process import StackProcess
from local.upstream_process import UpstreamProcess

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

LATENCY_MS = 20
ROUNDS = 5
AT_ONCE = (4, DEFAULT_CONCURRENCY)
GOAL = 1.2
PROJECT = "bench"
CHAT = "/v1/chat/completions"
DEPLOYED = {
    "TABLE_NAME": "bench",
    "BUCKET_NAME": "bench",
    "PROVIDERS_SECRET": "providers",  # nosec B105 # its name.
    "PLAIN_HTTP_PROVIDERS": "true",
}


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
    figures = {str(at_once): compared(each) for at_once, each in rounds.items()}
    goals = [
        Goal(f"sending lines, {at_once} at once, against their requests alone", each["ratio"], GOAL, "times")
        for at_once, each in figures.items()
    ]
    save("batches", {"lines": CHUNK_LINES, "latency_ms": LATENCY_MS, "rounds": ROUNDS, "at_once": figures}, goals)
    say(json.dumps(figures, indent=2))
    return 0 if all(goal.held for goal in goals) else 1


def compared(rounds: dict[str, list[Round]]) -> dict[str, Any]:
    """With the ratio of the lines, and that of a whole chunk."""
    wall = {name: median(each.wall for each in found) for name, found in rounds.items()}
    ratios = {"ratio": wall["sending"] / wall["aiohttp"], "ratio_of_a_chunk": wall["run_chunk"] / wall["aiohttp"]}
    return {name: described(found, CHUNK_LINES) for name, found in rounds.items()} | {
        name: round(ratio, 2) for name, ratio in ratios.items()
    }


def measured(base_url: str) -> dict[int, dict[str, list[Round]]]:
    make_places()
    batch_ids = (f"{number:032x}" for number in count())
    return {at_once: measured_with(base_url, at_once, batch_ids) for at_once in AT_ONCE}


def measured_with(base_url: str, at_once: int, batch_ids: Iterator[str]) -> dict[str, list[Round]]:
    list_provider(base_url, at_once)
    to = Services(Config.from_env(os.environ))
    url, bodies = f"{base_url}/chat/completions", [json.dumps(body(number)).encode() for number in range(CHUNK_LINES)]
    prepared = [prepare(to, next(batch_ids)) for _ in range(ROUNDS + 1)]
    ways: dict[str, Callable[[], None]] = {
        "aiohttp": lambda: asyncio.run(with_aiohttp(url, bodies, at_once)),
        "httpx2": lambda: asyncio.run(with_httpx2(url, bodies, at_once)),
        "run_chunk": lambda: do_chunk(to, prepared.pop()),
    }
    rounds: dict[str, list[Round]] = {name: [] for name in (*ways, "sending")}
    for number in range(ROUNDS + 1):
        with step(f"{at_once} at once, round {number}"):
            # In the first, everything is imported and connected.
            kept = rounds if number else {name: [] for name in rounds}
            with sending_timed(kept["sending"]):
                for name, way in ways.items():
                    kept[name].append(timed(way))
    return rounds


@contextmanager
def sending_timed(into: list[Round]) -> Iterator[None]:
    run = LineSending.run

    async def timed_run(sending: LineSending, width: int, until_ms: int) -> None:
        wall, cpu = time.monotonic(), time.process_time()
        await run(sending, width, until_ms)
        into.append(Round(time.monotonic() - wall, time.process_time() - cpu))

    with mock.patch.object(LineSending, "run", timed_run):
        yield


def make_places() -> None:
    keys = [("PK", "HASH"), ("SK", "RANGE")]
    dynamodb_client().create_table(
        TableName="bench",
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": name, "AttributeType": "S"} for name, _ in keys],
        KeySchema=[{"AttributeName": name, "KeyType": kind} for name, kind in keys],  # type: ignore[typeddict-item]
    )
    s3_client().create_bucket(Bucket="bench")
    secrets_client().create_secret(Name="providers", SecretString="[]")


def list_provider(base_url: str, at_once: int) -> None:
    listed = [{"name": "test", "base_url": base_url, "key": "none", "concurrency": at_once}]
    secrets_client().put_secret_value(SecretId="providers", SecretString=json.dumps(listed))


def prepare(to: Services, batch_id: str) -> str:
    """A batch of one chunk, planned; its id."""
    now = to.now_ms() // 1000
    batch = Batch(
        id=batch_id,
        project=PROJECT,
        endpoint=CHAT,
        input_file_id="0" * 32,
        created_at=now,
        expires_at=now + 86_400,
    )
    lines = [
        {"custom_id": f"request-{line}", "method": "POST", "url": CHAT, "body": body(line)}
        for line in range(CHUNK_LINES)
    ]
    to.chunks.put_chunk(batch, 0, Chunk(1, [json.dumps(line).encode() for line in lines]))
    to.batches.plan(to.batches.add(batch), chunks=1, lines=CHUNK_LINES, model="any", now=now)
    return batch.id


def do_chunk(to: Services, batch_id: str) -> None:
    progress = run_chunk(Task(PROJECT, batch_id, 0), to.now_ms() + 600_000, words_of(to.contract), to)
    if not progress.done:
        raise StepFailed("The chunk was not done in one go.")


if __name__ == "__main__":
    sys.exit(main())
