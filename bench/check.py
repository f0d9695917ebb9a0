"""make bench-check: how fast the check of a batch file is on one core, and how much memory it takes.

Against the least that any check must do: reading the same file in the same chunks and splitting it into lines. Times
are of the processor, so that what else runs on this machine does not count. The content comes from a file, not from S3.
"""

from __future__ import annotations

import json
import resource
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from bench.effort import rounds
from bench.results import Goal, save
from filegate.adapters.json_texts import parse
from filegate.adapters.s3_streaming import READ_BYTES
from filegate.domain.batch_check import what_is_wrong
from filegate.domain.batch_files import BatchLimits
from local.progress import StepFailed, step

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SIZE = 200_000_000
LIMITS = BatchLimits(lines=50_000, size=SIZE, line_bytes=1_048_576)
ROUNDS = 5
MOST_SECONDS = 2.0
"""At 100 MB/s."""

MOST_MIB = 64
PROMPT = 'Tell me in "two" sentences what the following text is about.\nThe quick brown fox jumps over the lazy dog.\n'
MOST_PROMPTS = 60


@dataclass(frozen=True)
class Figures:
    """What goes into the results. Rates are in 10^6 bytes a second of one core."""

    mb_per_second: int
    split_mb_per_second: int
    ratio: float
    peak_mib: int
    hostile_peak_mib: int
    size: int = SIZE


def main() -> int:
    with tempfile.TemporaryDirectory() as directory:
        figures = measured(Path(directory))
    took = round(SIZE / figures.mb_per_second / 1e6, 2)
    save(
        "check",
        asdict(figures),
        [
            Goal("check of 200 MB, CPU", took, MOST_SECONDS, "s"),
            Goal("memory, check of 200 MB", figures.peak_mib, MOST_MIB, "MiB above baseline"),
            Goal("memory, check of 200 MB of hostile lines", figures.hostile_peak_mib, MOST_MIB, "MiB above baseline"),
        ],
    )
    return 0


def measured(directory: Path) -> Figures:
    plain = written(directory / "plain.jsonl", plain_lines())
    hostile = written(directory / "hostile.jsonl", hostile_lines())
    start = peak_mib()
    if fault := check(plain):
        raise StepFailed(f"The lines to measure with are not as they should be: {fault}")
    checks = [seconds("check", partial(check, plain)) for _ in range(rounds(ROUNDS))]
    peak = peak_mib() - start
    seconds("check of hostile lines", partial(check, hostile))
    hostile_peak = peak_mib() - start
    splits = [seconds("split into lines", partial(split, plain)) for _ in range(rounds(ROUNDS))]
    checking, splitting = median(checks), median(splits)
    rates = [round(plain.stat().st_size / each / 1e6) for each in (checking, splitting)]
    return Figures(rates[0], rates[1], round(checking / splitting, 1), peak, hostile_peak)


def plain_lines() -> Iterator[bytes]:
    """Chats of up to 7 KB, as many as are allowed."""
    for number in range(LIMITS.lines):
        messages = [{"role": "user", "content": PROMPT * (1 + number % (MOST_PROMPTS - 1))}]
        yield line(f"request-{number}", {"model": "gpt-4o-mini", "messages": messages, "max_tokens": 1000})


def hostile_lines() -> Iterator[bytes]:
    """Ids that take as much memory as they may, and lines that become as many objects as they can."""
    most = b'{"custom_id":1,"body":[' + b"{}," * 349_000 + b"{}]}"
    for number in range(LIMITS.lines):
        yield most if number % 400 == 0 else line(chr(0x1F600) * 58 + f"{number:06}", {})


def line(custom_id: str, body: dict[str, object]) -> bytes:
    request = {"custom_id": custom_id, "method": "POST", "url": "/v1/chat/completions", "body": body}
    return json.dumps(request, ensure_ascii=False).encode()


def written(path: Path, lines: Iterator[bytes]) -> Path:
    """As many of the lines as the limit of bytes lets in."""
    with path.open("wb") as file:
        for each in lines:
            if file.tell() + len(each) < SIZE:
                file.write(each + b"\n")
    return path


def chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(READ_BYTES):
            yield chunk


def check(path: Path) -> str | None:
    return what_is_wrong(path.stat().st_size, chunks(path), LIMITS, parse)


def split(path: Path) -> None:
    for chunk in chunks(path):
        for _ in chunk.split(b"\n"):
            pass


def peak_mib() -> int:
    # Linux says it in KiB.
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def seconds(what: str, work: Callable[[], object]) -> float:
    with step(what):
        started = time.process_time()
        work()
        return time.process_time() - started


if __name__ == "__main__":
    sys.exit(main())
