"""filegate batch --wait: until the end, whatever happens to the connection."""

from pathlib import Path
from threading import Event
from typing import Any

import httpx2
import pytest

from filegate_client import batches
from tests.cli.batch_service import counted
from tests.cli.conftest import Cli
from tests.cli.service import Service
from tests.cli.service_answers import refused

SUBMIT = ("batch", "submit", "in.jsonl", "--endpoint", "/v1/embeddings")
COMPLETED: dict[str, Any] = {"status": "completed", "request_counts": counted(3, 2, 1)}
GOES_ON: dict[str, Any] = {"status": "in_progress", "request_counts": counted(3, 1)}


@pytest.fixture(autouse=True)
def nobody_waits(monkeypatch: pytest.MonkeyPatch, service: Service) -> None:
    monkeypatch.setattr(batches, "LONGEST_LOOK_SECONDS", 0.0)
    Path("in.jsonl").write_text("{}\n")


def unreachable() -> httpx2.Response:
    raise httpx2.ConnectError("connection refused")


def test_waiting_survives_a_lost_connection(files: Cli, service: Service) -> None:
    batch_id = service.batches.add()
    service.faults.refuse_connection("GET", times=30)
    service.batches.course = [GOES_ON, COMPLETED]
    done = files.run("batch", "show", batch_id, "--wait")
    assert done.exit_code == 0
    silence = f"{batch_id} cannot be looked at for now, and goes on meanwhile: files.test could not be reached"
    assert [line.startswith(silence) for line in done.stderr.splitlines()] == [True, False]


def test_waiting_survives_a_deployment_that_is_too_busy(files: Cli, service: Service) -> None:
    service.faults.answer("GET", *[lambda: refused(503, "Too busy.")] * 20)
    service.batches.course = [COMPLETED]
    assert files.run(*SUBMIT, "--wait").exit_code == 0


def test_waiting_ends_where_the_connection_does_not_come_back(
    files: Cli, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batches, "MOST_SILENT_LOOKS", 2)
    service.faults.always("GET", unreachable)
    done = files.run(*SUBMIT, "--wait")
    assert done.exit_code == 1
    assert done.stderr.splitlines()[-1] == "filegate: files.test could not be reached: connection refused"


def test_waiting_ends_at_once_where_the_key_was_revoked(files: Cli, service: Service) -> None:
    service.faults.always("GET", lambda: refused(401, "Incorrect API key provided."))
    assert files.run(*SUBMIT, "--wait").exit_code == 1
    assert service.count("GET .*") == 1


def test_ctrl_c_while_waiting_says_how_to_go_on(files: Cli, service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(_: Event, __: float) -> bool:
        raise KeyboardInterrupt

    monkeypatch.setattr(Event, "wait", interrupted)
    done = files.run(*SUBMIT, "--wait")
    (batch_id,) = service.batches.documents
    assert done.exit_code == 130
    assert done.stderr.splitlines() == [
        f"{batch_id} goes on. To wait for it again: filegate batch show {batch_id} --wait",
        f"To end it: filegate batch cancel {batch_id}",
    ]
