"""The progress of a batch on stderr: lines, time left, and its status. Nothing moves where stderr is no terminal."""

import sys
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from filegate_cli.output import harmless, say_aside
from filegate_client import FilegateFailure
from filegate_client.batches import Batch


class BatchBar:
    """Shows one batch, however often it is told how that is, or why that is not known."""

    def __init__(self, batch_id: str) -> None:
        self._id = batch_id
        self._silent = False
        self._bar = Progress(
            TextColumn("{task.description}", markup=False),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[failed]} failed", markup=False),
            TimeRemainingColumn(),
            console=Console(stderr=True),
            disable=not sys.stderr.isatty(),
        )
        self._task = self._bar.add_task(harmless(batch_id), total=None, failed=0)

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bar.stop()

    def show(self, batch: Batch) -> None:
        self._silent = False
        done, total = batch.completed + batch.failed, batch.total or None
        description = harmless(f"{self._id} {batch.status}")
        self._bar.update(self._task, description=description, completed=done, total=total, failed=batch.failed)

    def silence(self, failure: FilegateFailure) -> None:
        """Once for as long as it lasts."""
        if not self._silent:
            say_aside(f"{self._id} cannot be looked at for now, and goes on meanwhile: {failure}")
        self._silent = True
