"""The progress bar of a command whose stderr is a terminal."""

import sys

import pytest

from filegate_cli.client.transfer_bar import TransferBar
from filegate_cli.output import say
from filegate_client import Progress


def stderr_is_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """And stdout is not, as in `ID=$(filegate upload ...)`."""
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)


def test_results_go_to_stdout_past_the_bar(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    stderr_is_a_terminal(monkeypatch)
    with TransferBar("a.jsonl") as bar:
        bar.of("a.jsonl")(Progress(1, 2))
        say("file-1")
    out, err = capsys.readouterr()
    assert out == "file-1\n"
    assert "a.jsonl" in err


def test_the_bar_is_of_all_files_and_of_what_is_left_to_transfer(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    stderr_is_a_terminal(monkeypatch)
    with TransferBar("2 \x1b[2J[red]files") as bar:
        bar.expect("a", 3 * 1_048_576)
        bar.of("b")(Progress(2 * 1_048_576, 4 * 1_048_576, kept=1_048_576))
    shown = capsys.readouterr().err
    assert "1.0/6.0 MiB" in shown
    assert "2 \N{REPLACEMENT CHARACTER}[2J[red]files" in shown


def test_there_is_none_where_stderr_is_no_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    with TransferBar("a.jsonl") as bar:
        bar.of("a.jsonl")(Progress(1, 2))
    assert capsys.readouterr() == ("", "")
