import json
import random
from pathlib import Path
from ssl import PROTOCOL_TLS_CLIENT, SSLContext
from typing import Any

import httpx2
import pytest
from typer.testing import CliRunner, Result

from filegate_cli.app import app
from filegate_client import downloading, retries
from tests.cli.service import API, MIB, Service

KEY = "fg_a-key-that-must-not-leave"
LARGE = random.Random(5).randbytes(5 * MIB + MIB // 2)  # noqa: S311 - bytes to compare, not a secret.


class Cli:
    """The `filegate` command, run in this process."""

    def run(self, *arguments: str, **environment: str) -> Result:
        return CliRunner().invoke(app, arguments, env=environment)

    def json(self, *arguments: str) -> Any:
        """The document on stdout, where there must be nothing else."""
        result = self.run(*arguments, "--json")
        assert (result.exit_code, result.stderr) == (0, "")
        return json.loads(result.stdout)

    def refusal(self, *arguments: str, code: int = 1) -> str:
        """The one line on stderr of a command that must fail."""
        result = self.run(*arguments)
        assert (result.exit_code, result.stdout) == (code, "")
        (line,) = result.stderr.splitlines()
        return line


@pytest.fixture
def cli(table: str, monkeypatch: pytest.MonkeyPatch) -> Cli:
    monkeypatch.setenv("FILEGATE_TABLE", table)
    monkeypatch.delenv("FILEGATE_STACK", raising=False)
    return Cli()


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float | None]:
    """What servers asked for before further attempts, None where they did not; nobody waits."""
    asked: list[float | None] = []

    def at_once(_: int, seconds: float | None) -> float:
        asked.append(seconds)
        return 0

    monkeypatch.setattr(retries, "seconds_before", at_once)
    return asked


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, pauses: list[float | None]) -> Service:
    """What OPENAI_BASE_URL and OPENAI_API_KEY lead to. The working directory is empty, and so is the state."""
    service = Service()
    # Reading this machine's certificates for each of hundreds of connections would take longer than the tests.
    monkeypatch.setattr(httpx2, "create_ssl_context", lambda: SSLContext(PROTOCOL_TLS_CLIENT))
    monkeypatch.setattr(httpx2.HTTPTransport, "handle_request", lambda _, request: service.answer(request))
    monkeypatch.setenv("OPENAI_BASE_URL", API)
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    return service


@pytest.fixture
def files(service: Service) -> Cli:
    """The command, with files to work on."""
    return Cli()


@pytest.fixture
def journals(service: Service, tmp_path: Path) -> Path:
    """Where the client remembers what it has begun."""
    return tmp_path / "state" / "filegate" / "uploads"


@pytest.fixture
def large(service: Service) -> Path:
    """A file of 5.5 MiB, which goes in six parts."""
    path = Path("large.jsonl")
    path.write_bytes(LARGE)
    return path


@pytest.fixture
def ranges_of_a_mib(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(downloading, "RANGE", MIB)
