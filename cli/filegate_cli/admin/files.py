"""`filegate files`: show the deleted files of a project, and bring them back."""

from typing import Annotated, Any

import typer

from filegate.domain.tombstones import Tombstone
from filegate.usecases.list_deleted_files import list_deleted_files
from filegate.usecases.restore_file import restore_file
from filegate_cli.admin.deployment import DEFAULT_STACK, StackOption, TableOption, services_of
from filegate_cli.output import JsonOption, moment, print_json, print_table, say
from filegate_cli.sizes import show_size

app = typer.Typer(help="Show deleted files, and bring them back.", no_args_is_help=True)


@app.command()
def deleted(
    project: Annotated[str, typer.Argument(help="The project's name.")],
    *,
    table: TableOption = None,
    stack: StackOption = DEFAULT_STACK,
    as_json: JsonOption = False,
) -> None:
    """Show the files of a project that were deleted and can still be restored, the oldest file first."""
    to = services_of(table, stack)
    found = list_deleted_files(project, tombstones=to.tombstones, projects=to.projects, now_ms=to.now_ms)
    if as_json:
        print_json([_document(each) for each in found])
    else:
        print_table(_COLUMNS, (_row(each) for each in found), folding="name")


@app.command()
def restore(
    file_id: Annotated[str, typer.Argument(metavar="ID", help="The id of the file, as `files deleted` shows it.")],
    *,
    project: Annotated[str | None, typer.Option(help="Its project; all are looked in by default.")] = None,
    table: TableOption = None,
    stack: StackOption = DEFAULT_STACK,
    as_json: JsonOption = False,
) -> None:
    """Bring a deleted file back, as it was."""
    to = services_of(table, stack)
    projects = [project] if project else [each.name for each in to.projects.all()]
    file = restore_file(file_id, projects, to)
    if as_json:
        print_json({"id": _shown(file.id), "project": file.project, "name": file.name, "bytes": file.size})
    else:
        say(f"Restored {_shown(file.id)} ({file.name}) of project {file.project}.")


_COLUMNS = ("id", "bytes", "deleted (UTC)", "purged (UTC)", "name")


def _shown(file_id: str) -> str:
    return f"file-{file_id}"


def _row(stone: Tombstone) -> tuple[str, ...]:
    file = stone.file
    return _shown(file.id), show_size(file.size), moment(stone.deleted_at), moment(stone.purge_at), file.name


def _document(stone: Tombstone) -> dict[str, Any]:
    return {
        "id": _shown(stone.file.id),
        "name": stone.file.name,
        "bytes": stone.file.size,
        "purpose": stone.file.purpose,
        "created_at": stone.file.created_at,
        "deleted_at": stone.deleted_at,
        "purge_at": stone.purge_at,
    }
