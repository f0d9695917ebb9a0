"""What is known of bytes that went by: how many they are, and their digests."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from filegate.domain.errors import InvalidInput
from filegate.domain.uploads import Joined

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


class Tally:
    """Counts and digests; MD5 only where one is expected, as that costs more than all the rest."""

    def __init__(self, md5: str | None) -> None:
        self.size = 0
        self._expected = md5
        self._md5 = hashlib.md5(usedforsecurity=False)
        self._sha256 = hashlib.sha256()

    def passing(self, chunks: Iterable[bytes]) -> Iterator[bytes]:
        for chunk in chunks:
            self.size += len(chunk)
            self._sha256.update(chunk)
            if self._expected is not None:
                self._md5.update(chunk)
            yield chunk

    def check(self) -> None:
        """Raises InvalidInput where the bytes are not those that the client wants them to be."""
        if self._expected is not None and self._md5.hexdigest() != self._expected.lower():
            raise InvalidInput("The MD5 of the parts, joined in this order, is another.", param="md5")

    @property
    def joined(self) -> Joined:
        return Joined(self.size, f"sha256:{self._sha256.hexdigest()}")
