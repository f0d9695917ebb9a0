"""`make big-files`: 600 MB by the `filegate` command there and back, with figures, and killed half-way."""

import hashlib
import json
import random
import signal
from pathlib import Path

import pytest

from tests.e2e.client_program import Client, Finished
from tests.e2e.conftest import Deployment

pytestmark = [pytest.mark.stack, pytest.mark.big]

SIZE = 600_000_000
MOST_MIB = 150
"""The client's memory, whatever the file's size."""

UPLOAD = ("upload", "large.jsonl", "--purpose", "batch")


@pytest.fixture
def client(deployment: Deployment, tmp_path: Path) -> Client:
    source = random.Random(8)  # noqa: S311 - bytes to compare, not a secret.
    with (tmp_path / "large.jsonl").open("w") as lines:
        while lines.tell() < SIZE:
            lines.write(json.dumps({"custom_id": f"{lines.tell()}", "body": source.randbytes(4_000).hex()}) + "\n")
    return Client(deployment, tmp_path)


def test_600_mb_go_and_come_back_in_bounded_memory(client: Client, capsys: pytest.CaptureFixture[str]) -> None:
    there = client.run(*UPLOAD)
    back = client.run("get", there.out.strip(), "-o", "back.jsonl")
    assert (there.code, back.code) == (0, 0)
    assert _sha256(client.folder / "back.jsonl") == _sha256(client.folder / "large.jsonl")
    with capsys.disabled():
        _tell("upload", there)
        _tell("get", back)
    assert max(there.peak, back.peak) < MOST_MIB


def test_killed_half_way_it_is_resumed(client: Client, capsys: pytest.CaptureFixture[str]) -> None:
    client.stopped_when_parts_arrived(signal.SIGKILL, *UPLOAD, parts=18)
    arrived = client.arrived()
    done = client.run(*UPLOAD)
    assert (done.code, done.err) == (0, "")
    client.run("get", done.out.strip(), "-o", "back.jsonl")
    assert _sha256(client.folder / "back.jsonl") == _sha256(client.folder / "large.jsonl")
    with capsys.disabled():
        _tell(f"upload, {len(arrived)} parts of 36 there already", done)


def _tell(what: str, finished: Finished) -> None:
    rate = SIZE / 1_048_576 / finished.seconds
    print(f"\n{what}: {finished.seconds:.1f} s, {rate:.0f} MiB/s, {finished.peak:.0f} MiB of memory at most")  # noqa: T201


def _sha256(path: Path) -> str:
    with path.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()
