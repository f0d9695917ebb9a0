"""`filegate providers`: where the lines of batches are sent."""

import json
from typing import Annotated, Any

import typer

from filegate.domain.endpoints import ENDPOINTS
from filegate.domain.upstreams import Provider, WrongProviders, providers_of
from filegate_cli.admin.deployment import DEFAULT_STACK, StackOption
from filegate_cli.admin.providers_secret import ProvidersSecret, providers_secret
from filegate_cli.failures import CommandFailed
from filegate_cli.output import JsonOption, print_json, print_table, say

app = typer.Typer(help="Say to which providers batches are sent.", no_args_is_help=True)

TAKES_EFFECT = "Batches are sent there within 5 minutes."
NO_KEY = "none"
"""What is sent to a server that asks for no key, as a provider must have one."""

_COLUMNS = ("name", "base URL", "models", "endpoints", "concurrency", "timeout")


@app.command("list")
def list_providers(*, stack: StackOption = DEFAULT_STACK, as_json: JsonOption = False) -> None:
    """Show the providers in the order in which they are tried. Their keys are never shown."""
    secret = providers_secret(stack)
    found = _checked(secret.read(), secret, "The secret")
    if as_json:
        print_json([_document(provider) for provider in found])
    else:
        print_table(_COLUMNS, map(_row, found), folding="endpoints")


@app.command("set")
def set_providers(
    file: Annotated[typer.FileText, typer.Argument(metavar="FILE|-", help="A JSON array of providers.")],
    *,
    stack: StackOption = DEFAULT_STACK,
) -> None:
    """Replace the list of providers by that of a file (docs/operations.md says what is in it)."""
    secret = providers_secret(stack)
    _put(secret, _read(file.read(), file.name), file.name)


@app.command()
def use(
    url: Annotated[str, typer.Argument(metavar="URL", help="The base URL, as OpenAI's SDKs take it, with /v1.")],
    *,
    key: Annotated[
        str, typer.Option(envvar="FILEGATE_PROVIDER_KEY", help="Its API key, if it asks for one.", show_default=False)
    ] = NO_KEY,
    models: Annotated[list[str] | None, typer.Option("--model", help="A model or a pattern; all by default.")] = None,
    name: Annotated[str, typer.Option(help="What it is called in the errors of lines.")] = "provider",
    stack: StackOption = DEFAULT_STACK,
) -> None:
    """Send batches to one provider, and to no other."""
    described = {"name": name, "base_url": url, "key": key} | ({"models": models} if models else {})
    _put(providers_secret(stack), [described], "The provider")


def _read(text: str, source: str) -> Any:  # noqa: ANN401 - whatever JSON there is.
    try:
        return json.loads(text)
    except ValueError as error:
        # Not the error itself: it may show what is there, and there are keys.
        place = f" (line {error.lineno}, column {error.colno})" if isinstance(error, json.JSONDecodeError) else ""
        raise CommandFailed(f"{source} is no JSON{place}.") from None


def _put(secret: ProvidersSecret, described: object, source: str) -> None:
    found = _checked(described, secret, source)
    secret.write(json.dumps(described, separators=(",", ":")))
    say(", ".join(provider.name for provider in found) or "None: every line will fail with model_not_found.")
    say(TAKES_EFFECT)


def _checked(described: object, secret: ProvidersSecret, source: str) -> list[Provider]:
    try:
        return providers_of(described, plain_http=secret.plain_http)
    except WrongProviders as error:
        raise CommandFailed(f"{source} cannot be used: {error}") from error


def _row(provider: Provider) -> tuple[str, ...]:
    endpoints = "all" if ENDPOINTS.issubset(provider.endpoints) else " ".join(provider.endpoints)
    texts = provider.name, provider.base_url, " ".join(provider.models), endpoints
    return *texts, str(provider.concurrency), f"{provider.timeout:g} s"


def _document(provider: Provider) -> dict[str, Any]:
    return {
        "name": provider.name,
        "base_url": provider.base_url,
        "models": list(provider.models),
        "endpoints": list(provider.endpoints),
        "concurrency": provider.concurrency,
        "timeout": provider.timeout,
    }
