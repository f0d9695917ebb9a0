"""`python -m filegate_cli`, the same as `filegate`."""

from filegate_cli.app import app

app(prog_name="filegate")
