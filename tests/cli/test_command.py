"""The command as a whole."""

import os
import subprocess
import sys

import pytest
from typer.testing import CliRunner

from filegate_cli.app import app
from tests.sam import ROOT

PATH = os.pathsep.join([str(ROOT / "cli"), str(ROOT / "layers" / "filegate")])


@pytest.mark.parametrize("words", [("--help",), ("projects", "--help"), ("keys", "create", "--help")])
def test_explains_itself(words: tuple[str, ...]) -> None:
    result = CliRunner().invoke(app, words)
    assert result.exit_code == 0
    assert "Usage:" in result.stdout


@pytest.mark.parametrize(
    "words", [(), ("projects",), ("nonsense",), ("keys", "list"), ("projects", "list", "--nonsense")]
)
def test_misuse_ends_with_code_2(words: tuple[str, ...]) -> None:
    assert CliRunner().invoke(app, words).exit_code == 2


def test_runs_as_a_module_and_fails_plainly() -> None:
    """In a process of its own, with no region and no credentials."""
    result = subprocess.run(
        [sys.executable, "-m", "filegate_cli", "projects", "list", "--table", "files"],
        env={"PYTHONPATH": PATH, "AWS_CONFIG_FILE": os.devnull},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (result.returncode, result.stdout) == (1, "")
    assert result.stderr == "filegate: AWS could not be asked: You must specify a region.\n"
