"""How long something takes, again and again."""

from __future__ import annotations

import time
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


@dataclass(frozen=True)
class Round:
    """Seconds of the clock and of this process's processor, for one chunk."""

    wall: float
    cpu: float


def timed(way: Callable[[], None]) -> Round:
    wall, cpu = time.monotonic(), time.process_time()
    way()
    return Round(time.monotonic() - wall, time.process_time() - cpu)


def described(rounds: Sequence[Round], lines: int) -> dict[str, float]:
    return {
        "best_ms": round(min(each.wall for each in rounds) * 1000),
        "median_ms": round(median(each.wall for each in rounds) * 1000),
        "cpu_ms_a_line": round(median(each.cpu for each in rounds) * 1000 / lines, 2),
    }
