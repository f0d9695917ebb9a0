"""bench.memory: the most memory that a process of each function takes, after several requests.

The largest inputs are among them but for two: bench.join joins 512 MiB, and bench.check checks 200 MB.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

from bench.account import account
from bench.cold import written
from bench.deployed import memory_mb
from bench.fresh_process import FUNCTION, run
from bench.layers import built
from bench.results import Goal, save
from bench.situations import SITUATIONS
from local.places import ROOT
from local.progress import step

REQUESTS = 5
MOST_MIB = 100


def main() -> int:
    with tempfile.TemporaryDirectory() as name, account():
        directory = Path(name)
        layers = list(built(directory).values())
        with step("answer requests in fresh processes"):
            rows = [row(each, directory, layers) for each in SITUATIONS]
    goals = [Goal(f"memory, {each['what']}", each["peak_mib"], MOST_MIB, "MiB") for each in rows]
    save("memory", {"rows": rows, "requests": REQUESTS}, goals)
    return 0


def row(name: str, directory: Path, layers: list[Path]) -> dict[str, Any]:
    situations = [SITUATIONS[name]() for _ in range(REQUESTS)]
    function = situations[0].function
    events = written(directory, [each.event for each in situations])
    peak = run(FUNCTION, events, [ROOT / "functions" / function, *layers]).peak_mib
    return {"what": name, "peak_mib": round(peak, 1), "deployed_mb": memory_mb()[function]}


if __name__ == "__main__":
    sys.exit(main())
