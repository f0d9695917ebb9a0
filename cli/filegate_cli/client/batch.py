"""`filegate batch submit`, `ls`, `show`, `results` and `cancel`."""

from pathlib import Path
from typing import Annotated

import typer

from filegate_cli.client.access import resumable
from filegate_cli.client.batch_bar import BatchBar
from filegate_cli.client.batch_input import stored
from filegate_cli.client.transfer_bar import TransferBar
from filegate_cli.failures import FAILED, INTERRUPTED, CommandFailed
from filegate_cli.output import JsonOption, moment, print_json, print_table, say, say_aside
from filegate_client import FilegateFailure, batches, downloading
from filegate_client.batches import Batch
from filegate_client.connection import Connection, connected

app = typer.Typer(help="Have every line of a file answered by a provider.", no_args_is_help=True)

WaitOption = Annotated[bool, typer.Option("--wait", help="Until it has ended; Ctrl-C leaves it running.")]
BatchId = Annotated[str, typer.Argument(metavar="ID", help="The batch's id, as `batch ls` shows it.")]

_COLUMNS = ("id", "created (UTC)", "endpoint", "status", "done", "failed", "total")
_GOOD_END = "completed"


@app.command()
def submit(
    file: Annotated[
        str, typer.Argument(metavar="FILE", help="Requests, one a line (JSON Lines); or the id of a stored file.")
    ],
    *,
    endpoint: Annotated[str, typer.Option(help="What the requests are for, like /v1/chat/completions.")],
    wait: WaitOption = False,
    as_json: JsonOption = False,
) -> None:
    """Store a file of requests, make a batch of it, and print the batch's id."""
    with connected() as connection:
        with resumable():
            batch = _created(connection, stored(connection, file), endpoint)
        if not as_json:
            say(batch.id)
        if wait:
            batch = _waited_for(connection, batch.id)
    if as_json:
        print_json(batch.document)
    if wait:
        _tell_the_end(batch)


@app.command()
def ls(
    *,
    limit: Annotated[int, typer.Option(min=1, metavar="N", help="The newest N only.")] = 20,
    as_json: JsonOption = False,
) -> None:
    """List the project's batches, newest first."""
    with connected() as connection:
        found = list(batches.every(connection, limit))
    if as_json:
        print_json([batch.document for batch in found])
    else:
        print_table(_COLUMNS, map(_row, found), folding="endpoint")


@app.command()
def show(batch_id: BatchId, *, wait: WaitOption = False, as_json: JsonOption = False) -> None:
    """Show what is known of a batch, or with --wait how it goes on."""
    with connected() as connection:
        batch = _waited_for(connection, batch_id) if wait else batches.get(connection, batch_id)
    if as_json:
        print_json(batch.document)
    else:
        rows = ((name, str(value)) for name, value in batch.document.items())
        print_table(("field", "value"), rows, folding="value")
    if wait:
        _tell_the_end(batch)


@app.command()
def results(
    batch_id: BatchId,
    *,
    output: Annotated[Path, typer.Option("--output", "-o", metavar="FOLDER", help="Where to.")] = Path(),
    force: Annotated[bool, typer.Option("--force", "-f", help="Overwrite what is there.")] = False,
) -> None:
    """Fetch the output and the error file of a batch that has ended, and print where they are."""
    with resumable(), connected() as connection:
        batch = batches.get(connection, batch_id)
        if not batch.ended:
            raise CommandFailed(f"{batch.id} is {batch.status}. Its results are there when it has ended.")
        output.mkdir(parents=True, exist_ok=True)
        for part, file_id in (("output", batch.output_file_id), ("error", batch.error_file_id)):
            if file_id:
                to = output / f"{batch.id}_{part}.jsonl"
                with TransferBar(to.name) as bar:
                    downloading.fetch(connection, file_id, to, overwrite=force, on_progress=bar.of(file_id))
                say(str(to))
    if batch.status == "failed":
        _tell_the_end(batch)


@app.command()
def cancel(batch_id: BatchId, *, as_json: JsonOption = False) -> None:
    """Send nothing more of a batch; what was answered is kept."""
    with connected() as connection:
        batch = batches.cancel(connection, batch_id)
    if as_json:
        print_json(batch.document)
    else:
        say(f"{batch.id} {batch.status}")


def _created(connection: Connection, file_id: str, endpoint: str) -> Batch:
    try:
        return batches.create(connection, file_id, endpoint)
    except FilegateFailure:
        say_aside(f"The file is stored as {file_id}, which can be given in its place.")
        raise


def _waited_for(connection: Connection, batch_id: str) -> Batch:
    try:
        with BatchBar(batch_id) as bar:
            return batches.waited_for(connection, batch_id, bar.show, bar.silence)
    except KeyboardInterrupt as interrupt:
        say_aside(f"{batch_id} goes on. To wait for it again: filegate batch show {batch_id} --wait")
        say_aside(f"To end it: filegate batch cancel {batch_id}")
        raise typer.Exit(INTERRUPTED) from interrupt


def _tell_the_end(batch: Batch) -> None:
    for fault in batch.faults:
        say_aside(f"filegate: {fault}")
    say_aside(f"{batch.status}: {batch.completed} of {batch.total} answered, {batch.failed} failed")
    if batch.output_file_id or batch.error_file_id:
        say_aside(f"To fetch the answers: filegate batch results {batch.id}")
    if batch.status != _GOOD_END:
        raise typer.Exit(FAILED)


def _row(batch: Batch) -> tuple[str, ...]:
    counts = (str(batch.completed), str(batch.failed), str(batch.total))
    return batch.id, moment(batch.created_at), batch.endpoint, batch.status, *counts
