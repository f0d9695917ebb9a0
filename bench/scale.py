"""make bench-scale: reads of a project with 100, 10,000 and a million files, against the one with 100.

The DynamoDB of the other measurements sorts all of a project for each question, so this one asks dynalite, which keeps
its items in order on disk, as DynamoDB does. The records are of the adapter's own layout and are asked for through it.
What of each time is the store's own is told beside it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median, quantiles
from typing import TYPE_CHECKING, Any

from bench.account import TABLE, make_table
from bench.effort import is_quick, rounds
from bench.results import Goal, save
from bench.waiting import tell_waiting
from filegate.adapters.aws import dynamodb_client
from filegate.adapters.dynamodb_files import DynamoDBFiles
from filegate.adapters.dynamodb_items import Item, file_item, item_key, number
from filegate.domain.files import StoredFile
from filegate.domain.ids import uuid7
from filegate.domain.pages import PageQuery
from filegate.usecases.get_file import get_file
from filegate.usecases.list_files import list_files
from local.credentials import environment
from local.ports import any_free
from local.progress import step

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.type_defs import AttributeValueTypeDef

SIZES = (100, 10_000, 100_000 if is_quick() else 1_000_000)
ROUNDS = 80
PAGE = 20
MOST = 1.1
FIRST_MS = 1_700_000_000_000
SERVER = Path(__file__).parent / "dynalite" / "serve.js"
OFFSETS = (0, 100, 1_000, 10_000)

Times = dict[tuple[str, int], list[float]]


def main() -> int:
    with tempfile.TemporaryDirectory() as directory, served(Path(directory)) as load:
        for size in SIZES:
            with step(f"put {size:,} records"):
                load(records(size))
        files = DynamoDBFiles(dynamodb_client(), TABLE)
        with step("read"):
            reads, waited = measured(files)
            offsets = {offset: offset_ms(files, offset) for offset in OFFSETS}
    rows = [row(name, reads, waited) for name in READS]
    save("scale", {"sizes": SIZES, "rows": rows, "offset_ms": offsets}, goals(rows))
    return 0


@contextmanager
def served(directory: Path) -> Iterator[Callable[[Iterator[Item]], None]]:
    """What puts records into the table."""
    port = any_free()
    command = ["node", str(SERVER), str(port), str(directory)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:  # noqa: S603 - our own.
        try:
            wait_for(server, "ready")
            os.environ.update(environment(f"http://127.0.0.1:{port}"))
            make_table()

            def load(items: Iterator[Item]) -> None:
                if server.stdin:
                    server.stdin.writelines(json.dumps(item) + "\n" for item in items)
                    server.stdin.write("\n")
                    server.stdin.flush()
                wait_for(server, "loaded")

            yield load
        finally:
            server.terminate()


def wait_for(server: subprocess.Popen[str], word: str) -> None:
    line = server.stdout.readline() if server.stdout else ""
    if line.strip() != word:
        raise RuntimeError(f"dynalite said {line!r} where {word!r} was awaited; is `npm ci` done in bench/dynalite?")


def project_of(size: int) -> str:
    return f"of-{size}"


def nth_id(position: int) -> str:
    return uuid7(FIRST_MS + position * 1000, position.to_bytes(10, "big"))


def records(size: int) -> Iterator[Item]:
    """The items of a project with so many files, every fourth of which is for batches."""
    for position in range(size):
        yield file_item(
            StoredFile(
                id=nth_id(position),
                project=project_of(size),
                name=f"lines-{position}.jsonl",
                purpose="user_data" if position % 4 else "batch",
                size=1_000,
                digest=f"sha256:{position:064x}",
                created_at=FIRST_MS // 1000 + position,
            )
        )
    of_batches = -(-size // 4)
    purposes: AttributeValueTypeDef = {"M": {"batch": number(of_batches), "user_data": number(size - of_batches)}}
    yield item_key(project_of(size), "USAGE") | {"file_count": number(size), "purposes": purposes}


def page(size: int, **more: Any) -> PageQuery:  # noqa: ANN401 - the fields of a query.
    return PageQuery(project=project_of(size), limit=PAGE, **more)


def now_ms() -> int:
    return FIRST_MS


def read_page(files: DynamoDBFiles, query: PageQuery) -> None:
    if len(list_files(query, files=files, now_ms=now_ms).files) != query.limit:
        raise RuntimeError("a page is not full")


READS: dict[str, Callable[[DynamoDBFiles, int], object]] = {
    "get": lambda files, size: get_file(f"file-{nth_id(size // 2)}", project_of(size), files=files, now_ms=now_ms),
    "list, first page and total": lambda files, size: read_page(files, page(size)),
    "list, page in the middle": lambda files, size: read_page(files, page(size, after=nth_id(size // 2))),
    "list by purpose": lambda files, size: read_page(files, page(size, purpose="batch")),
    "total": lambda files, size: files.count(project_of(size), None),
}


def measured(files: DynamoDBFiles) -> tuple[Times, Times]:
    """Milliseconds of each read, and what of it was the store's."""
    times, waited = defaultdict[tuple[str, int], list[float]](list), defaultdict[tuple[str, int], list[float]](list)
    waits: list[float] = []
    tell_waiting(lambda _, seconds: waits.append(seconds * 1000))
    for _ in range(rounds(ROUNDS)):
        for name, read in READS.items():
            for size in SIZES:
                waits.clear()
                started = time.perf_counter()
                read(files, size)
                times[name, size].append((time.perf_counter() - started) * 1000)
                waited[name, size].append(sum(waits))
    return times, waited


def offset_ms(files: DynamoDBFiles, offset: int) -> float:
    times = []
    for _ in range(3):
        started = time.perf_counter()
        read_page(files, page(SIZES[-1], offset=offset))
        times.append((time.perf_counter() - started) * 1000)
    return round(median(times), 1)


def row(name: str, times: Times, waited: Times) -> dict[str, Any]:
    """What nine of ten reads take longer than, as what else the machine does only adds, and the ratio to the first."""
    least, store = ([quantiles(of[name, size], n=10)[0] for size in SIZES] for of in (times, waited))
    return {
        "what": name,
        "ms": [round(each, 2) for each in least],
        "ratios": [round(each / least[0], 2) for each in least],
        "store_ratios": [round(each / store[0], 2) for each in store],
    }


def goals(rows: list[dict[str, Any]]) -> list[Goal]:
    return [Goal(f"{SIZES[-1]:,} files, {each['what']}", max(each["ratios"]), MOST, "of 100 files") for each in rows]


if __name__ == "__main__":
    sys.exit(main())
