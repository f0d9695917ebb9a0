"""`filegate keys`: make, list, limit and revoke the API keys of a project."""

import re
from secrets import randbits
from typing import Annotated, Any

import typer

from filegate.domain.keys import MAX_REQUESTS_PER_MINUTE, ApiKey
from filegate.usecases.create_key import NewKey, create_key
from filegate.usecases.limit_key import limit_key
from filegate.usecases.list_keys import list_keys
from filegate.usecases.revoke_key import revoke_key
from filegate_cli.admin.deployment import DEFAULT_STACK, StackOption, TableOption, services_of
from filegate_cli.output import JsonOption, moment, print_json, print_table, say, say_aside

app = typer.Typer(help="Make, list, limit and revoke API keys.", no_args_is_help=True)

Project = Annotated[str, typer.Argument(help="The project's name.")]
KeyId = Annotated[str, typer.Argument(help="The id that `keys list` shows.")]


@app.command()
def create(
    project: Project,
    *,
    name: Annotated[str, typer.Option(help="A label, to tell keys apart.")] = "",
    requests_per_minute: Annotated[
        int | None,
        typer.Option(min=0, max=MAX_REQUESTS_PER_MINUTE, metavar="N", help="Its own limit, 0 for none."),
    ] = None,
    table: TableOption = None,
    stack: StackOption = DEFAULT_STACK,
    as_json: JsonOption = False,
) -> None:
    """Make a key and show it, once: only its digest is stored."""
    to = services_of(table, stack)
    new = NewKey(project, name, requests_per_minute)
    key, secret = create_key(new, keys=to.keys, now_ms=to.now_ms, new_id=to.new_id, random_bits=randbits)
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
        print_table(_COLUMNS, (_row(key) for key in keys), folding="name")


@app.command()
def limit(
    project: Project,
    key_id: KeyId,
    requests_per_minute: Annotated[
        str, typer.Argument(metavar="N|default", help="0 for no limit, `default` for the deployment's.")
    ],
    *,
    table: TableOption = None,
    stack: StackOption = DEFAULT_STACK,
    as_json: JsonOption = False,
) -> None:
    """Change how many requests a minute a key may make."""
    to = services_of(table, stack)
    key = limit_key(project, key_id, _parsed(requests_per_minute), keys=to.keys)
    if as_json:
        print_json(_document(key))
    else:
        say(f"Requests a minute of key {key.id} of project {project}: {_shown(key)}. {_WHEN}")


@app.command()
def revoke(
    project: Project,
    key_id: KeyId,
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
        say(f"Revoked key {key.id} of project {project}. {_WHEN}")


_COLUMNS = ("id", "created (UTC)", "revoked (UTC)", "requests/min", "name")
# The gateway caches the authorizer's answers.
_WHEN = "This takes effect within 60 seconds."
_DEFAULT = "default"


def _parsed(limit: str) -> int | None:
    if limit == _DEFAULT:
        return None
    if not re.fullmatch("[0-9]{1,7}", limit):
        raise typer.BadParameter(f"{limit!r} is not a number of requests, nor '{_DEFAULT}'.")
    return int(limit)


def _shown(key: ApiKey) -> str:
    if key.requests_per_minute is None:
        return _DEFAULT
    return str(key.requests_per_minute) if key.requests_per_minute else "unlimited"


def _row(key: ApiKey) -> tuple[str, ...]:
    return key.id, moment(key.created_at), moment(key.revoked_at), _shown(key), key.name


def _described(key: ApiKey) -> dict[str, Any]:
    return {
        "id": key.id,
        "project": key.project,
        "name": key.name,
        "created_at": key.created_at,
        "requests_per_minute": key.requests_per_minute,
    }


def _document(key: ApiKey) -> dict[str, Any]:
    return _described(key) | {"revoked_at": key.revoked_at}
