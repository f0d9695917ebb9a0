"""docs/performance.md, from the results of all measurements."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from bench.batch_document import of_batch_cost, of_big_batch, of_lines
from bench.peer_document import of_peers
from bench.table import table

Row = dict[str, Any]
HEAD = """# Performance

Made by `make bench` from the figures in `bench/results/`; do not edit. All is measured on one machine, against a floor
measured in the same run, so **ratios carry over and milliseconds do not**. AWS is played by an emulator on the loopback
address (`make bench-scale`: by another, which sorts on disk). How cost and speed grow, and why some goals are missed:
[growth.md](growth.md).
"""


def document(results: dict[str, Row]) -> Iterator[str]:
    yield HEAD
    yield from _goals(results)
    for name, part in PARTS.items():
        if name in results:
            title, lines = part
            yield f"## {title}\n"
            if not results[name].get("goals"):
                yield f"Of {results[name]['day']}.\n"
            yield from lines(results[name]["figures"])


def _goals(results: dict[str, Row]) -> Iterator[str]:
    yield "## Goals\n"
    rows = [_cells(goal, result["day"]) for result in results.values() for goal in result.get("goals", [])]
    yield from table(["Goal", "Measured", "At most", "", "On"], rows)
    loads = ", ".join(f"{name} {result['machine']['load'][0]}" for name, result in results.items())
    machine = next(iter(results.values()))["machine"]
    others = [
        f", for {name} {result['machine']['python']}"
        for name, result in results.items()
        if result["machine"]["python"] != machine["python"]
    ]
    yield (
        f"{machine['cpus']} CPUs, Python {machine['python']}{''.join(others)}, botocore {machine['botocore']}. "
        f"Load of the machine at the end of each measurement: {loads}.\n"
    )


def _cells(goal: Row, day: str) -> list[Any]:
    return [
        goal["what"],
        goal["value"],
        f"{goal['most']} {goal['unit']}",
        "held" if goal["held"] else "**missed**",
        day,
    ]


def _cold(figures: Row) -> Iterator[str]:
    yield "From a bare interpreter to the first answer; the floor imports stock botocore and calls each client once.\n"
    names = ["what", "ms", "cpu_ms", "floor", "ratio", "cpu_ratio"]
    heads = ["Function", "ms", "CPU ms", "Floor of", "Ratio", "Ratio of CPU"]
    yield from table(heads, _rows(figures["rows"], names))
    yield from table(["Unpacked", "MiB"], list(figures["mib"].items()))
    yield "CPU of the first answer after the imports, and where they made the clients for a snapshot (`SnapStart`).\n"
    heads = ["Function", "ms", "After a snapshot"]
    yield from table(heads, _rows(figures["snapshots"], ["what", "ms", "snapshot_ms"]))


def _warm(figures: Row) -> Iterator[str]:
    yield "A request, against the same calls of botocore without our code; the quickest are a tenth of them.\n"
    names = ["what", "p50_ms", "floor_p50_ms", "p99_ms", "floor_p99_ms", "ratio", "quick_ratio", "own_cpu_ms"]
    heads = ["Request", "p50 ms", "Floor", "p99 ms", "Floor", "Ratio of p50", "Of the quickest", "Own CPU ms"]
    yield from table(heads, _rows(figures["rows"], names))


def _cost(figures: Row) -> Iterator[str]:
    prices = figures["prices"]
    yield f"US dollars for a million, by the prices of {prices['date']} in {prices['region']} (`bench/prices.json`).\n"
    parts = list(figures["rows"][0]["parts"])
    heads = ["Operation", *parts, "All", "Most of it", "Without the counter of requests"]
    yield from table(heads, [_priced(each) for each in figures["rows"]])
    following = ", ".join(f"{what} {dollars}" for what, dollars in figures["following"].items())
    yield f"After a creation is answered, a million more of each: {following}.\n"
    stored = prices["s3_gb_month"], prices["dynamodb_gb_month"] + prices["dynamodb_recovery_gb_month"]
    yield f"A GB and month costs {stored[0]} in S3, {stored[1]:.2f} in DynamoDB with its recovery.\n"
    yield "### Memory of a function, and its price\n"
    yield "Milliseconds of a warm request, and dollars of Lambda for a million: the share of a CPU grows with memory.\n"
    sizes = figures["memory"]
    yield from table(["Memory", *sizes[0]["ms and dollars"]], [_sized(each) for each in sizes])


def _priced(row: Row) -> list[Any]:
    most = max(row["parts"], key=lambda part: row["parts"][part])
    return [row["what"], *row["parts"].values(), f"**{row['dollars']}**", most, row["without_counter"]]


def _sized(row: Row) -> list[Any]:
    return [f"{row['mb']} MB", *(f"{ms} ms, {paid}" for ms, paid in row["ms and dollars"].values())]


def _scale(figures: Row) -> Iterator[str]:
    sizes = [f"{size:,} files" for size in figures["sizes"]]
    yield "Milliseconds by the number of files in the project, and the ratio to the smallest.\n"
    rows = [
        [each["what"], *map(_with_ratio, each["ms"], each["ratios"]), each["store_ratios"][-1]]
        for each in figures["rows"]
    ]
    yield from table(["Read", *sizes, "Ratio of the store alone"], rows)
    offsets = ", ".join(f"{int(offset):,}: {ms} ms" for offset, ms in figures["offset_ms"].items())
    yield f"`offset` reads what it skips, and grows with it ({offsets}); `after` does not.\n"


def _with_ratio(milliseconds: float, ratio: float) -> str:
    return f"{milliseconds} ({ratio})"


def _memory(figures: Row) -> Iterator[str]:
    yield f"The most that a process had after {figures['requests']} requests, and what the function is given.\n"
    yield from table(["Function", "MiB", "Deployed MB"], _rows(figures["rows"], ["what", "peak_mib", "deployed_mb"]))


def _throughput(figures: Row) -> Iterator[str]:
    yield f"{figures['creations']} creations of 1 KiB, {figures['at_once']} at a time, against the emulator.\n"
    heads = ["Where", "Creations a second", "Conflicts tried again"]
    yield from table(heads, _rows(figures["rows"], ["what", "a_second", "conflicts"]))
    yield (
        "The emulator does one call at a time and so has no conflicts. With an item that conflicts as DynamoDB's do, "
        "held 12 ms by each transaction (assumed), the adapter's own retries come to this in one project:\n"
    )
    heads = ["At once", "Creations a second", "Conflicts each", "Given up after 12 attempts, %"]
    yield from table(heads, _rows(figures["contention"], ["at_once", "a_second", "conflicts_each", "given_up"]))


def _check(figures: Row) -> Iterator[str]:
    yield (
        f"{figures['size'] / 1e6:.0f} MB of a batch file at {figures['mb_per_second']} MB/s of one core, "
        f"{figures['ratio']} times what splitting it into lines takes. It takes {figures['peak_mib']} MiB, "
        f"{figures['hostile_peak_mib']} where the lines are made to take most.\n"
    )


def _join(figures: Row) -> Iterator[str]:
    yield (
        f"{figures['size_mib']} MiB in parts of {figures['part_mib']} MiB take {figures['ratio']} times as long as "
        f"a plain copy, and {figures['peak_mib']} MiB of memory.\n"
    )


PARTS: dict[str, tuple[str, Callable[[Row], Iterator[str]]]] = {
    "cold": ("Cold start", _cold),
    "warm": ("Warm", _warm),
    "cost": ("Cost", _cost),
    "scale": ("With what is stored", _scale),
    "throughput": ("At once", _throughput),
    "memory": ("Memory", _memory),
    "check": ("Checking a batch file", _check),
    "join": ("Joining the parts of an upload", _join),
    "batches": ("Lines of a batch", of_lines),
    "big_batch": ("A large batch", of_big_batch),
    "batch_cost": ("Cost of a million lines", of_batch_cost),
    "peers": ("Against other file servers", of_peers),
}


def _rows(rows: Sequence[Row], names: Sequence[str]) -> list[list[Any]]:
    return [[each[name] for name in names] for each in rows]
