"""make bench-warm: what a warm function adds to the calls of AWS that it makes.

The floor makes the very same calls, recorded from the function, with the same clients of the same server; it lets
botocore compute the SHA-256 that S3 is to check, as it has nobody else for that. Function and floor take turns, each
with a file of its own.
"""

from __future__ import annotations

import importlib
import json
import os
import sys
import time
from collections.abc import Callable
from contextlib import redirect_stdout
from dataclasses import dataclass, field, replace
from functools import partial
from http import HTTPStatus
from pathlib import Path
from statistics import median, quantiles
from typing import Any
from uuid import uuid4

from bench.account import account
from bench.effort import rounds
from bench.recording import Call, recorded
from bench.results import Goal, save
from bench.situations import SITUATIONS, Situation
from filegate.bootstrap import services
from filegate.domain.ids import uuid7
from local.progress import step

ROUNDS = 120
LARGE_ROUNDS = 40
MEASURED = {
    "get": 1.15,
    "list of 20": 1.15,
    "content, redirect": 1.15,
    "content, 64 KiB inline": None,
    "delete": 1.15,
    "create, 1 KiB": 1.15,
    "create, 4 MiB": 1.10,
}
"""What is measured, and the most that its median may take of its floor."""

LARGE = {"create, 4 MiB"}
MOST_CPU_MS = 1.0
WARM_UP = 10


@dataclass
class Times:
    """On the clock and of the CPU, in milliseconds, one of each a request."""

    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)

    def add(self, work: Callable[[], object]) -> None:
        wall, cpu = time.perf_counter(), time.process_time()
        work()
        self.wall.append((time.perf_counter() - wall) * 1000)
        self.cpu.append((time.process_time() - cpu) * 1000)

    def after(self, count: int) -> Times:
        return Times(self.wall[count:], self.cpu[count:])


def main() -> int:
    with account(), step("answer requests"), Path(os.devnull).open("w") as nowhere, redirect_stdout(nowhere):
        rows = [row(name, *measured(name)) for name in MEASURED]
    save("warm", {"rows": rows}, goals(rows))
    return 0


def measured(name: str) -> tuple[Times, Times]:
    calls, subject = record(name)
    own, floor = Times(), Times()
    for turn in range(rounds(LARGE_ROUNDS if name in LARGE else ROUNDS)):
        now, other = (
            SITUATIONS[name](),
            SITUATIONS[name]().subject or uuid7(time.time_ns() // 1_000_000, os.urandom(10)),
        )
        ours, again = partial(own.add, partial(invoke, now)), partial(floor.add, partial(replay, calls, subject, other))
        for each in (ours, again) if turn % 2 else (again, ours):
            each()
    return own, floor


def record(name: str) -> tuple[list[Call], str]:
    """The calls of one request, and the id in them."""
    services.cache_clear()
    now = SITUATIONS[name]()
    services.cache_clear()
    with recorded() as recording:
        answer = invoke(now)
    services.cache_clear()
    return [with_own_digest(call) for call in recording.calls], now.subject or json.loads(answer["body"] or "{}").get(
        "id", ""
    ).removeprefix("file-")


def with_own_digest(call: Call) -> Call:
    given = {name: value for name, value in call.parameters.items() if name != "ChecksumSHA256"}
    return (
        replace(call, parameters=given | {"ChecksumAlgorithm": "SHA256"}) if len(given) < len(call.parameters) else call
    )


def replay(calls: list[Call], subject: str, other: str) -> None:
    """The same calls about another file, each transaction with a token of its own."""
    tokens = {
        call.parameters["ClientRequestToken"]: str(uuid4()) for call in calls if "ClientRequestToken" in call.parameters
    }
    names = {subject: other} if subject else {}
    for call in calls:
        call.again(tokens | names)


class Context:
    """Lambda's, with time enough."""

    @staticmethod
    def get_remaining_time_in_millis() -> int:
        return 840_000


def invoke(now: Situation) -> dict[str, Any]:
    answer: dict[str, Any] = importlib.import_module(f"functions.{now.function}.app").handler(now.event, Context())
    if answer.get("statusCode", 200) >= HTTPStatus.BAD_REQUEST or answer.get("batchItemFailures"):
        raise RuntimeError(f"{now.function} answered {answer}")
    return answer


def row(name: str, own: Times, floor: Times) -> dict[str, Any]:
    """The first few of each warm up connections and caches, and do not count."""
    ours, theirs = own.after(WARM_UP), floor.after(WARM_UP)
    return {"what": name} | {
        "p50_ms": round(median(ours.wall), 2),
        "p99_ms": round(quantiles(ours.wall, n=100)[98], 2),
        "floor_p50_ms": round(median(theirs.wall), 2),
        "floor_p99_ms": round(quantiles(theirs.wall, n=100)[98], 2),
        "ratio": round(median(ours.wall) / median(theirs.wall), 3),
        # What else the machine does only adds to it.
        "cpu_ms": round(quantiles(ours.cpu, n=10)[0], 2),
        "own_cpu_ms": round(median(ours.cpu) - median(theirs.cpu), 2),
    }


def goals(rows: list[dict[str, Any]]) -> list[Goal]:
    found = []
    for each in rows:
        what, most = each["what"], MEASURED[each["what"]]
        if most:
            found.append(Goal(f"warm, {what}, median", each["ratio"], most, "of its floor"))
        if what not in LARGE:
            found.append(Goal(f"warm, {what}, own CPU", each["own_cpu_ms"], MOST_CPU_MS, "ms"))
    return found


if __name__ == "__main__":
    sys.exit(main())
