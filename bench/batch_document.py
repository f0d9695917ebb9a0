"""The parts of docs/performance.md about batches."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bench.table import table

Row = dict[str, Any]
WAYS = ("aiohttp", "sending", "run_chunk", "httpx2")
MAP = "Step Functions, the Map"


def of_lines(figures: Row) -> Iterator[str]:
    """What a line pays for the engine, by how many requests are under way."""
    yield (
        f"A chunk of {figures['lines']} lines, to a provider that takes {figures['latency_ms']} ms for an answer "
        f"(`make bench-batches`); the medians of {figures['rounds']} rounds. `aiohttp` is the floor: the same requests "
        "in a plain loop, as many at once, each answer thrown away. `sending` is the part of `run_chunk` in which "
        "lines are sent and their results are stored; the rest is paid once a chunk. `httpx2` is the floor of another "
        "client.\n"
    )
    yield "Milliseconds for all lines, and in brackets those of a processor for each:\n"
    heads = ["At once", *WAYS, "Ratio of sending", "Of the whole chunk"]
    yield from table(heads, [_chunk(at_once, each) for at_once, each in figures["at_once"].items()])


def _chunk(at_once: str, row: Row) -> list[Any]:
    ways = [f"{row[way]['median_ms']} ({row[way]['cpu_ms_a_line']})" for way in WAYS]
    return [at_once, *ways, row["ratio"], row["ratio_of_a_chunk"]]


def of_big_batch(figures: Row) -> Iterator[str]:
    """One batch of many lines, from the upload to the checked results."""
    yield (
        f"{figures['lines']:,} lines, {figures['bytes'] / 1e6:.0f} MB, on the stack of `make up`, all of it on this "
        f"machine (`make big-batch`): {figures['status']} after {figures['batch_seconds']} s, "
        f"{figures['lines_per_second']} lines a second; {figures['answered_once']:,} lines have exactly one answer, "
        f"{figures['failed']} an error. Uploading took {figures['upload_seconds']} s, fetching the results "
        f"{figures['fetch_seconds']} s.\n"
    )
    steps = [[name.removesuffix("_at"), seconds] for name, seconds in figures["steps"].items()]
    yield from table(["Status", "Seconds after the creation"], steps)
    yield from table(["Function", "Peak MiB"], list(figures["peak_mib"].items()))


def of_batch_cost(figures: Row) -> Iterator[str]:
    """A million lines, by how long the providers take."""
    prices, rows = figures["prices"], figures["rows"]
    yield (
        f"US dollars for a million lines in batches of 50,000, by the prices of {prices['date']} in "
        f"{prices['region']}, without what the providers ask (`bench/batch_cost.py`). The Map is "
        f"{rows[0]['parts'][MAP]} of each, whatever the lines are: a child for each chunk. What grows is Lambda, which "
        "waits for the providers: by the seconds of an answer, the requests at once, and the memory of `run_chunk`, "
        f"which has {figures['run_chunk_mb']} MB.\n"
    )
    heads = ["Answer, s", "At once", "MB", "Chunk, s", *rows[0]["parts"], "All", "Share of the Map"]
    yield from table(heads, [_priced(each) for each in rows])


def _priced(row: Row) -> list[Any]:
    shape = [row["latency"], row["at_once"], row["memory_mb"], row["chunk_seconds"]]
    return [*shape, *row["parts"].values(), f"**{row['dollars']}**", f"{row['parts'][MAP] / row['dollars']:.0%}"]
