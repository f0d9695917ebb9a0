"""Sizes and quotas as people write and read them: 500MB, 10GiB, none."""

import re

import typer

from filegate.domain.projects import UNLIMITED_BYTES, UNLIMITED_FILES

_NONE = "none"
_SIZE = re.compile(r"([0-9]{1,19}) ?(B|[kKMGT]i?B)?")
_BINARY = 1_024
_FACTORS = {"K": 10**3, "M": 10**6, "G": 10**9, "T": 10**12, "KI": 2**10, "MI": 2**20, "GI": 2**30, "TI": 2**40}


def parse_size(text: str) -> int:
    """The number of bytes. Raises typer.BadParameter."""
    match = _SIZE.fullmatch(text)
    if not match:
        raise typer.BadParameter(f"{text!r} is not a size: write bytes, or a number with kB, MB, GiB and the like.")
    return int(match[1]) * _FACTORS.get((match[2] or "").upper().removesuffix("B"), 1)


def parse_max_bytes(text: str) -> int:
    """As `parse_size`, or `none`."""
    return UNLIMITED_BYTES if text == _NONE else parse_size(text)


def parse_max_files(text: str) -> int:
    """A count, or `none`. Raises typer.BadParameter."""
    if text == _NONE:
        return UNLIMITED_FILES
    if not re.fullmatch("[0-9]{1,13}", text):
        raise typer.BadParameter(f"{text!r} is not a number of files, nor 'none'.")
    return int(text)


def show_size(size: int) -> str:
    """Rounded to four digits, in the largest binary unit that gives at least 1."""
    shown, units = float(size), iter(("B", "KiB", "MiB", "GiB", "TiB"))
    unit = next(units)
    while shown >= _BINARY and unit != "TiB":
        shown, unit = shown / _BINARY, next(units)
    return f"{shown:.4g} {unit}"
