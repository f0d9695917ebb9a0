"""Runs Python code in a new, bare interpreter, and tells what that took."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

# Of this process only: what Linux counts for one that it has waited for begins with its parent's memory.
TELL = """
with open("/proc/self/status") as status:
    peak = next(int(line.split()[1]) for line in status if line.startswith("VmHWM"))
print(json.dumps({"peak_kib": peak, "status": status_code} | globals().get("more", {})))
"""

FUNCTION = (
    """
import json, sys, time
sys.path[:0] = sys.argv[2:]
import app

class Context:
    def get_remaining_time_in_millis(self):
        return 240_000

imported = time.process_time()
with open(sys.argv[1]) as events:
    for event in json.load(events):
        answer = app.handler(event, Context())
        status_code = answer.get("statusCode", 200)
        assert status_code < 400 and not answer.get("batchItemFailures"), answer
        more = {"answering_seconds": time.process_time() - imported}
"""
    + TELL
)
"""Answers the events of a file with the function whose folder is on the path."""

PYTHON = str(Path(sys.executable).resolve())
"""Not that of the virtual environment, which would look for its packages first."""


@dataclass(frozen=True)
class Ran:
    """`seconds` on the clock and `cpu_seconds` of the whole process, and the most memory that it had.

    `answering_seconds` are the CPU that a function took after its imports.
    """

    seconds: float
    cpu_seconds: float
    peak_mib: float
    answering_seconds: float = 0.0


def run(code: str, argument: Path, paths: Sequence[Path], environment: Mapping[str, str] = os.environ) -> Ran:
    """Byte code of `paths` is used as it lies there; none is written, as in Lambda."""
    command = [PYTHON, "-I", "-B", "-c", code, str(argument), *map(str, paths)]
    started = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=dict(environment)) as process:  # noqa: S603 - our own.
        output = process.stdout.read() if process.stdout else b""
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.perf_counter() - started
    if process.returncode:
        raise RuntimeError(f"a measured process ended with {process.returncode}: {output.decode()[-3000:]}")
    told: dict[str, Any] = json.loads(output.splitlines()[-1])
    cpu_seconds, answering = usage.ru_utime + usage.ru_stime, told.get("answering_seconds", 0.0)
    return Ran(seconds, cpu_seconds, told["peak_kib"] / 1024, answering)
