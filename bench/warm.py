"""bench.warm: what a warm function adds to the calls of AWS that it makes.

The floor makes the very same calls, recorded from the function, with the same clients of the same server; it lets
botocore compute the SHA-256 that S3 is to check, as it has nobody else for that. Function and floor take turns, each
with a file of its own. What else the machine does only adds to a time, so beside medians there are ratios of the
quickest tenths, and times of the CPU; the function's own is the median of what it took more than the floor beside it.
Completing and cancelling uploads are not here: their calls take what answers of earlier calls said, and cannot be made
again.
"""

from __future__ import annotations

import importlib
import json
import os
import re
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
from bench.situation import Situation
from bench.situations import SITUATIONS
from filegate.bootstrap import services
from filegate.domain.ids import uuid7
from local.progress import step

ROUNDS = 80
LARGE_ROUNDS = 40
WARM_UP = 10
MEASURED = {
    "get": 1.15,
    "list of 20": 1.15,
    "content, redirect": 1.15,
    "content, 64 KiB inline": None,
    "url": None,
    "delete": 1.15,
    "create, 1 KiB": 1.15,
    "create, 4 MiB": 1.10,
    "create, 4 MiB for a batch": None,
    "create upload": None,
    "get upload": None,
    "add part, 4 MiB": None,
    "addresses of parts": None,
    "list parts": None,
    "create batch": None,
    "get batch": None,
    "list of 20 batches": None,
    "cancel batch": None,
}
"""What is measured, and the most that its median may take of its floor."""

LARGE = {"create, 4 MiB", "create, 4 MiB for a batch", "add part, 4 MiB"}
ABOUT_ONE_AND_THE_SAME = {"list parts"}
"""The floor asks about the very thing of the recorded request: another one's multipart upload has another id."""

MOST_CPU_MS = 1.0


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
    for turn in range(WARM_UP + rounds(LARGE_ROUNDS if name in LARGE else ROUNDS)):
        now, other = SITUATIONS[name](), new_subject(name) or subject
        ours, again = partial(own.add, partial(invoke, now)), partial(floor.add, partial(replay, calls, subject, other))
        for each in (ours, again) if turn % 2 else (again, ours):
            each()
    return own, floor


def new_subject(name: str) -> str:
    """The id of something else that the recorded calls can be about; empty where they are made as they were."""
    if name in ABOUT_ONE_AND_THE_SAME:
        return ""
    return SITUATIONS[name]().subject or uuid7(time.time_ns() // 1_000_000, os.urandom(10))


def record(name: str) -> tuple[list[Call], str]:
    """The calls of one request, and the id in them."""
    services.cache_clear()
    now = SITUATIONS[name]()
    services.cache_clear()
    with recorded() as recording:
        answer = invoke(now)
    services.cache_clear()
    return [with_own_digest(call) for call in recording.calls], now.subject or made(answer)


def made(answer: dict[str, Any]) -> str:
    """The id, without its prefix, of what a request made; empty for a list or a verdict."""
    spelled: str = json.loads(answer.get("body") or "{}").get("id", "")
    return re.split("[-_]", spelled)[-1]


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
        "quick_ratio": round(quickest(ours.wall) / quickest(theirs.wall), 3),
        "cpu_ms": round(quickest(ours.cpu), 2),
        "own_cpu_ms": round(median(own - least for own, least in zip(ours.cpu, theirs.cpu, strict=True)), 2),
    }


def quickest(times: list[float]) -> float:
    """What nine of ten take longer than."""
    return quantiles(times, n=10)[0]


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
