"""A download that is not finished: NAME.part with the bytes, and NAME.part.ranges, the journal of what is in it.

The first line of the journal says which file it is, each further one is the number of a range that is written.
Lines are only added, after the bytes they stand for, and all are equally long, so a torn one is known: its range is
fetched again. What a power cut may have taken from the bytes, the digest shows in the end.
"""

import json
import re
from pathlib import Path
from threading import Lock
from typing import Self

from filegate_client.digests import Check

CHUNK = 1_048_576
_LINE = re.compile("[0-9]{8}")


class PartialFile:
    """Holds ranges of `range_size` bytes, numbered from 0. Safe to use by many threads."""

    def __init__(self, target: Path, range_size: int) -> None:
        self.path = target.with_name(f"{target.name}.part")
        self._journal = target.with_name(f"{target.name}.part.ranges")
        self._range_size = range_size
        self._lock = Lock()
        self.finished: frozenset[int] = frozenset()

    def open(self, file_id: str, size: int, digest: str) -> Self:
        """Goes on with what is there of the same file, else begins anew."""
        first = json.dumps({"id": file_id, "bytes": size, "digest": digest, "range": self._range_size})
        lines = self._journal.read_text().split("\n") if self._journal.exists() else []
        if lines[:1] == [first] and self.path.exists() and self.path.stat().st_size == size:
            self.finished = frozenset(int(line) for line in lines[1:] if _LINE.fullmatch(line))
            self._write("\n" if lines[-1] else "")
            return self
        self._journal.unlink(missing_ok=True)
        with self.path.open("wb") as opened:
            opened.truncate(size)
        self._journal.write_text(f"{first}\n")
        return self

    def finish(self, number: int) -> None:
        """To be called when every byte of that range has been handed to the system."""
        with self._lock:
            self._write(f"{number:08}\n")

    def check(self, digest: str) -> None:
        """Raises DigestMismatch, and has nothing left then."""
        check = Check(digest)
        with self.path.open("rb") as opened:
            while chunk := opened.read(CHUNK):
                check.update(chunk)
        try:
            check.finish()
        except BaseException:
            self.discard()
            raise

    def become(self, target: Path) -> None:
        """The finished file, at once and whole."""
        self.path.replace(target)
        self._journal.unlink(missing_ok=True)

    def _write(self, line: str) -> None:
        with self._journal.open("a") as opened:
            opened.write(line)

    def discard(self) -> None:
        self.path.unlink(missing_ok=True)
        self._journal.unlink(missing_ok=True)
