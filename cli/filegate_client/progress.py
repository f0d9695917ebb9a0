"""How far a transfer is."""

from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock


@dataclass(frozen=True)
class Progress:
    """Bytes. `done` includes `kept`, what an interrupted run before this one had already transferred."""

    done: int
    total: int
    kept: int = 0


OnProgress = Callable[[Progress], None]
"""Called often, and by the threads that transfer, one at a time. `done` goes back where a part must be sent again."""


def unheard(_: Progress) -> None:
    """For callers that do not want to know."""


class Meter:
    """Counts what many threads transfer."""

    def __init__(self, total: int, on_progress: OnProgress | None) -> None:
        self._total = total
        self._tell = on_progress or unheard
        self._done = self._kept = 0
        self._lock = Lock()
        self._tell(Progress(0, total))

    def add(self, count: int) -> None:
        with self._lock:
            self._done += count
            self._tell(Progress(self._done, self._total, self._kept))

    def keep(self, count: int) -> None:
        with self._lock:
            self._kept += count
        self.add(count)
