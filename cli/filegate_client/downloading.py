"""Fetches a file in ranges, several at once, checks it, and goes on where an interrupted run stopped."""

from dataclasses import replace
from pathlib import Path
from threading import Event
from typing import BinaryIO

from filegate_client import files
from filegate_client.connection import Connection
from filegate_client.digests import Check
from filegate_client.errors import FilegateFailure
from filegate_client.names import target_of
from filegate_client.partial_file import PartialFile
from filegate_client.progress import Meter, OnProgress
from filegate_client.source import Source
from filegate_client.workers import all_at_once

RANGE = 16_777_216
"""Bytes fetched by one request, and fetched again after a crash."""


def fetch(
    connection: Connection, file_id: str, to: Path | None, *, overwrite: bool, on_progress: OnProgress | None
) -> Path:
    """Where the file is now. Raises Refused, Unreachable, DigestMismatch, FilegateFailure where it would overwrite."""
    connection = replace(connection, stop=Event())
    file = files.get(connection, file_id)
    target = target_of(to, file.filename, file.id)
    _check_free(target, overwrite=overwrite)
    source = Source(connection, file.id)
    partial = PartialFile(target, RANGE).open(file.id, source.size, source.digest)
    _fill(connection, source, partial, Meter(source.size, on_progress))
    partial.check(source.digest)
    _check_free(target, overwrite=overwrite)
    partial.become(target)
    return target


def pour(connection: Connection, file_id: str, into: BinaryIO, on_progress: OnProgress | None) -> None:
    """The bytes in their order. Raises DigestMismatch when all of them are out already."""
    source = Source(connection, file_id)
    check, meter = Check(source.digest), Meter(source.size, on_progress)

    def take(chunk: bytes) -> None:
        into.write(chunk)
        check.update(chunk)
        meter.add(len(chunk))

    for start in range(0, source.size, RANGE):
        source.copy(start, min(start + RANGE, source.size), take)
    check.finish()


def _fill(connection: Connection, source: Source, partial: PartialFile, meter: Meter) -> None:
    missing = []
    for number, start in enumerate(range(0, source.size, RANGE)):
        if number in partial.finished:
            meter.keep(min(RANGE, source.size - start))
        else:
            missing.append(number)

    def fetch_range(number: int) -> None:
        start = number * RANGE
        with partial.path.open("r+b") as opened:
            opened.seek(start)

            def take(chunk: bytes) -> None:
                opened.write(chunk)
                meter.add(len(chunk))

            source.copy(start, min(start + RANGE, source.size), take)
        partial.finish(number)

    all_at_once(fetch_range, missing, workers=connection.parallel, stop=connection.stop)


def _check_free(target: Path, *, overwrite: bool) -> None:
    if target.is_dir() or (not overwrite and (target.exists() or target.is_symlink())):
        raise FilegateFailure(f"{target} exists already.")
