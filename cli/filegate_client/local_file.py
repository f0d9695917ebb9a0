"""The file to send, as it was when the sending began."""

import hashlib
import mimetypes
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from stat import S_ISREG
from threading import Event
from typing import Self

from filegate_client.errors import FileChanged, FilegateFailure
from filegate_client.workers import go_on

CHUNK = 262_144
"""Bytes read, digested and sent at once: what a thread has in memory of a part, however large that is."""


@dataclass(frozen=True)
class LocalFile:
    """`path` is absolute; `mtime_ns` is when it was changed last."""

    path: Path
    size: int
    mtime_ns: int

    @classmethod
    def at(cls, path: str | os.PathLike[str]) -> Self:
        """Raises FilegateFailure where there is no regular file."""
        try:
            found = os.stat(path)  # noqa: PTH116 - any kind of path is welcome here.
        except OSError as error:
            raise FilegateFailure(f"{os.fspath(path)}: {error.strerror}.") from error
        if not S_ISREG(found.st_mode):
            raise FilegateFailure(f"{os.fspath(path)} is not a file.")
        return cls(Path(path).absolute(), found.st_size, found.st_mtime_ns)

    @property
    def name(self) -> str:
        """A name of this machine that is no UTF-8 is shown to the deployment with question marks for what is not."""
        return os.fsencode(self.path.name).decode(errors="replace")

    @property
    def mime_type(self) -> str:
        return mimetypes.guess_type(self.name)[0] or "application/octet-stream"

    def check_unchanged(self) -> None:
        """Raises FileChanged, also where the file is gone."""
        found = LocalFile.at(self.path) if self.path.exists() else None
        if self != found:
            raise FileChanged(f"{self.path} changed while it was being uploaded. Nothing was stored.")

    def read(self) -> bytes:
        """All of it; for small files."""
        content = self.path.read_bytes()
        self.check_unchanged()
        return content

    def piece(self, offset: int, size: int, stop: Event) -> Iterator[bytes]:
        """Its bytes from `offset` on, a chunk at a time. Raises FileChanged where it ends early, and Stopped."""
        with self.path.open("rb") as opened:
            opened.seek(offset)
            left = size
            while left:
                go_on(stop)
                chunk = opened.read(min(CHUNK, left))
                if not chunk:
                    raise FileChanged(f"{self.path} became shorter while it was being uploaded. Nothing was stored.")
                left -= len(chunk)
                yield chunk

    def md5(self, offset: int, size: int, stop: Event) -> bytes:
        digest = hashlib.md5(usedforsecurity=False)
        for chunk in self.piece(offset, size, stop):
            digest.update(chunk)
        return digest.digest()
