"""`filegate get`."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from filegate_cli.client.access import DEFAULT_PARALLEL, FileId, ParallelOption, resumable
from filegate_cli.client.transfer_bar import TransferBar
from filegate_cli.output import say
from filegate_client import downloading
from filegate_client.connection import connected

STDOUT = "-"


def get(
    file_id: FileId,
    *,
    output: Annotated[
        str | None,
        typer.Option("--output", "-o", metavar="PATH|-", help="Where to: a file, a folder, or - for stdout."),
    ] = None,
    force: Annotated[bool, typer.Option("--force", "-f", help="Overwrite what is there.")] = False,
    parallel: ParallelOption = DEFAULT_PARALLEL,
) -> None:
    """Fetch a file under its own name, check its digest, and print where it is. It resumes like `upload`."""
    if output == STDOUT:
        _pour(file_id)
        return
    to = None if output is None else Path(output)
    with resumable(), connected(parallel=parallel) as connection, TransferBar(file_id) as bar:
        target = downloading.fetch(connection, file_id, to, overwrite=force, on_progress=bar.of(file_id))
    say(str(target))


def _pour(file_id: str) -> None:
    with connected() as connection, TransferBar(file_id) as bar:
        downloading.pour(connection, file_id, sys.stdout.buffer, bar.of(file_id))
    sys.stdout.buffer.flush()
