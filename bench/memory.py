"""make bench-memory: the most memory that a process of each function takes, after several requests.

The largest inputs are among them but for joining, which bench-join measures with 512 MiB.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from bench.account import account
from bench.cold import written
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
            peaks = {each: peak_mib(each, directory, layers) for each in SITUATIONS}
    goals = [Goal(f"memory, {each}", peak, MOST_MIB, "MiB") for each, peak in peaks.items()]
    rows = [{"what": each, "peak_mib": peak} for each, peak in peaks.items()]
    save("memory", {"rows": rows, "requests": REQUESTS}, goals)
    return 0


def peak_mib(name: str, directory: Path, layers: list[Path]) -> float:
    situations = [SITUATIONS[name]() for _ in range(REQUESTS)]
    events = written(directory, [each.event for each in situations])
    return round(run(FUNCTION, events, [ROOT / "functions" / situations[0].function, *layers]).peak_mib, 1)


if __name__ == "__main__":
    sys.exit(main())
