"""The part of docs/performance.md about other file servers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bench.peer_goals import without_emulators
from bench.table import table

Row = dict[str, Any]
OURS = "filegate"


def of_peers(figures: Row) -> Iterator[str]:
    """One table each for CPU, latency and rate: a line for each operation, a column for each server."""
    servers = [each["what"] for each in figures["servers"]]
    packages = ", ".join(each["package"] for each in figures["servers"] if each["package"])
    yield (
        f"{packages}, in environments of their own, their bytes and ours in the same emulator of S3. Ours is behind a "
        "small server that plays API Gateway; its CPU is in the first column, `functions` is what the functions took "
        "of it, and what counts; `json` is Lambda's part in that, which makes an event of text and text of the answer; "
        "`gateway` is how long that server took. Our records are in an emulator of DynamoDB (`dynamodb` is what ours "
        "waited for it), "
        "those of ogx in SQLite in its own process, those of aibrix nowhere but on the objects. "
        "ogx needs Python 3.12: where ours was measured on an older one (see Goals), theirs is another. A tenth "
        "more or less is no difference.\n"
    )
    yield (
        "`redirected` is how ours answers with an `InlineDownloadLimit` below that, `requests not counted` how it does "
        "to a key without a limit of requests a minute; the others run without one, and answer as ever.\n"
    )
    for name, reason in figures["missing"].items():
        yield f"**{name} is missing**: {reason}\n"
    yield "(a) CPU of the server's process for a request, in ms:\n"
    yield from _columns(figures, servers, "cpu_ms", {"functions": "functions_ms", "json": "json_ms"})
    yield "(c) Median latency of one at a time, in ms, and what ours waited for:\n"
    yield from _columns(figures, servers, "p50_ms", {"dynamodb": "dynamodb_ms", "gateway": "gateway_ms", "s3": "s3_ms"})
    yield from _above_the_store(figures, servers)
    yield (
        "(c) Requests a second, 8 at a time; empty where some were refused, as the emulator of DynamoDB takes too long "
        "for so many pages of so large a project at once:\n"
    )
    yield from _columns(figures, servers, "a_second", {})
    yield "(d) Files that a client finds by turning all pages, of those that are there:\n"
    yield from _found(figures, servers)
    yield "(e), (f) Peak memory, and seconds from start to the first answer:\n"
    names = ["what", "peak_mib", "start_seconds"]
    yield from table(["Server", "MiB", "Seconds"], [[each[name] for name in names] for each in figures["servers"]])


def _columns(figures: Row, servers: list[str], name: str, ours: dict[str, str]) -> Iterator[str]:
    rows = [
        [
            each["what"],
            *(each["of"][server][name] for server in servers),
            *(each["of"][OURS].get(more) for more in ours.values()),
        ]
        for each in figures["rows"]
    ]
    yield from table(["Operation", *servers, *ours], rows)


def _above_the_store(figures: Row, servers: list[str]) -> Iterator[str]:
    rows = [
        [
            each["what"],
            each["store_ms"],
            *(round(without_emulators(each["of"][server]) - each["store_ms"], 2) for server in servers),
        ]
        for each in figures["rows"]
        if "store_ms" in each
    ]
    if not rows:
        return
    yield (
        "(b) What of the mean is above S3 alone, asked for the same bytes in the same turns; of ours also without the "
        "emulators of DynamoDB and API Gateway:\n"
    )
    yield from table(["Operation", "S3 alone", *servers], rows)


def _found(figures: Row, servers: list[str]) -> Iterator[str]:
    rows = [[each["what"], *(each["found"][name] for name in servers)] for each in figures["rows"] if "found" in each]
    yield from table(["", *servers], rows)
