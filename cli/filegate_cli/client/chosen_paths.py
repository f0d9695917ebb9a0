"""The files that a command line means by its paths: files, folders, and patterns that no shell has expanded."""

from collections.abc import Iterable, Iterator
from glob import glob, has_magic
from pathlib import Path

import typer


def chosen_files(paths: Iterable[str], *, recursive: bool) -> list[Path]:
    """Each file once, in the order of the command line, and by name within a folder or pattern.

    Of folders it is what is directly in them, or everything below; hidden files and folders are left out.
    Raises typer.BadParameter for a path that is nothing, or holds nothing.
    """
    return list(dict.fromkeys(file for path in paths for file in _files_of(path, recursive=recursive)))


def _files_of(path: str, *, recursive: bool) -> list[Path]:
    there = Path(path)
    if not path:  # An empty variable of the shell, which must not mean the working directory.
        found = []
    elif there.is_dir():
        found = sorted(_visible_files(there, recursive=recursive))
    elif there.exists() or not has_magic(path):
        found = [there]
    else:
        found = sorted(match for match in map(Path, glob(path, recursive=True)) if match.is_file())  # noqa: PTH207 - Path.glob takes no absolute pattern.
    if not found:
        raise typer.BadParameter(f"There is no file in {path!r}.")
    if not all(each.exists() for each in found):
        raise typer.BadParameter(f"There is no {path!r}.")
    return found


def _visible_files(folder: Path, *, recursive: bool) -> Iterator[Path]:
    for path in folder.rglob("*") if recursive else folder.iterdir():
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if path.is_file() and not hidden:
            yield path
