"""Presigned URLs of the parts of one session, asked for as they are needed."""

from dataclasses import dataclass
from threading import Lock
from typing import Any

from filegate_client.connection import Connection

BATCH = 100
"""URLs asked for at once: they live for an hour, in which slow lines send few parts."""


@dataclass(frozen=True)
class Piece:
    """The bytes of a file that become the part of that number."""

    number: int
    offset: int
    size: int


class PartUrls:
    """Safe to use by many threads. Ids of parts are fixed; URLs end and are asked for again."""

    def __init__(self, connection: Connection, upload_id: str, total: int) -> None:
        """Asks the deployment how large its parts are; `total` is the size of the file."""
        self._connection = connection
        self._upload_id = upload_id
        self._known: dict[int, dict[str, Any]] = {}
        self._lock = Lock()
        self._part_size = self._ask([1])
        self._total = total

    def pieces(self) -> list[Piece]:
        """The whole file: every piece but the last has the size that the deployment says."""
        offsets = range(0, self._total, self._part_size)
        return [
            Piece(number, offset, min(self._part_size, self._total - offset))
            for number, offset in enumerate(offsets, start=1)
        ]

    def url(self, number: int) -> str:
        with self._lock:
            if number not in self._known:
                last = -(-self._total // self._part_size)
                batch = range(number, min(number + BATCH, last + 1))
                self._ask([each for each in batch if each not in self._known])
            return str(self._known[number]["url"])

    def renewed(self, number: int) -> str:
        """Another URL for the same part, as the one before has not led to the end."""
        with self._lock:
            self._ask([number])
            return str(self._known[number]["url"])

    def id(self, number: int) -> str:
        """The id of a part whose URL has been asked for."""
        return str(self._known[number]["part_id"])

    def _ask(self, numbers: list[int]) -> int:
        """The size of the parts."""
        answer = self._connection.ask("POST", f"/uploads/{self._upload_id}/part_urls", json={"part_numbers": numbers})
        self._known |= {given["part_number"]: given for given in answer["data"]}
        return int(answer["part_size"])
