"""What a measurement leaves: figures, and the goals that they hold or miss, in bench/results/<name>.json."""

from __future__ import annotations

import json
import os
import platform
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import botocore

RESULTS = Path(__file__).parent / "results"


@dataclass(frozen=True)
class Goal:
    """A figure that is to be at most `most`."""

    what: str
    value: float
    most: float
    unit: str = ""

    @property
    def held(self) -> bool:
        return self.value <= self.most


def save(name: str, figures: Mapping[str, Any], goals: Sequence[Goal] = ()) -> None:
    """`figures` are what the report shows of it; day and machine go along, with how busy it was."""
    machine = {
        "python": platform.python_version(),
        "botocore": botocore.__version__,
        "cpus": os.cpu_count(),
        "load": [round(each, 1) for each in os.getloadavg()],
    }
    day = time.strftime("%Y-%m-%d", time.gmtime())
    content = {
        "day": day,
        "machine": machine,
        "goals": [asdict(goal) | {"held": goal.held} for goal in goals],
        "figures": figures,
    }
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / f"{name}.json").write_text(json.dumps(content, indent=2) + "\n")


def load(name: str) -> dict[str, Any] | None:
    path = RESULTS / f"{name}.json"
    return dict(json.loads(path.read_text())) if path.exists() else None
