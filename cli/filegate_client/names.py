"""Names that come from the server, made fit to be names of files here."""

import os
from pathlib import Path

_SEPARATORS = "/\\:"
_LONGEST = 240
"""Bytes: what file systems take, less the endings that an unfinished download has."""


def local_name(filename: str, otherwise: str) -> str:
    """A name that leads out of no folder, is not hidden, and is nothing that a terminal would obey."""
    shown = "".join("_" if each in _SEPARATORS or not each.isprintable() else each for each in filename)
    if shown.startswith("."):  # Programs obey hidden files: a download must not become one's settings.
        shown = f"_{shown[1:]}"
    if len(os.fsencode(shown)) > _LONGEST or not shown.strip("_ "):
        return otherwise
    return shown


def target_of(to: Path | None, filename: str, file_id: str) -> Path:
    """Where a file is to go: `to` itself, or under its own name in the folder `to` or here."""
    if to is not None and not to.is_dir():
        return to
    return (to or Path()) / local_name(filename, otherwise=local_name(file_id, otherwise="file"))
