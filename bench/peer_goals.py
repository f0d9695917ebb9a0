"""Where ours is to be ahead of the others: on every line of (a), (c), (d) and (e), as a ratio to the best of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bench.results import Goal

OURS = "filegate"
OF_BYTES = ("upload", "download")
OF_EMULATORS = ("dynamodb_ms", "gateway_ms")

Row = dict[str, Any]


def goals(rows: Sequence[Row], servers: Sequence[Row]) -> list[Goal]:
    if len(servers) < 2:  # noqa: PLR2004 - ours and one to compare with.
        return []
    found = [Goal(f"(a) CPU, {row['what']}", _ratio(_cpu(row)), 1.0, "of the best peer") for row in rows]
    found += [_end_to_end(row) for row in rows if row["what"].startswith(OF_BYTES)]
    found += [_growth(rows, place) for place in ("first", "last")]
    peaks = {each["what"]: each["peak_mib"] for each in servers}
    return [*found, Goal("(e) peak memory", _ratio(peaks), 1.0, "of the best peer")]


def _cpu(row: Row) -> dict[str, float]:
    """Of ours, what the functions took: what plays API Gateway is an emulator, too."""
    return {server: each.get("functions_ms", each["cpu_ms"]) for server, each in row["of"].items()}


def _end_to_end(row: Row) -> Goal:
    times = {server: without_emulators(each) for server, each in row["of"].items()}
    return Goal(f"(c) latency, {row['what']}", _ratio(times), 1.0, "of the best peer")


def without_emulators(figures: Row) -> float:
    """Milliseconds less what the emulators of DynamoDB and API Gateway took, of which only the mean is known."""
    return float(figures["mean_ms"] - sum(figures.get(emulator, 0) for emulator in OF_EMULATORS))


def _growth(rows: Sequence[Row], place: str) -> Goal:
    """Of the CPU that a page takes, from few files to many."""
    few, many = (row["of"] for row in rows if row["what"].startswith(f"list {place}"))
    before, after = _cpu({"of": few}), _cpu({"of": many})
    grown = {server: after[server] / before[server] for server in few}
    return Goal(f"(d) growth of CPU, list {place}", _ratio(grown), 1.0, "of the best peer")


def _ratio(figures: dict[str, float]) -> float:
    """Of ours to the least of the others; a clock that ticks too slowly for a figure counts as one hundredth."""
    others = [figure for server, figure in figures.items() if server != OURS]
    return round(figures[OURS] / max(0.01, min(others)), 2)
