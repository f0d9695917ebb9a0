"""Spans of time as people write them: 30d, 12h, 3600s."""

import re

import typer

_DURATION = re.compile("([0-9]{1,10})([smhd]?)")
_SECONDS = {"": 1, "s": 1, "m": 60, "h": 3_600, "d": 86_400}


def parse_duration(text: str) -> int:
    """In seconds. Raises typer.BadParameter."""
    match = _DURATION.fullmatch(text)
    if not match:
        raise typer.BadParameter(f"{text!r} is not a duration: write seconds, or a number with s, m, h or d.")
    return int(match[1]) * _SECONDS[match[2]]
