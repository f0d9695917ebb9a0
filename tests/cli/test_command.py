"""The command as a whole, started as users start it."""

import os
import subprocess
import sys

import pytest

from tests.sam import ROOT

PATH = os.pathsep.join([str(ROOT / "cli"), str(ROOT / "layers" / "filegate")])


def filegate(*words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "filegate_cli", *words]
    return subprocess.run(  # noqa: S603 - words of these tests only.
        command, env={"PYTHONPATH": PATH}, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize("words", [("--help",), ("projects", "--help"), ("keys", "create", "--help")])
def test_explains_itself(words: tuple[str, ...]) -> None:
    result = filegate(*words)
    assert result.returncode == 0
    assert "Usage: filegate" in result.stdout


@pytest.mark.parametrize(
    "words", [(), ("projects",), ("nonsense",), ("keys", "list"), ("projects", "list", "--nonsense")]
)
def test_misuse_ends_with_code_2(words: tuple[str, ...]) -> None:
    assert filegate(*words).returncode == 2


def test_no_region_is_one_line_and_code_1() -> None:
    result = filegate("projects", "list", "--table", "files")
    assert (result.returncode, result.stdout) == (1, "")
    assert result.stderr == "filegate: AWS could not be asked: You must specify a region.\n"
