"""The progress of a command on stderr: bytes, rate and time left. Nothing where stderr is no terminal."""

import sys
from threading import Lock
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, TextColumn, TimeRemainingColumn, TransferSpeedColumn
from rich.progress import Progress as Bar

from filegate_cli.output import harmless
from filegate_client import OnProgress, Progress


class TransferBar:
    """One bar for all files of the command. What an earlier run has transferred is not part of it, nor of the rate."""

    def __init__(self, label: str) -> None:
        self._bar = Bar(
            TextColumn("{task.description}", markup=False),
            BarColumn(),
            DownloadColumn(binary_units=True),
            TransferSpeedColumn(),
            TimeRemainingColumn(),
            console=Console(stderr=True),
            disable=not sys.stderr.isatty(),
            # What is written beside the bar goes through it, or it would tear it; but never what a program reads.
            redirect_stdout=sys.stdout.isatty(),
        )
        self._task = self._bar.add_task(harmless(label), total=None)
        self._files: dict[str, Progress] = {}
        self._lock = Lock()

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bar.stop()

    def expect(self, file: str, size: int) -> None:
        """A file that will be transferred later."""
        self._show(file, Progress(0, size))

    def of(self, file: str) -> OnProgress:
        return lambda progress: self._show(file, progress)

    def _show(self, file: str, progress: Progress) -> None:
        with self._lock:
            self._files[file] = progress
            every = self._files.values()
            done = sum(each.done - each.kept for each in every)
            total = sum(each.total - each.kept for each in every)
        self._bar.update(self._task, completed=done, total=total)
