"""End the files whose time is up. Every read refuses them already; now their room is given back."""

from contextlib import suppress
from typing import Protocol

from filegate.domain.errors import StorageUnavailable
from filegate.domain.ports import FileCatalog
from filegate.domain.tombstones import Ending


class Stores(Protocol):
    """What the expiry needs."""

    @property
    def files(self) -> FileCatalog: ...
    def now_ms(self) -> int: ...


def expire_files(until_ms: int, to: Stores) -> int:
    """How many ended, before there were no more or the moment `until_ms` came. May run at any time, and twice at once.

    Their bytes are due to be purged at once.
    """
    ended = 0
    for file in to.files.expired(to.now_ms() // 1000):
        now_ms = to.now_ms()
        if now_ms >= until_ms:
            break
        # One that fails now is found again the next time, and keeps nobody else waiting.
        with suppress(StorageUnavailable):
            ended += to.files.bury(file, Ending.EXPIRED, deleted_at=now_ms // 1000, purge_at=now_ms // 1000)
    return ended
