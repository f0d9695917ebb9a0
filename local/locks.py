"""Locks of files. The system takes them off when their process ends, however it ends."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from local.progress import StepFailed


def locked(descriptor: int) -> bool:
    """Takes the lock of an open file; False if another process has it."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


@contextmanager
def only_one(path: Path) -> Iterator[None]:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as lock:
        if not locked(lock.fileno()):
            raise StepFailed("Another make up is at work. Wait for it, or end it first.")
        yield
