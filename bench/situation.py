"""One call of a function."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Situation:
    """`subject` is the id that the event is about, empty where there is none."""

    function: str
    event: dict[str, Any]
    subject: str = ""
