"""Creations at once against one usage item, with conflicts as DynamoDB has them; the emulator of the rest has none.

The transactions are those of the adapter, with its own retries and pauses. What plays DynamoDB holds the item for as
long as a transaction usually takes, and cancels each that comes meanwhile. Nothing here uses the CPU, so the figures
are those of any machine.
"""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from threading import Lock
from typing import Any, cast
from uuid import uuid4

from botocore.exceptions import ClientError

from filegate.adapters.transactions import commit
from filegate.domain.errors import StorageUnavailable

TRANSACTION_SECONDS = 0.012
REST_SECONDS = 0.04
"""Of a creation, mostly storing its bytes, after which the next one comes."""

SECONDS = 4.0
AT_ONCE = (1, 4, 8, 16, 32, 64)


class OneItem:
    """The one method of a client that `commit` calls, on one item."""

    def __init__(self) -> None:
        self.conflicts = 0
        self._held = Lock()

    def transact_write_items(self, **_: object) -> None:
        if not self._held.acquire(blocking=False):
            self.conflicts += 1
            # The answer comes over the same network.
            time.sleep(TRANSACTION_SECONDS / 3)
            raise _conflict()
        try:
            time.sleep(TRANSACTION_SECONDS)
        finally:
            self._held.release()


def rows() -> list[dict[str, float]]:
    return [_row(at_once) for at_once in AT_ONCE]


def _row(at_once: int) -> dict[str, float]:
    item, until = OneItem(), time.monotonic() + SECONDS
    with ThreadPoolExecutor(at_once) as pool:
        ended = list(pool.map(lambda _: _create_until(item, until), range(at_once)))
    made, refused = (sum(each) for each in zip(*ended, strict=True))
    return {
        "at_once": at_once,
        "a_second": round(made / SECONDS),
        "conflicts_each": round(item.conflicts / max(1, made), 1),
        "given_up": round(100 * refused / max(1, made + refused), 1),
    }


def _create_until(item: OneItem, until: float) -> tuple[int, int]:
    """How many were recorded, and how many were given up after all attempts."""
    made = refused = 0
    while time.monotonic() < until:
        time.sleep(REST_SECONDS)
        try:
            commit(cast("Any", item), [], token=str(uuid4()))
        except StorageUnavailable:
            refused += 1
        else:
            made += 1
    return made, refused


def _conflict() -> ClientError:
    response: Any = {
        "Error": {"Code": "TransactionCanceledException", "Message": ""},
        "CancellationReasons": [{"Code": "TransactionConflict"}],
    }
    return ClientError(response, "TransactWriteItems")
