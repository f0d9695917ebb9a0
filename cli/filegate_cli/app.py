"""The whole command. Each group of commands is a module of its own."""

import typer

from filegate_cli.admin import files as held_files
from filegate_cli.admin import ingest, keys, projects, providers
from filegate_cli.client import batch, files
from filegate_cli.client.get import get
from filegate_cli.client.upload import upload
from filegate_cli.failures import FailingPlainly

app = typer.Typer(
    cls=FailingPlainly,
    help="Store and fetch files of any size; have them answered line by line; administer a Filegate deployment.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)
for command in (upload, files.ls, files.show, get, files.url, files.rm):
    app.command()(command)
app.add_typer(batch.app, name="batch")
app.add_typer(projects.app, name="projects")
app.add_typer(keys.app, name="keys")
app.add_typer(held_files.app, name="files")
app.add_typer(ingest.app, name="ingest")
app.add_typer(providers.app, name="providers")
