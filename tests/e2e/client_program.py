"""The `filegate` command as a program of its own, which a test can stop in the middle."""

import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from filegate_client import sessions
from filegate_client.connection import connected
from filegate_client.sessions import ArrivedPart
from local.places import ROOT
from tests.e2e.conftest import Deployment

SECONDS = 120
SLICE = 0.1


@dataclass(frozen=True)
class Finished:
    """How it ended, and what it wrote."""

    code: int
    out: str
    err: str


class Client:
    """One key, one folder to work in, and one place for journals."""

    def __init__(self, deployment: Deployment, folder: Path) -> None:
        self.folder = folder
        self.key = deployment.new_key()
        self._base_url = deployment.base_url
        self._state = folder / "state"
        self.environment = {
            "OPENAI_BASE_URL": deployment.base_url,
            "OPENAI_API_KEY": self.key,
            "XDG_STATE_HOME": str(self._state),
            "PYTHONPATH": os.pathsep.join([str(ROOT / "cli"), str(ROOT / "layers" / "filegate")]),
            "PATH": os.environ["PATH"],
        }

    def run(self, *arguments: str) -> Finished:
        return _finish(self._start(*arguments))

    def stopped_when_parts_arrived(self, with_signal: signal.Signals, *arguments: str, parts: int = 1) -> Finished:
        """Runs it for moments at a time, so that it cannot be done before anybody looks."""
        program = self._start(*arguments)
        deadline = time.monotonic() + SECONDS
        while time.monotonic() < deadline and program.poll() is None:
            program.send_signal(signal.SIGSTOP)
            if len(self.arrived()) >= parts:
                program.send_signal(with_signal)
                program.send_signal(signal.SIGCONT)
                return _finish(program)
            program.send_signal(signal.SIGCONT)
            time.sleep(SLICE)
        program.kill()
        raise AssertionError(_finish(program))

    def arrived(self) -> list[ArrivedPart]:
        """What the deployment has of the upload that the journal remembers."""
        journals = list((self._state / "filegate" / "uploads").glob("*.json"))
        if not journals:
            return []
        upload_id = json.loads(journals[0].read_text())["upload_id"]
        with connected(base_url=self._base_url, api_key=self.key) as connection:
            return list(sessions.arrived(connection, upload_id))

    def command(self, *arguments: str) -> list[str]:
        return [sys.executable, "-m", "filegate_cli", *arguments]

    def _start(self, *arguments: str) -> subprocess.Popen[str]:
        return subprocess.Popen(  # noqa: S603 - our own program.
            self.command(*arguments),
            cwd=self.folder,
            # A shell that starts tests in the background has them, and all that they start, ignore it.
            preexec_fn=_heed_interrupts,  # noqa: PLW1509 - no thread of the tests holds a lock that it needs.
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )


def _finish(program: subprocess.Popen[str]) -> Finished:
    out, err = program.communicate()
    return Finished(program.returncode, out, err)


def _heed_interrupts() -> None:
    signal.signal(signal.SIGINT, signal.SIG_DFL)
