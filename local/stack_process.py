"""Starts, finds and stops the MiniStack process that plays AWS.

The process holds a lock on its own record for as long as it lives, so a record without a lock is a dead process,
whatever process has its number now. It saves its state when it is asked to end, so it is always asked first.
"""

import json
import os
import signal
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

from local.credentials import REGION
from local.locks import locked
from local.places import STACK_PYTHON
from local.ports import HOST, choose, is_free
from local.progress import StepFailed, last_lines

READY_SECONDS = 60
STOP_SECONDS = 30
# The new process writes its own record, so killing this command at any moment leaves none that is wrong.
RECORD_AND_RUN = """printf '{"pid": %d, "port": %d}' $$ "$0" > "$1" && exec "$2" -m ministack"""
IN_THE_BACKGROUND = """/bin/sh -c "$0" "$@" &"""


class StackProcess:
    """One MiniStack with its data in one directory."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.log = directory / "ministack.log"
        self._record = directory / "process.json"

    @property
    def endpoint(self) -> str:
        return f"http://{HOST}:{self.port}"

    @property
    def port(self) -> int:
        return int(self._read()["port"])

    def last_port(self) -> int | None:
        return self._read().get("port")

    def is_running(self) -> bool:
        if not self._record.exists():
            return False
        with self._record.open("r+") as record:
            return not locked(record.fileno())

    def is_healthy(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.endpoint}/_ministack/health", timeout=2) as answer:  # nosec B310 # http.
                return bool(answer.status == 200)  # noqa: PLR2004
        except (OSError, KeyError, urllib.error.URLError):
            return False

    def start(self, wished: int | None = None) -> None:
        """Starts it unless it runs and answers already.

        A wished port that is taken is an error. Without a wish the last one is kept, if that is free, so that
        addresses written down stay true.
        """
        moves = wished not in (None, self.last_port())
        if self.is_running() and not moves and _within(READY_SECONDS, self.is_healthy):
            return
        if wished and moves and not is_free(wished):
            raise StepFailed(f"Port {wished} of {HOST} is taken. Choose another: make up PORT=<number>")
        self.stop()
        self._spawn(wished or choose(self.last_port()))
        if not _within(READY_SECONDS, lambda: self.is_healthy() or not self.is_running()) or not self.is_running():
            raise StepFailed(f"MiniStack did not start. Its log is {self.log}:\n{last_lines(self.log)}")

    def stop(self) -> bool:
        """Asks it to save and end, and waits for that; True if there was one."""
        if not self.is_running():
            return False
        pid = int(self._read()["pid"])
        for order, seconds in ((signal.SIGTERM, STOP_SECONDS), (signal.SIGKILL, STOP_SECONDS)):
            os.kill(pid, order)
            if _within(seconds, lambda: not self.is_running()):
                return True
        raise StepFailed(f"MiniStack (process {pid}) does not end. Its log is {self.log}")

    def _spawn(self, port: int) -> None:
        (self.directory / "tmp").mkdir(parents=True, exist_ok=True)
        with self._record.open("a+") as record, self.log.open("a") as log:
            if not locked(record.fileno()):
                raise StepFailed(f"Another process is starting MiniStack in {self.directory}. Try again.")
            record.truncate(0)
            subprocess.run(
                ["/bin/sh", "-c", IN_THE_BACKGROUND, RECORD_AND_RUN, str(port), self._record, STACK_PYTHON],
                cwd=self.directory,
                env=self._settings(port),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,  # It outlives this command, and Ctrl-C here must not lose its state.
                pass_fds=[record.fileno()],  # The lock goes with it.
                check=True,
            )

    def _settings(self, port: int) -> dict[str, str]:
        # Nothing else of this shell: the functions inherit what MiniStack has.
        inherited = {name: os.environ[name] for name in ("HOME", "LANG", "PATH") if name in os.environ}
        return inherited | {
            "GATEWAY_PORT": str(port),
            "BIND_HOST": HOST,
            "AUTH": "true",
            "PERSIST_STATE": "1",
            "S3_PERSIST": "1",
            "STATE_DIR": str(self.directory / "state"),
            "S3_DATA_DIR": str(self.directory / "s3"),
            "TMPDIR": str(self.directory / "tmp"),
            "MINISTACK_REGION": REGION,
            "SFTP_ENABLED": "0",
            "IOT_MTLS_ENABLED": "0",
        }

    def _read(self) -> dict[str, int]:
        text = self._record.read_text() if self._record.exists() else ""
        return dict(json.loads(text)) if text else {}


def _within(seconds: float, condition: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.1)
    return True
