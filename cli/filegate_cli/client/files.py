"""`filegate ls`, `show`, `url` and `rm`."""

from typing import Annotated

import typer

from filegate_cli.client.access import FileId
from filegate_cli.failures import FAILED
from filegate_cli.output import JsonOption, moment, print_json, print_table, say, say_aside
from filegate_cli.sizes import show_size
from filegate_client import File, FilegateFailure, files
from filegate_client.connection import connected

_COLUMNS = ("id", "size", "created (UTC)", "expires (UTC)", "purpose", "status", "name")


def ls(
    *,
    purpose: Annotated[str | None, typer.Option(help="Only files of this purpose.")] = None,
    limit: Annotated[int | None, typer.Option(min=1, metavar="N", help="The newest N only; all by default.")] = None,
    as_json: JsonOption = False,
) -> None:
    """List the project's files, newest first."""
    with connected() as connection:
        found = list(files.every(connection, purpose, limit))
    if as_json:
        print_json([file.document for file in found])
    else:
        print_table(_COLUMNS, map(_row, found), folding="name")


def show(file_id: FileId, *, as_json: JsonOption = False) -> None:
    """Show what is known of a file."""
    with connected() as connection:
        file = files.get(connection, file_id)
    if as_json:
        print_json(file.document)
    else:
        print_table(("field", "value"), ((name, str(value)) for name, value in file.document.items()), folding="value")


def url(
    file_id: FileId,
    *,
    expiry: Annotated[int | None, typer.Option(min=1, metavar="SECONDS", help="How long it is good for.")] = None,
) -> None:
    """Print a URL from which anybody can fetch the file, without a key, until it ends."""
    with connected() as connection:
        link = files.url_of(connection, file_id, expiry)
    say(link.url)
    say_aside(f"Good until {moment(link.expires_at)} UTC, for whoever has it.")


def rm(ids: Annotated[list[str], typer.Argument(metavar="ID", help="The ids of the files.")]) -> None:
    """Delete files, and print the ids of those that are gone."""
    failed = False
    with connected() as connection:
        for file_id in ids:
            try:
                files.delete(connection, file_id)
                say(file_id)
            except FilegateFailure as failure:
                say_aside(f"filegate: {file_id}: {failure}")
                failed = True
    if failed:
        raise typer.Exit(FAILED)


def _row(file: File) -> tuple[str, ...]:
    moments = moment(file.created_at), moment(file.expires_at)
    return file.id, show_size(file.bytes), *moments, file.purpose, file.status, file.filename
