import json
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from filegate_cli.app import app


class Cli:
    """The `filegate` command, run in this process."""

    def run(self, *arguments: str, **environment: str) -> Result:
        return CliRunner().invoke(app, arguments, env=environment)

    def json(self, *arguments: str) -> Any:
        """The document on stdout, where there must be nothing else."""
        result = self.run(*arguments, "--json")
        assert (result.exit_code, result.stderr) == (0, "")
        return json.loads(result.stdout)

    def refusal(self, *arguments: str, code: int = 1) -> str:
        """The one line on stderr of a command that must fail."""
        result = self.run(*arguments)
        assert (result.exit_code, result.stdout) == (code, "")
        (line,) = result.stderr.splitlines()
        return line


@pytest.fixture
def cli(table: str, monkeypatch: pytest.MonkeyPatch) -> Cli:
    monkeypatch.setenv("FILEGATE_TABLE", table)
    monkeypatch.delenv("FILEGATE_STACK", raising=False)
    return Cli()
