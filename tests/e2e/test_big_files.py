"""`make big-files`: 600 MB by the `filegate` command there and back, with figures, and killed half-way."""

import hashlib
import json
import random
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.e2e.client_program import Client
from tests.e2e.conftest import Deployment

pytestmark = [pytest.mark.stack, pytest.mark.big]

SIZE = 600_000_000
MOST_MIB = 120
"""The client's memory, whatever the file's size."""

LAUNCHER = """
import resource, subprocess, sys
code = subprocess.call(sys.argv[1:])
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, file=sys.stderr)
sys.exit(code)
"""
UPLOAD = ("upload", "large.jsonl", "--purpose", "batch")


@pytest.fixture
def client(deployment: Deployment, tmp_path: Path) -> Client:
    source = random.Random(8)  # noqa: S311 - bytes to compare, not a secret.
    with (tmp_path / "large.jsonl").open("w") as lines:
        while lines.tell() < SIZE:
            lines.write(json.dumps({"custom_id": f"{lines.tell()}", "body": source.randbytes(4_000).hex()}) + "\n")
    return Client(deployment, tmp_path)


@dataclass(frozen=True)
class Measured:
    """`peak` is the most memory that the command had, in MiB; `out` is its result."""

    out: str
    seconds: float
    peak: float


def measured(client: Client, *arguments: str) -> Measured:
    """Must succeed. A program begins with the peak of the one that starts it, so a small one does."""
    started = time.monotonic()
    done = subprocess.run(  # noqa: S603 - our own program.
        [sys.executable, "-c", LAUNCHER, *client.command(*arguments)],
        cwd=client.folder,
        env=client.environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return Measured(done.stdout.strip(), time.monotonic() - started, int(done.stderr) / 1_024)


def test_600_mb_go_and_come_back_in_bounded_memory(client: Client, capsys: pytest.CaptureFixture[str]) -> None:
    there = measured(client, *UPLOAD)
    back = measured(client, "get", there.out, "-o", "back.jsonl")
    assert _sha256(client.folder / "back.jsonl") == _sha256(client.folder / "large.jsonl")
    with capsys.disabled():
        _tell("upload", there)
        _tell("get", back)
    assert max(there.peak, back.peak) < MOST_MIB


def test_killed_half_way_it_is_resumed(client: Client, capsys: pytest.CaptureFixture[str]) -> None:
    client.stopped_when_parts_arrived(signal.SIGKILL, *UPLOAD, parts=18)
    arrived = client.arrived()
    assert 18 <= len(arrived) < 36
    done = measured(client, *UPLOAD)
    measured(client, "get", done.out, "-o", "back.jsonl")
    assert _sha256(client.folder / "back.jsonl") == _sha256(client.folder / "large.jsonl")
    with capsys.disabled():
        _tell(f"upload, {len(arrived)} parts of 36 there already", done)


def _tell(what: str, finished: Measured) -> None:
    rate = SIZE / 1_048_576 / finished.seconds
    print(f"\n{what}: {finished.seconds:.1f} s, {rate:.0f} MiB/s, {finished.peak:.0f} MiB of memory at most")  # noqa: T201


def _sha256(path: Path) -> str:
    with path.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()
