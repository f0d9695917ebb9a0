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
    """`peak` is the most memory that it had, in MiB."""

    code: int
    out: str
    err: str
    seconds: float
    peak: float


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
        while time.monotonic() < deadline and _runs(program):
            os.kill(program.pid, signal.SIGSTOP)
            enough = len(self.arrived()) >= parts
            if enough:
                os.kill(program.pid, with_signal)
            os.kill(program.pid, signal.SIGCONT)
            if enough:
                return _finish(program)
            time.sleep(SLICE)
        os.kill(program.pid, signal.SIGKILL)
        raise AssertionError(_finish(program))

    def arrived(self) -> list[ArrivedPart]:
        """What the deployment has of the upload that the journal remembers."""
        journals = list((self._state / "filegate" / "uploads").glob("*.json"))
        if not journals:
            return []
        upload_id = json.loads(journals[0].read_text())["upload_id"]
        with connected(base_url=self._base_url, api_key=self.key) as connection:
            return list(sessions.arrived(connection, upload_id))

    def _start(self, *arguments: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "filegate_cli", *arguments]
        return subprocess.Popen(  # noqa: S603 - our own program.
            command, cwd=self.folder, env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )


def _runs(program: subprocess.Popen[str]) -> bool:
    """Without taking away what `_finish` wants to know of its end."""
    return os.waitid(os.P_PID, program.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None


def _finish(program: subprocess.Popen[str]) -> Finished:
    """Its few lines of output fit in the pipes, so it can be waited for by the call that tells its memory."""
    started = time.monotonic()
    _, status, usage = os.wait4(program.pid, 0)
    seconds = time.monotonic() - started
    program.returncode = os.waitstatus_to_exitcode(status)
    with program:
        assert program.stdout is not None
        assert program.stderr is not None
        out, err = program.stdout.read(), program.stderr.read()
    return Finished(program.returncode, out, err, seconds, usage.ru_maxrss / 1_024)
