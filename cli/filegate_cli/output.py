"""What commands print: tables for people, one JSON document for programs."""

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Annotated, Any

import typer
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON document, for programs.")]

_WIDTH_OF_A_PIPE = 1_000
"""A program that reads a table must find each row on one line."""


def harmless(text: str) -> str:
    """The text without characters that a terminal would obey rather than show."""
    return "".join(character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in text)


def moment(unix: int | None) -> str:
    return "" if unix is None else datetime.fromtimestamp(unix, UTC).strftime("%Y-%m-%d %H:%M")


def say(line: str) -> None:
    sys.stdout.write(f"{harmless(line)}\n")


def say_aside(line: str) -> None:
    """On stderr, so that whoever captures stdout gets the result alone."""
    sys.stderr.write(f"{harmless(line)}\n")


def print_json(document: Mapping[str, Any] | Sequence[Mapping[str, Any]]) -> None:
    sys.stdout.write(json.dumps(document, indent=2) + "\n")


def print_table(columns: Sequence[str], rows: Iterable[Sequence[str]], folding: str) -> None:
    """Cells are texts, never markup. Only the column `folding` is broken where the terminal is too narrow."""
    table = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False)
    for column in columns:
        table.add_column(column, no_wrap=column != folding, overflow="fold")
    for row in rows:
        table.add_row(*(Text(harmless(cell)) for cell in row))
    Console(width=None if sys.stdout.isatty() else _WIDTH_OF_A_PIPE).print(table)
