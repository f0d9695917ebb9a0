"""`filegate upload`."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import groupby
from pathlib import Path
from typing import Annotated, Any

import typer

from filegate_cli.client.access import DEFAULT_PARALLEL, ParallelOption, resumable
from filegate_cli.client.chosen_paths import chosen_files
from filegate_cli.client.durations import parse_duration
from filegate_cli.client.transfer_bar import TransferBar
from filegate_cli.failures import FAILED
from filegate_cli.output import JsonOption, print_json, say, say_aside
from filegate_client import File, FilegateFailure, Refused, uploading
from filegate_client.connection import Connection, connected
from filegate_client.local_file import LocalFile
from filegate_client.progress import Meter
from filegate_client.wishes import Wishes

Outcome = tuple[Path, File | FilegateFailure | OSError]


def upload(
    paths: Annotated[
        list[str], typer.Argument(metavar="PATH", help="Files, folders, or quoted patterns like '*.jsonl'.")
    ],
    *,
    purpose: Annotated[str, typer.Option(help="What the files are for: batch, fine-tune, user_data and the like.")],
    expires_after: Annotated[
        int | None, typer.Option(parser=parse_duration, metavar="TIME", help="Let them expire: 3600s, 12h, 30d.")
    ] = None,
    recursive: Annotated[bool, typer.Option("--recursive", "-r", help="Of folders, take all that is below.")] = False,
    parallel: ParallelOption = DEFAULT_PARALLEL,
    as_json: JsonOption = False,
) -> None:
    """Store files, of any size, and print their ids. Large ones resume where an interrupted run stopped."""
    chosen = chosen_files(paths, recursive=recursive)
    with resumable(), connected(parallel=parallel) as connection, _bar(chosen) as bar:

        def send(path: Path) -> Outcome:
            return _sent(connection, path, Wishes(purpose, expires_after), bar)

        outcomes = [_told(outcome, as_json=as_json) for outcome in _each(send, chosen, parallel)]
    if as_json:
        print_json([_document(*outcome) for outcome in outcomes])
    if not all(isinstance(result, File) for _, result in outcomes):
        raise typer.Exit(FAILED)


def _bar(chosen: Sequence[Path]) -> TransferBar:
    bar = TransferBar(chosen[0].name if len(chosen) == 1 else f"{len(chosen)} files")
    for path in chosen:
        bar.expect(str(path), path.stat().st_size)
    return bar


def _each(send: Callable[[Path], Outcome], chosen: Sequence[Path], parallel: int) -> Iterator[Outcome]:
    """In the order of the files. Small ones go at once; a large one by itself, as its parts go at once."""
    for small, paths in groupby(chosen, _is_small):
        if small:
            with ThreadPoolExecutor(parallel) as pool:
                yield from pool.map(send, paths)
        else:
            yield from map(send, paths)


def _is_small(path: Path) -> bool:
    return path.stat().st_size <= uploading.SINGLE_REQUEST_BYTES


def _sent(connection: Connection, path: Path, wishes: Wishes, bar: TransferBar) -> Outcome:
    """A file that fails does not hold back the others."""
    try:
        file = LocalFile.at(path)
        return path, uploading.send(connection, file, wishes, Meter(file.size, bar.of(str(path))))
    except (FilegateFailure, OSError) as failure:
        return path, failure


def _told(outcome: Outcome, *, as_json: bool) -> Outcome:
    """At once, as the next file may take long."""
    path, result = outcome
    if not isinstance(result, File):
        say_aside(f"filegate: {path}: {result}")
    elif not as_json:
        say(result.id)
    return outcome


def _document(path: Path, result: File | FilegateFailure | OSError) -> dict[str, Any]:
    if isinstance(result, File):
        return {"path": str(path), "file": dict(result.document)}
    param = result.param if isinstance(result, Refused) else None
    return {"path": str(path), "error": {"message": str(result), "param": param}}
