"""The file servers that are compared: ours, and two from PyPI, each in an environment of its own under .local/peers/.

All store bytes in the same S3 of this machine. ogx needs Python 3.12; where uv finds none, there is one peer less. With
a Python of at least that in .venv/ (`make PYTHON=python3.12`), all three run on the same one.
"""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from bench.account import sample
from bench.layers import built
from local.places import LOCAL, ROOT, UV_BIN
from local.ports import HOST, any_free
from local.progress import StepFailed

PEERS = LOCAL / "peers"
READY_SECONDS = 120
AT_LEAST = (3, 12)
PYTHON = platform.python_version() if sys.version_info >= AT_LEAST else ">=3.12"
Command = Callable[[int, Path], list[str]]


@dataclass(frozen=True)
class Kind:
    """How to install and start one; `environment` is beside this machine's PATH."""

    name: str
    command: Command
    package: str = ""
    more: tuple[str, ...] = ()
    environment: Mapping[str, str] = field(default_factory=dict)
    key: str = "none"
    purpose: str = "user_data"


@dataclass(frozen=True)
class Running:
    """A server that answers. `start_seconds` are from its process's start to its first answer."""

    kind: Kind
    port: int
    process: subprocess.Popen[bytes]
    start_seconds: float

    def cpu_seconds(self) -> float:
        """Of all its threads, by Linux's clock of another process (clock_getcpuclockid(3)), which counts in ns."""
        return time.clock_gettime(~self.process.pid << 3 | 2)

    def peak_mib(self) -> float:
        lines = Path(f"/proc/{self.process.pid}/status").read_text().splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024


def kinds(endpoint: str, layers: Path) -> list[Kind]:
    """`layers` is a folder for ours, which runs with its packages as they are shipped."""
    key = sample("authorize")["headers"]["Authorization"]
    s3 = {"TYPE": "s3", "AWS_BUCKET": "aibrix", "AWS_REGION": "us-east-1", "AWS_ENDPOINT_URL": endpoint}
    s3 |= {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test"}  # nosec B105 # MiniStack's.
    return [
        Kind("filegate", _ours, environment=os.environ | _paths(layers), key=key),
        Kind("ogx", _ogx(endpoint), "ogx==1.5.0", more=("boto3",)),
        Kind(
            "aibrix",
            _aibrix,
            "aibrix==0.8.0",
            purpose="batch",
            environment={f"STORAGE_{name}": value for name, value in s3.items()},
        ),
    ]


def install(kind: Kind) -> None:
    """Raises StepFailed with uv's own words where it cannot be had here."""
    place = PEERS / kind.name
    marker = place / f"{kind.package} for Python {PYTHON}"
    if not kind.package or marker.exists():
        return
    environment = os.environ | {"VIRTUAL_ENV": str(place)}
    for words in (
        ("venv", "--clear", "--python", PYTHON, str(place)),
        ("pip", "install", kind.package, *kind.more),
    ):
        ran = subprocess.run([UV_BIN / "uv", *words], capture_output=True, text=True, env=environment, check=False)  # noqa: S603 - our own.
        if ran.returncode:
            raise StepFailed(f"{kind.package} cannot be installed here: {ran.stderr.strip()[-300:]}")
    marker.touch()


@contextmanager
def running(kind: Kind, directory: Path) -> Iterator[Running]:
    port, started = any_free(), time.perf_counter()
    environment = {"PATH": os.environ["PATH"], "HOME": str(directory)} | dict(kind.environment)
    log = (directory / f"{kind.name}.log").open("wb")
    with log, subprocess.Popen(kind.command(port, directory), env=environment, stdout=log, stderr=log) as process:  # noqa: S603 - our own.
        try:
            _wait(port, kind, process)
            yield Running(kind, port, process, time.perf_counter() - started)
        finally:
            process.terminate()


def _wait(port: int, kind: Kind, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + READY_SECONDS
    asked = urllib.request.Request(f"http://{HOST}:{port}/v1/files?limit=1", headers={"Authorization": kind.key})
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(asked, timeout=READY_SECONDS):  # noqa: S310 # nosec B310 # loopback.
                return
        except OSError:
            time.sleep(0.02)
    raise StepFailed(f"{kind.name} does not answer")


def _paths(layers: Path) -> dict[str, str]:
    return {"PYTHONPATH": os.pathsep.join(map(str, [*built(layers).values(), ROOT]))}


def _ours(port: int, _: Path) -> list[str]:
    return [sys.executable, "-m", "bench.loopback", str(port)]


def _aibrix(port: int, _: Path) -> list[str]:
    command = str(PEERS / "aibrix/bin/aibrix_metadata")
    return [command, "--disable-batch-api", "--host", HOST, "--port", str(port)]


def _ogx(endpoint: str) -> Command:
    def command(port: int, directory: Path) -> list[str]:
        settings = directory / "ogx.json"
        settings.write_text(json.dumps(_ogx_settings(endpoint, directory, port)))
        return [str(PEERS / "ogx/bin/ogx"), "run", str(settings), "--port", str(port), "--insecure"]

    return command


def _ogx_settings(endpoint: str, directory: Path, port: int) -> dict[str, object]:
    """JSON is YAML, which it reads. Only files, in S3, with records in SQLite."""
    s3 = {"bucket_name": "ogx", "region": "us-east-1", "endpoint_url": endpoint, "auto_create_bucket": True}
    s3 |= {"aws_access_key_id": "test", "aws_secret_access_key": "test"}  # nosec B105 # MiniStack's.
    records = {"table_name": "files_metadata", "backend": "sql_default"}
    provider = {"provider_id": "s3", "provider_type": "remote::s3", "config": s3 | {"metadata_store": records}}
    backends = {
        "kv_default": {"type": "kv_sqlite", "db_path": str(directory / "kv.db")},
        "sql_default": {"type": "sql_sqlite", "db_path": str(directory / "sql.db")},
    }
    stores = {"metadata": {"namespace": "registry", "backend": "kv_default"}}
    return {
        "version": 2,
        "distro_name": "bench",
        "apis": ["files"],
        "providers": {"files": [provider]},
        "storage": {"backends": backends, "stores": stores},
        "server": {"port": port, "host": HOST},
    }
