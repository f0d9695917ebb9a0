"""`filegate ingest`: what waits in the drop zone, what was rejected, and another chance for it."""

from typing import Annotated, Any

import typer

from filegate.domain.drops import Rejection
from filegate.usecases.redrive_drops import redrive_rejected
from filegate_cli.admin.deployment import DEFAULT_STACK, StackOption, ingestion_of
from filegate_cli.output import JsonOption, moment, print_json, print_table, say

app = typer.Typer(help="See and redrive what was dropped into the drop bucket.", no_args_is_help=True)

Latest = Annotated[int, typer.Option("--last", min=0, max=1000, metavar="N", help="So many of the latest rejections.")]


@app.command()
def status(*, last: Latest = 10, stack: StackOption = DEFAULT_STACK, as_json: JsonOption = False) -> None:
    """Show how many dropped objects wait, how many messages failed for good, and what was rejected, and why."""
    to = ingestion_of(stack)
    depth, rejections = to.queue.depth(), to.drops.rejections(last)
    if as_json:
        counts = {"waiting": depth.waiting, "in_flight": depth.in_flight, "dead_letters": depth.dead}
        print_json(counts | {"rejections": [_document(rejection) for rejection in rejections]})
        return
    say(f"{depth.waiting} waiting, {depth.in_flight} in flight, {depth.dead} dead letters")
    if rejections:
        print_table(_COLUMNS, (_row(rejection) for rejection in rejections), folding="key")


@app.command()
def redrive(
    *,
    rejected: Annotated[
        bool, typer.Option("--rejected", help="The rejected objects that are still there, not the dead letters.")
    ] = False,
    stack: StackOption = DEFAULT_STACK,
    as_json: JsonOption = False,
) -> None:
    """Have the dead letters tried again, or with --rejected the rejected objects, after what was wrong is mended."""
    to = ingestion_of(stack)
    moved = redrive_rejected(to) if rejected else to.queue.redrive()
    if as_json:
        print_json({"redriven": moved})
    else:
        say(f"{moved} {'rejected objects' if rejected else 'dead letters'} are in the queue again.")


_COLUMNS = ("rejected (UTC)", "reason", "project", "key")


def _row(rejection: Rejection) -> tuple[str, ...]:
    dropped = rejection.dropped
    return moment(rejection.rejected_at), rejection.reason.value, dropped.claimed_project, dropped.key


def _document(rejection: Rejection) -> dict[str, Any]:
    dropped = rejection.dropped
    return {
        "key": dropped.key,
        "version_id": dropped.version,
        "project": dropped.claimed_project,
        "bytes": dropped.size,
        "dropped_at": dropped.dropped_at,
        "reason": rejection.reason.value,
        "rejected_at": rejection.rejected_at,
    }
