"""The servers' turns at one operation: what each took of time and CPU, alone and with several requests at once."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from statistics import mean, median
from typing import Any

from bench.peer_client import Client
from bench.peer_servers import Running

AT_ONCE = 8

Row = dict[str, Any]


@dataclass(frozen=True)
class Subject:
    """A server and its client."""

    server: Running
    client: Client

    @property
    def name(self) -> str:
        return self.server.kind.name

    def spent(self) -> Row:
        """CPU seconds of the process; for ours also its functions' share and what it waited for."""
        more = self.client.spent() if self.name == "filegate" else {}
        return {"cpu": self.server.cpu_seconds(), **more}


Work = Callable[[Subject], object]


def row(
    what: str, subjects: Sequence[Subject], count: int, work: Work, store: Callable[[], object] | None = None
) -> Row:
    """One at a time in turns, with what asks the store alone for the same bytes, then several at once."""
    before = {each.name: each.spent() for each in subjects}
    times: dict[str, list[float]] = {each.name: [] for each in subjects}
    alone: list[float] = []
    for _ in range(count):
        for each in subjects:
            times[each.name].append(milliseconds(partial(work, each)))
        if store:
            alone.append(milliseconds(store))
    after = {each.name: each.spent() for each in subjects}
    figures: dict[str, Row] = {}
    for each in subjects:
        took = {name: seconds - before[each.name].get(name, 0) for name, seconds in after[each.name].items()}
        figures[each.name] = {
            "p50_ms": round(median(times[each.name]), 2),
            "mean_ms": round(mean(times[each.name]), 2),
            **{f"{name}_ms": round(seconds * 1000 / count, 2) for name, seconds in took.items()},
            "a_second": rate(each, count, work),
        }
    return {"what": what, "of": figures} | ({"store_ms": round(mean(alone), 2)} if alone else {})


def milliseconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) * 1000


def rate(subject: Subject, count: int, work: Work) -> float | None:
    """As `at_once`, None where some were refused: so a store says that this is too much for it."""
    try:
        return at_once(subject, count, work)
    except RuntimeError:
        return None


def at_once(subject: Subject, count: int, work: Work) -> float:
    """Requests a second."""
    started = time.perf_counter()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(lambda _: work(subject), range(count)))
    return round(count / (time.perf_counter() - started), 1)


def described(subject: Subject) -> Row:
    return {
        "what": subject.name,
        "package": subject.server.kind.package,
        "start_seconds": round(subject.server.start_seconds, 2),
        "peak_mib": round(subject.server.peak_mib(), 1),
    }
