"""Jobs at once, each of which may use the network for long. The first failure, or Ctrl-C, stops them all."""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor, as_completed
from threading import Event
from typing import TypeVar

from filegate_client.errors import Stopped

Item = TypeVar("Item")


def all_at_once(job: Callable[[Item], None], items: Iterable[Item], *, workers: int, stop: Event) -> None:
    """Returns when every item is done. Raises the first failure, and has no thread left when it does.

    `stop` is set then; jobs look at it often (`go_on`), so that nobody waits for a gigabyte to be sent in vain.
    """
    with ThreadPoolExecutor(workers) as pool:
        try:
            for future in as_completed([pool.submit(job, item) for item in items]):
                future.result()
        except BaseException:
            stop.set()
            pool.shutdown(cancel_futures=True)
            raise


def go_on(stop: Event) -> None:
    """Raises Stopped where there is no use in going on."""
    if stop.is_set():
        raise Stopped("The transfer was stopped.")
