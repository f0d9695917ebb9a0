"""What survives a crash of an upload: one small file, which remembers the session.

It lies in $XDG_STATE_HOME/filegate/uploads (~/.local/state by default), named by what makes two uploads the same one:
deployment, key, path, size, time of the last change, purpose, lifetime. It never holds the key itself or a URL.
"""

import hashlib
import json
import os
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from filegate_client.connection import Connection
from filegate_client.local_file import LocalFile

FORGOTTEN_AFTER = 30 * 86_400
"""Seconds; no session lives that long, so a journal that nobody came back for is of no use."""


@dataclass(frozen=True)
class UploadJournal:
    """The journal of one upload, whether or not it has been written yet."""

    path: Path

    @classmethod
    def of(cls, connection: Connection, file: LocalFile, *wishes: str | int | None) -> Self:
        """`wishes` are what else the file was asked to have: purpose and lifetime."""
        same = [connection.base_url, connection.key_digest, str(file.path), file.size, file.mtime_ns, *wishes]
        name = hashlib.sha256(json.dumps(same).encode()).hexdigest()
        return cls(_folder() / f"{name}.json")

    def upload_id(self) -> str | None:
        """None where nothing was begun, and where what was written cannot be read."""
        try:
            remembered: Any = json.loads(self.path.read_text())
            return str(remembered["upload_id"])
        except (OSError, ValueError, TypeError, KeyError):
            return None

    def remember(self, upload_id: str) -> None:
        """Either all of it is on the disk, or nothing."""
        self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        _forget_old(self.path.parent)
        with tempfile.NamedTemporaryFile("w", dir=self.path.parent, delete=False) as written:
            json.dump({"upload_id": upload_id}, written)
            written.flush()
            os.fsync(written.fileno())
        Path(written.name).replace(self.path)

    def forget(self) -> None:
        self.path.unlink(missing_ok=True)


def _folder() -> Path:
    given = Path(os.environ.get("XDG_STATE_HOME", ""))
    # The specification wants relative paths ignored.
    state = given if given.is_absolute() else Path.home() / ".local" / "state"
    return state / "filegate" / "uploads"


def _forget_old(folder: Path) -> None:
    oldest = time.time() - FORGOTTEN_AFTER
    for path in folder.iterdir():
        with suppress(FileNotFoundError):  # Another upload has just replaced or removed it.
            if path.stat().st_mtime < oldest:
                path.unlink()
