"""The whole command. Each group of commands is a module of its own."""

import typer

from filegate_cli.admin import ingest, keys, projects
from filegate_cli.failures import FailingPlainly

app = typer.Typer(
    cls=FailingPlainly,
    help="Administer a Filegate deployment.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)
app.add_typer(projects.app, name="projects")
app.add_typer(keys.app, name="keys")
app.add_typer(ingest.app, name="ingest")
