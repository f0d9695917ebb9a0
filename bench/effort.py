"""How much is measured. EFFORT=quick takes a tenth of the rounds: to try the benches, not to judge by."""

from __future__ import annotations

import os

FEWEST = 4


def rounds(thorough: int) -> int:
    return max(FEWEST, thorough // 10) if is_quick() else thorough


def is_quick() -> bool:
    return os.environ.get("EFFORT") == "quick"
