"""Starts, finds and stops the test provider (local/upstream), to which the local stack's batches are sent.

As with MiniStack, the process holds a lock on its own record for as long as it lives.
"""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from local.locks import locked
from local.places import ROOT
from local.ports import HOST, any_free, is_free
from local.progress import StepFailed, last_lines

READY_SECONDS = 30
STOP_SECONDS = 10
RECORD_AND_RUN = """printf '{"pid": %d, "port": %d}' $$ "$0" > "$1" && shift && exec "$@" """
IN_THE_BACKGROUND = """/bin/sh -c "$0" "$@" &"""


class UpstreamProcess:
    """One test provider, with its record and its log in a directory."""

    def __init__(self, directory: Path) -> None:
        self._log = directory / "upstream.log"
        self._record = directory / "upstream.json"

    @property
    def base_url(self) -> str:
        return f"http://{HOST}:{self._read()['port']}/v1"

    def is_running(self) -> bool:
        if not self._record.exists():
            return False
        with self._record.open("r+") as record:
            return not locked(record.fileno())

    def start(self, options: Sequence[str] = ()) -> None:
        """A new one, with those options of local.upstream.server; on its last port, if that is free."""
        last = self._read().get("port")
        self.stop()
        port = last if last and is_free(last) else any_free()
        self._spawn(port, options)
        deadline = time.monotonic() + READY_SECONDS
        while is_free(port):
            if time.monotonic() > deadline or not self.is_running():
                raise StepFailed(f"The test provider did not start. Its log is {self._log}:\n{last_lines(self._log)}")
            time.sleep(0.05)

    def stop(self) -> bool:
        """True if there was one."""
        if not self.is_running():
            return False
        pid = int(self._read()["pid"])
        os.kill(pid, signal.SIGTERM)
        deadline = time.monotonic() + STOP_SECONDS
        while self.is_running():
            if time.monotonic() > deadline:
                raise StepFailed(f"The test provider (process {pid}) does not end. Its log is {self._log}")
            time.sleep(0.05)
        return True

    def _spawn(self, port: int, options: Sequence[str]) -> None:
        command = [sys.executable, "-m", "local.upstream.server", "--port", str(port), *options]
        with self._record.open("a+") as record, self._log.open("a") as log:
            if not locked(record.fileno()):
                raise StepFailed("Another process is starting the test provider. Try again.")
            record.truncate(0)
            subprocess.run(
                ["/bin/sh", "-c", IN_THE_BACKGROUND, RECORD_AND_RUN, str(port), self._record, *command],
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,  # It outlives this command.
                pass_fds=[record.fileno()],  # The lock goes with it.
                check=True,
            )

    def _read(self) -> dict[str, int]:
        text = self._record.read_text() if self._record.exists() else ""
        return dict(json.loads(text)) if text else {}
