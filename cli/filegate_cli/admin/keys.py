"""`filegate keys`: make, list and revoke the API keys of a project."""

from secrets import randbits
from typing import Annotated, Any

import typer

from filegate.domain.keys import ApiKey
from filegate.usecases.create_key import create_key
from filegate.usecases.list_keys import list_keys
from filegate.usecases.revoke_key import revoke_key
from filegate_cli.admin.deployment import DEFAULT_STACK, StackOption, TableOption, services_of
from filegate_cli.output import JsonOption, moment, print_json, print_table, say, say_aside

app = typer.Typer(help="Make, list and revoke API keys.", no_args_is_help=True)

Project = Annotated[str, typer.Argument(help="The project's name.")]


@app.command()
def create(
    project: Project,
    *,
    name: Annotated[str, typer.Option(help="A label, to tell keys apart.")] = "",
    table: TableOption = None,
    stack: StackOption = DEFAULT_STACK,
    as_json: JsonOption = False,
) -> None:
    """Make a key and show it, once: only its digest is stored."""
    to = services_of(table, stack)
    key, secret = create_key(project, name, keys=to.keys, now_ms=to.now_ms, new_id=to.new_id, random_bits=randbits)
    if as_json:
        print_json(_described(key) | {"key": secret})
    else:
        say(secret)
        say_aside(f"Keep this key of project {project}: it will not be shown again. Its id is {key.id}.")


@app.command("list")
def list_of(
    project: Project, *, table: TableOption = None, stack: StackOption = DEFAULT_STACK, as_json: JsonOption = False
) -> None:
    """Show a project's keys, oldest first, without their secrets."""
    to = services_of(table, stack)
    keys = list_keys(project, keys=to.keys, projects=to.projects)
    if as_json:
        print_json([_document(key) for key in keys])
    else:
        rows = ((key.id, moment(key.created_at), moment(key.revoked_at), key.name) for key in keys)
        print_table(("id", "created (UTC)", "revoked (UTC)", "name"), rows, folding="name")


@app.command()
def revoke(
    project: Project,
    key_id: Annotated[str, typer.Argument(help="The id that `keys list` shows.")],
    *,
    table: TableOption = None,
    stack: StackOption = DEFAULT_STACK,
    as_json: JsonOption = False,
) -> None:
    """End a key for good."""
    to = services_of(table, stack)
    key = revoke_key(project, key_id, keys=to.keys, now_ms=to.now_ms)
    if as_json:
        print_json(_document(key))
    else:
        # The gateway caches the authorizer's answers.
        say(f"Revoked key {key.id} of project {project}. The API may accept it for a minute more.")


def _described(key: ApiKey) -> dict[str, Any]:
    return {"id": key.id, "project": key.project, "name": key.name, "created_at": key.created_at}


def _document(key: ApiKey) -> dict[str, Any]:
    return _described(key) | {"revoked_at": key.revoked_at}
