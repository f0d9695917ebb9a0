"""make bench-report: every goal, held or missed, in one table, and docs/performance.md from the same results."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from typing import Any

from bench.results import RESULTS, load
from local.places import ROOT
from local.progress import say

DOCUMENT = ROOT / "docs" / "performance.md"
GROWTH = ROOT / "bench" / "growth.md"
"""What is written by hand, at the end of the document."""

Row = dict[str, Any]
HEAD = """# Performance

Made by `make bench` from the figures in `bench/results/`; do not edit. All is measured on one machine, against a floor
measured in the same run, so **ratios carry over and milliseconds do not**. AWS is played by an emulator on the loopback
address.
"""


def main() -> int:
    results = {path.stem: load(path.stem) or {} for path in sorted(RESULTS.glob("*.json"))}
    goals = [goal for result in results.values() for goal in result.get("goals", [])] + _joining(results.get("join"))
    DOCUMENT.write_text("\n".join(_document(results, goals)))
    width = max(len(goal["what"]) for goal in goals)
    for goal in goals:
        say(
            f"  {goal['what']:{width}}  {goal['value']:>8}  at most {goal['most']:>6} {goal['unit']:14} {verdict(goal)}"
        )
    missed = [goal for goal in goals if verdict(goal) == "missed"]
    say(f"{len(goals) - len(missed)} goals held, {len(missed)} missed; the figures are in {DOCUMENT.relative_to(ROOT)}")
    return 0


def verdict(goal: Row) -> str:
    return "held" if goal["value"] <= goal["most"] else "missed"


def _joining(figures: Row | None) -> list[Row]:
    if figures is None:
        return []
    return [
        {"what": "joining 512 MiB", "value": figures["ratio"], "most": 1.5, "unit": "of a plain copy"},
        {"what": "memory, joining 512 MiB", "value": figures["peak_mib"], "most": 256, "unit": "MiB"},
    ]


def _document(results: dict[str, Row], goals: Sequence[Row]) -> Iterator[str]:
    yield HEAD
    parts = {"cold": _cold, "warm": _warm, "cost": _cost, "scale": _scale, "memory": _memory, "throughput": _throughput}
    for name, part in parts.items():
        if name in results:
            yield from part(results[name]["figures"])
    yield "## Goals\n"
    yield from table(["Goal", "Measured", "At most", ""], [_cells(goal) for goal in goals])
    yield GROWTH.read_text()


def _cells(goal: Row) -> list[Any]:
    return [goal["what"], goal["value"], f"{goal['most']} {goal['unit']}", verdict(goal)]


def _cold(figures: Row) -> Iterator[str]:
    yield "## Cold start\n"
    yield "From a bare interpreter to the first answer; the floor imports stock botocore and calls each client once.\n"
    names = ["what", "ms", "cpu_ms", "floor", "ratio", "cpu_ratio"]
    heads = ["Function", "ms", "CPU ms", "Floor of", "Ratio", "Ratio of CPU"]
    yield from table(heads, [[each[name] for name in names] for each in figures["rows"]])
    yield from table(["Unpacked", "MiB"], [[name, size] for name, size in figures["mib"].items()])


def _warm(figures: Row) -> Iterator[str]:
    yield "## Warm\n"
    yield "A request, against the same calls of botocore without our code.\n"
    names = ["what", "p50_ms", "floor_p50_ms", "p99_ms", "floor_p99_ms", "ratio", "own_cpu_ms"]
    heads = ["Request", "p50 ms", "Floor", "p99 ms", "Floor", "Ratio of p50", "Own CPU ms"]
    yield from table(heads, [[each[name] for name in names] for each in figures["rows"]])


def _cost(figures: Row) -> Iterator[str]:
    yield "## Cost\n"
    prices = figures["prices"]
    yield f"US dollars for a million, by the prices of {prices['date']} in {prices['region']} (`bench/prices.json`).\n"
    parts = list(figures["rows"][0]["parts"])
    rows = [_priced(each) for each in figures["rows"]]
    yield from table(["Operation", *parts, "All", "Most of it"], rows)
    stored = prices["s3_gb_month"], prices["dynamodb_gb_month"] + prices["dynamodb_recovery_gb_month"]
    yield f"A GB and month costs {stored[0]} in S3, {stored[1]:.2f} in DynamoDB with its recovery. Idle, that is all.\n"
    yield "### Memory of a function\n"
    yield "Milliseconds of a warm request, and dollars of Lambda for a million: the share of a CPU grows with memory.\n"
    sizes = figures["memory"]
    names = list(sizes[0]["ms and dollars"])
    rows = [_sized(each) for each in sizes]
    yield from table(["Memory", *names], rows)


def _priced(row: Row) -> list[Any]:
    return [row["what"], *row["parts"].values(), f"**{row['dollars']}**", _most(row["parts"])]


def _sized(row: Row) -> list[Any]:
    return [f"{row['mb']} MB", *(f"{ms} ms, {paid}" for ms, paid in row["ms and dollars"].values())]


def _most(parts: dict[str, float]) -> str:
    return max(parts, key=lambda part: parts[part])


def _scale(figures: Row) -> Iterator[str]:
    yield "## With what is stored\n"
    sizes = [f"{size:,} files" for size in figures["sizes"]]
    yield "Milliseconds by the number of files in the project, and the ratio to the smallest.\n"
    rows = [[each["what"], *map(_with_ratio, each["ms"], each["ratios"])] for each in figures["rows"]]
    yield from table(["Read", *sizes], rows)
    offsets = ", ".join(f"{int(offset):,}: {ms} ms" for offset, ms in figures["offset_ms"].items())
    yield f"`offset` reads what it skips, and grows with it ({offsets}); `after` does not.\n"


def _with_ratio(milliseconds: float, ratio: float) -> str:
    return f"{milliseconds} ({ratio})"


def _memory(figures: Row) -> Iterator[str]:
    yield "## Memory\n"
    yield f"The most that a process had after {figures['requests']} requests.\n"
    yield from table(["Function", "MiB"], [[each["what"], each["peak_mib"]] for each in figures["rows"]])


def _throughput(figures: Row) -> Iterator[str]:
    yield "## At once\n"
    yield f"{figures['creations']} creations of 1 KiB, {figures['at_once']} at a time, against the emulator.\n"
    rows = [[each["what"], each["a_second"], each["conflicts"]] for each in figures["rows"]]
    yield from table(["Where", "Creations a second", "Conflicts tried again"], rows)


def table(heads: Sequence[str], rows: Sequence[Sequence[Any]]) -> Iterator[str]:
    yield "| " + " | ".join(heads) + " |"
    yield "|" + "---|" * len(heads)
    for row in rows:
        yield "| " + " | ".join(map(str, row)) + " |"
    yield ""


if __name__ == "__main__":
    sys.exit(main())
