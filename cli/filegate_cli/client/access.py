"""What every command for files needs: a connection, and a way to be interrupted."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer

from filegate_cli.failures import INTERRUPTED
from filegate_cli.output import say_aside
from filegate_client.connection import DEFAULT_PARALLEL

ParallelOption = Annotated[int, typer.Option("--parallel", min=1, max=64, metavar="N", help="Requests at once.")]
FileId = Annotated[str, typer.Argument(metavar="ID", help="The file's id, as `ls` shows it.")]

__all__ = ["DEFAULT_PARALLEL", "FileId", "ParallelOption", "resumable"]


@contextmanager
def resumable() -> Iterator[None]:
    """Ctrl-C ends the command with a word on how to go on."""
    try:
        yield
    except KeyboardInterrupt as interrupt:
        say_aside("Interrupted. Run the same command again: it goes on where this one stopped.")
        raise typer.Exit(INTERRUPTED) from interrupt
