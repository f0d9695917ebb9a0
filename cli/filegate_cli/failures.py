"""What goes wrong, told in one line on stderr: exit code 2 where the command line is at fault, 1 for all else."""

import sys
from typing import Any

import typer
from botocore.exceptions import BotoCoreError, ClientError
from typer.core import TyperGroup

from filegate.domain.errors import FilegateError, InvalidInput, StorageUnavailable
from filegate_cli.output import harmless
from filegate_client import FilegateFailure, NotConfigured

FAILED = 1
MISUSED = 2
INTERRUPTED = 130
"""What shells say of a command that Ctrl-C ended."""


class CommandFailed(Exception):
    """The command cannot do what it was asked for; the message is for people."""


_OF_SECRETS = ("GetSecretValue", "PutSecretValue")
_EXPECTED = (BotoCoreError, ClientError, CommandFailed, FilegateError, FilegateFailure, OSError)


class FailingPlainly(TyperGroup):
    """Commands whose expected failures end without a traceback."""

    def invoke(self, ctx: Any) -> Any:  # noqa: ANN401 - the type is private to Typer.
        try:
            return super().invoke(ctx)
        except _EXPECTED as error:
            sys.stderr.write(f"filegate: {harmless(_line(error))}\n")
            raise typer.Exit(MISUSED if isinstance(error, (InvalidInput, NotConfigured)) else FAILED) from error


def _line(error: BaseException) -> str:
    if isinstance(error, StorageUnavailable) and error.__cause__:
        return _line(error.__cause__)
    if isinstance(error, ClientError):
        said = error.response.get("Error", {})
        if said.get("Code") == "ResourceNotFoundException" and error.operation_name not in _OF_SECRETS:
            return "There is no such table in this AWS account and region."
        return f"AWS refused {error.operation_name}: {said.get('Message') or error}"
    if isinstance(error, BotoCoreError):
        return f"AWS could not be asked: {error}"
    return str(error)
