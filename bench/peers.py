"""make bench-peers: ours against two OpenAI-compatible file servers from PyPI, all with their bytes in one S3.

All servers run at once and take turns, so what else the machine does hits them alike. Our functions are behind
bench.loopback, which plays API Gateway and whose share is told apart. Our records are in an emulator of DynamoDB,
the others' in SQLite in their own process or nowhere; so the time that ours waits for the emulator is told apart.
Purposes are such that nobody looks at what is in a file, which only ours would do.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from bench.account import BUCKET, UNLIMITED_KEY, account
from bench.bodies import KIB, MIB, batch_lines
from bench.effort import is_quick, rounds
from bench.peer_client import MAX_BODY, Client
from bench.peer_goals import goals
from bench.peer_servers import install, kinds, running
from bench.peer_turns import Row, Subject, at_once, described, row
from bench.results import save
from filegate.adapters.aws import s3_client
from local.ports import any_free
from local.progress import StepFailed, say, step
from local.stack_process import StackProcess

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

SIZES = {"1 KiB": KIB, "1 MiB": MIB, "20 MiB": 20 * MIB}
ROUNDS = {"1 KiB": 100, "1 MiB": 40, "20 MiB": 12}
FEW, MANY = 100, 10_000
PAGES = {FEW: 20, MANY: 5}


def main() -> int:
    with (
        tempfile.TemporaryDirectory() as name,
        account(),
        s3_for_all(Path(name) / "s3") as endpoint,
        ExitStack() as end,
    ):
        subjects, missing = started(endpoint, Path(name), end)
        rows = list(measured(subjects))
        servers = [described(each) for each in subjects]
    save("peers", {"rows": rows, "servers": servers, "missing": missing, "many": many()}, goals(rows, servers))
    return 0


def started(endpoint: str, directory: Path, end: ExitStack) -> tuple[list[Subject], dict[str, str]]:
    """The servers that run here, and why the others do not."""
    subjects, missing = [], {}
    for kind in kinds(endpoint, directory / "layers"):
        try:
            install(kind)
            server = end.enter_context(running(kind, directory))
        except StepFailed as failure:
            missing[kind.name] = str(failure)
            say(str(failure))
        else:
            client = Client(server.port, kind.key, kind.purpose, presigned=kind.name == "filegate")
            subjects.append(Subject(server, client))
    return subjects, missing


@contextmanager
def s3_for_all(directory: Path) -> Iterator[str]:
    """An emulator of its own, so that our records do not keep the others' bytes waiting."""
    directory.mkdir()
    stack = StackProcess(directory)
    try:
        stack.start(any_free())
        os.environ["AWS_ENDPOINT_URL_S3"] = stack.endpoint
        for bucket in (BUCKET, "aibrix"):
            s3_client().create_bucket(Bucket=bucket)
        s3_client().put_bucket_versioning(Bucket=BUCKET, VersioningConfiguration={"Status": "Enabled"})
        yield stack.endpoint
    finally:
        stack.stop()
        os.environ.pop("AWS_ENDPOINT_URL_S3", None)


def measured(subjects: Sequence[Subject]) -> Iterator[Row]:
    content = batch_lines(KIB)
    with step(f"store {FEW} files"):
        ids = {each.name: [each.client.upload(content) for _ in range(FEW)] for each in subjects}
    yield from lists(subjects, FEW)
    for size, length in SIZES.items():
        with step(f"upload and download {size}"):
            yield from of_size(subjects, size, batch_lines(length))
    yield row("retrieve", subjects, rounds(ROUNDS["1 KiB"]), lambda each: each.client.retrieve(ids[each.name][0]))
    with step(f"store {many()} files"):
        for each in subjects:
            at_once(each, many(), lambda each: each.client.upload(content))
    yield from lists(subjects, many())


def many() -> int:
    return 3 * FEW if is_quick() else MANY


def of_size(subjects: Sequence[Subject], size: str, content: bytes) -> Iterator[Row]:
    count = rounds(ROUNDS[size])
    made: dict[str, list[str]] = {each.name: [] for each in subjects}
    key = f"alone/{size}"
    yield row(
        f"upload {size}",
        subjects,
        count,
        lambda each: made[each.name].append(each.client.upload(content)),
        partial(s3_client().put_object, Bucket=BUCKET, Key=key, Body=content),
    )
    yield row(
        f"download {size}",
        subjects,
        count,
        lambda each: each.client.download(made[each.name][0]),
        partial(downloaded, s3_client(), key),
    )
    if SIZES[size] <= MAX_BODY:
        yield row(
            f"upload {size}, requests not counted", uncounted(subjects), count, lambda each: each.client.upload(content)
        )
    if size == "1 MiB":
        yield row(
            f"download {size}, redirected",
            subjects,
            count,
            lambda each: each.client.download_redirected(made[each.name][0]),
            partial(downloaded, s3_client(), key),
        )
    if size == "1 KiB":
        yield row("delete", subjects, count, lambda each: each.client.delete(made[each.name].pop()))


def uncounted(subjects: Sequence[Subject]) -> list[Subject]:
    """Ours by a key without a limit of requests, as the others run without one."""
    return [
        replace(
            each, client=Client(each.server.port, f"Bearer {UNLIMITED_KEY}", each.server.kind.purpose, presigned=True)
        )
        if each.name == "filegate"
        else each
        for each in subjects
    ]


def downloaded(s3: S3Client, key: str) -> int:
    return len(s3.get_object(Bucket=BUCKET, Key=key)["Body"].read())


def lists(subjects: Sequence[Subject], size: int) -> Iterator[Row]:
    last: dict[str, str | None] = {}
    found = {}
    for each in subjects:
        found[each.name], last[each.name] = walked(each.client)
    count = rounds(PAGES.get(size, PAGES[MANY]))
    first = row(f"list first, {size:,} files", subjects, count, lambda each: each.client.page())
    yield first | {"found": found}
    yield row(f"list last, {size:,} files", subjects, count, lambda each: each.client.page(last[each.name]))


def walked(client: Client) -> tuple[int, str | None]:
    """How many files all pages together have, and after which id the last page begins."""
    seen, after = set[str](), None
    while True:
        page = client.page(after)
        fresh = {each["id"] for each in page["data"]} - seen
        seen |= fresh
        if not page.get("has_more") or not fresh:
            return len(seen), after
        after = page["data"][-1]["id"]


if __name__ == "__main__":
    sys.exit(main())
