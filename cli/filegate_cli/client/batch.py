"""`filegate batch submit`, `ls`, `show`, `results` and `cancel`."""

from pathlib import Path
from typing import Annotated

import typer

from filegate_cli.client.batch_bar import BatchBar
from filegate_cli.client.transfer_bar import TransferBar
from filegate_cli.failures import FAILED, INTERRUPTED, CommandFailed
from filegate_cli.output import JsonOption, moment, print_json, print_table, say, say_aside
from filegate_client import batches, downloading, uploading
from filegate_client.batches import Batch
from filegate_client.connection import Connection, connected
from filegate_client.local_file import LocalFile
from filegate_client.progress import Meter
from filegate_client.wishes import Wishes

app = typer.Typer(help="Have every line of a file answered by a provider.", no_args_is_help=True)

BatchId = Annotated[str, typer.Argument(metavar="ID", help="The batch's id, as `batch ls` shows it.")]

_COLUMNS = ("id", "created (UTC)", "endpoint", "status", "done", "failed", "total")
_GOOD_END = "completed"


@app.command()
def submit(
    path: Annotated[Path, typer.Argument(metavar="FILE", help="Requests, one a line (JSON Lines).")],
    *,
    endpoint: Annotated[str, typer.Option(help="What the requests are for, like /v1/chat/completions.")],
    wait: Annotated[bool, typer.Option("--wait", help="Until it has ended; Ctrl-C leaves it running.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Store a file of requests, make a batch of it, and print the batch's id."""
    with connected() as connection:
        batch = batches.create(connection, _stored(connection, path), endpoint)
        if not as_json:
            say(batch.id)
        if wait:
            batch = _waited_for(connection, batch)
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
def show(batch_id: BatchId, *, as_json: JsonOption = False) -> None:
    """Show what is known of a batch."""
    with connected() as connection:
        batch = batches.get(connection, batch_id)
    if as_json:
        print_json(batch.document)
        return
    print_table(("field", "value"), ((name, str(value)) for name, value in batch.document.items()), folding="value")


@app.command()
def results(
    batch_id: BatchId,
    *,
    output: Annotated[Path, typer.Option("--output", "-o", metavar="FOLDER", help="Where to.")] = Path(),
    force: Annotated[bool, typer.Option("--force", "-f", help="Overwrite what is there.")] = False,
) -> None:
    """Fetch the output and the error file of a batch that has ended, and print where they are."""
    with connected() as connection:
        batch = batches.get(connection, batch_id)
        if not batch.ended:
            raise CommandFailed(f"{batch.id} is {batch.status}: there are no results yet.")
        for part, file_id in (("output", batch.output_file_id), ("error", batch.error_file_id)):
            if file_id:
                to = output / f"{batch.id}_{part}.jsonl"
                with TransferBar(to.name) as bar:
                    say(str(downloading.fetch(connection, file_id, to, overwrite=force, on_progress=bar.of(file_id))))


@app.command()
def cancel(batch_id: BatchId, *, as_json: JsonOption = False) -> None:
    """Send nothing more of a batch; what was answered is kept."""
    with connected() as connection:
        batch = batches.cancel(connection, batch_id)
    if as_json:
        print_json(batch.document)
    else:
        say(f"{batch.id} {batch.status}")


def _stored(connection: Connection, path: Path) -> str:
    file = LocalFile.at(path)
    with TransferBar(path.name) as bar:
        bar.expect(str(path), path.stat().st_size)
        return uploading.send(connection, file, Wishes("batch"), Meter(file.size, bar.of(str(path)))).id


def _waited_for(connection: Connection, batch: Batch) -> Batch:
    try:
        with BatchBar() as bar:
            return batches.waited_for(connection, batch.id, bar.show)
    except KeyboardInterrupt as interrupt:
        say_aside(f"{batch.id} goes on. To see how far it is: filegate batch show {batch.id}")
        raise typer.Exit(INTERRUPTED) from interrupt


def _tell_the_end(batch: Batch) -> None:
    for fault in batch.faults:
        say_aside(f"filegate: {fault}")
    say_aside(f"{batch.status}: {batch.completed} of {batch.total} answered, {batch.failed} failed")
    if batch.status != _GOOD_END:
        raise typer.Exit(FAILED)


def _row(batch: Batch) -> tuple[str, ...]:
    counts = (str(batch.completed), str(batch.failed), str(batch.total))
    return batch.id, moment(batch.created_at), batch.endpoint, batch.status, *counts
