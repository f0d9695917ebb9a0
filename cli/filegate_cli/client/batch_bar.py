"""The progress of a batch on stderr: lines, time left, and its status. Nothing where stderr is no terminal."""

import sys
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from filegate_cli.output import harmless
from filegate_client.batches import Batch


class BatchBar:
    """Shows one batch, however often it is told how that is."""

    def __init__(self) -> None:
        self._bar = Progress(
            TextColumn("{task.description}", markup=False),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[failed]} failed", markup=False),
            TimeRemainingColumn(),
            console=Console(stderr=True),
            disable=not sys.stderr.isatty(),
        )
        self._task = self._bar.add_task("", total=None, failed=0)

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bar.stop()

    def show(self, batch: Batch) -> None:
        done, total = batch.completed + batch.failed, batch.total or None
        description = harmless(f"{batch.id} {batch.status}")
        self._bar.update(self._task, description=description, completed=done, total=total, failed=batch.failed)
