"""The file that a batch is made of: one of this machine, which is stored for it, or one that is stored already."""

from pathlib import Path
from typing import Any

import typer

from filegate.domain.ids import parse_file_id
from filegate_cli.client.transfer_bar import TransferBar
from filegate_cli.failures import CommandFailed
from filegate_client import File, uploading
from filegate_client.connection import Connection
from filegate_client.local_file import LocalFile
from filegate_client.progress import Meter
from filegate_client.wishes import Wishes


def stored(connection: Connection, file: str) -> str:
    """The id of the file. Raises typer.BadParameter, and CommandFailed for one whose lines are found to be wrong.

    A large file is checked some seconds after it has come. That is not waited for, as the batch looks at every line
    itself, and says the same.
    """
    path = Path(file)
    if path.is_file():
        return _usable(_sent(connection, path))
    if parse_file_id(file):
        return file
    raise typer.BadParameter(f"There is no file {file!r}.")


def _sent(connection: Connection, path: Path) -> File:
    file = LocalFile.at(path)
    with TransferBar(path.name) as bar:
        bar.expect(str(path), file.size)
        return uploading.send(connection, file, Wishes("batch"), Meter(file.size, bar.of(str(path))))


def _usable(file: File) -> str:
    if file.status == "error":
        raise CommandFailed(f"{file.filename} is no batch file: {_findings(file.document.get('status_details'))}")
    return file.id


def _findings(details: Any) -> str:  # noqa: ANN401 - a text or an object, as the contract has it.
    return str(details.get("message") if isinstance(details, dict) else details)
