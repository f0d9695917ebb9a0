"""Which files a command line means, and for how long they are to stay."""

from pathlib import Path

import pytest
import typer

from filegate_cli.client.chosen_paths import chosen_files
from filegate_cli.client.durations import parse_duration


@pytest.fixture(autouse=True)
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("a.jsonl", "b.jsonl", "c.txt", "[x].txt", ".hidden", "d/e.jsonl", "d/f/g.jsonl", "d/.git/h"):
        path = Path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    Path("empty").mkdir()


@pytest.mark.parametrize(
    ("paths", "chosen"),
    [
        (["c.txt", "a.jsonl"], ["c.txt", "a.jsonl"]),
        (["a.jsonl", "./a.jsonl", "*.jsonl"], ["a.jsonl", "b.jsonl"]),
        (["*.jsonl"], ["a.jsonl", "b.jsonl"]),
        (["**/*.jsonl"], ["a.jsonl", "b.jsonl", "d/e.jsonl", "d/f/g.jsonl"]),
        (["[x].txt"], ["[x].txt"]),
        (["d"], ["d/e.jsonl"]),
        ([".hidden"], [".hidden"]),
    ],
)
def test_files_folders_and_patterns(paths: list[str], chosen: list[str]) -> None:
    assert [str(path) for path in chosen_files(paths, recursive=False)] == chosen


def test_a_folder_with_all_that_is_below() -> None:
    assert [str(path) for path in chosen_files(["d"], recursive=True)] == ["d/e.jsonl", "d/f/g.jsonl"]


@pytest.mark.parametrize("path", ["missing", "*.missing", "empty", ""])
def test_what_is_nothing_is_misuse(path: str) -> None:
    with pytest.raises(typer.BadParameter, match="There is no"):
        chosen_files([path], recursive=False)


@pytest.mark.parametrize(
    ("text", "seconds"), [("3600", 3_600), ("3600s", 3_600), ("90m", 5_400), ("12h", 43_200), ("30d", 2_592_000)]
)
def test_durations(text: str, seconds: int) -> None:
    assert parse_duration(text) == seconds


@pytest.mark.parametrize("text", ["", "d", "-1d", "1.5h", "1 d", "1w"])
def test_what_is_no_duration_is_misuse(text: str) -> None:
    with pytest.raises(typer.BadParameter, match="not a duration"):
        parse_duration(text)
