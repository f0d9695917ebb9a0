"""make bench-report: every goal, held or missed, in one table, and docs/performance.md from the same results."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Any

from bench.document import document
from bench.results import RESULTS, load
from local.places import ROOT
from local.progress import say

DOCUMENT = ROOT / "docs" / "performance.md"

Row = dict[str, Any]


def main() -> int:
    results = {path.stem: load(path.stem) or {} for path in sorted(RESULTS.glob("*.json"))}
    goals = [goal for result in results.values() for goal in result.get("goals", [])]
    DOCUMENT.write_text("\n".join(document(results)))
    _say_all(results)
    missed = [goal for goal in goals if not goal["held"]]
    say(f"{len(goals) - len(missed)} goals held, {len(missed)} missed; the figures are in {DOCUMENT.relative_to(ROOT)}")
    return 0


def _say_all(results: dict[str, Row]) -> None:
    width = max(len(goal["what"]) for result in results.values() for goal in result.get("goals", []))
    for name, result in results.items():
        say(f"{name}, {result['day']}, load {result['machine']['load'][0]}")
        _say(result.get("goals", []), width)


def _say(goals: Sequence[Row], width: int) -> None:
    for goal in goals:
        verdict = "held" if goal["held"] else "MISSED"
        say(f"  {goal['what']:{width}}  {goal['value']:>8}  at most {goal['most']:>6} {goal['unit']:19} {verdict}")


if __name__ == "__main__":
    sys.exit(main())
