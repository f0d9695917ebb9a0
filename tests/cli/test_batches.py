"""filegate batch: submit, look, fetch and cancel."""

import json
from pathlib import Path
from typing import Any

import httpx2
import pytest

from filegate_client import batches
from tests.cli.batch_service import counted
from tests.cli.conftest import LARGE, Cli
from tests.cli.service import Service
from tests.cli.service_answers import refused

SUBMIT = ("batch", "submit", "in.jsonl", "--endpoint", "/v1/embeddings")
COMPLETED: dict[str, Any] = {"status": "completed", "request_counts": counted(3, 2, 1)}
OVER = {"status": "failed", "errors": {"data": [{"code": "invalid_method", "message": "Not POST.", "line": 2}]}}


@pytest.fixture(autouse=True)
def nobody_waits(monkeypatch: pytest.MonkeyPatch, service: Service) -> None:
    monkeypatch.setattr(batches, "LONGEST_LOOK_SECONDS", 0.0)
    Path("in.jsonl").write_text("{}\n")


def test_submit_stores_the_file_makes_a_batch_of_it_and_prints_the_id(files: Cli, service: Service) -> None:
    done = files.run(*SUBMIT)
    ((batch_id, batch),) = service.batches.documents.items()
    assert (done.exit_code, done.stdout, done.stderr) == (0, f"{batch_id}\n", "")
    assert (batch["endpoint"], service.files[batch["input_file_id"]]["filename"]) == ("/v1/embeddings", "in.jsonl")


def test_submit_sends_a_large_file_straight_to_s3(files: Cli, service: Service, large: Path) -> None:
    files.run("batch", "submit", str(large), "--endpoint", "/v1/embeddings")
    assert list(service.contents.values()) == [LARGE]
    assert len(service.sent_parts) == 6


def test_submit_does_not_wait_for_the_check_of_the_file(files: Cli, service: Service) -> None:
    file_id = service.add_file(b"{}")
    service.files[file_id]["status"] = "uploaded"
    assert files.json("batch", "submit", file_id, "--endpoint", "/v1/embeddings")["input_file_id"] == file_id


@pytest.mark.parametrize("details", ["line 1: no custom_id", {"message": "line 1: no custom_id"}])
def test_a_file_that_is_found_to_be_wrong_makes_no_batch(files: Cli, service: Service, details: object) -> None:
    wrong = {"status": "error", "status_details": details}
    service.faults.answer("POST", lambda: httpx2.Response(200, json=service.files[service.add_file(b"")] | wrong))
    assert files.refusal(*SUBMIT) == "filegate: a.jsonl is no batch file: line 1: no custom_id"
    assert service.batches.documents == {}


def test_a_refused_batch_leaves_a_file_that_need_not_be_sent_again(files: Cli, service: Service) -> None:
    service.faults.answer("POST .*/batches", lambda: refused(400, "Invalid value for 'endpoint'.", "endpoint"))
    done = files.run(*SUBMIT)
    (file_id,) = service.files
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr.splitlines() == [
        f"The file is stored as {file_id}, which can be given in its place.",
        "filegate: Invalid value for 'endpoint'. (param: endpoint)",
    ]


def test_a_file_that_is_not_there_is_said_before_anything_is_sent(files: Cli, service: Service) -> None:
    done = files.run("batch", "submit", "missing.jsonl", "--endpoint", "/v1/embeddings")
    assert (done.exit_code, service.requests) == (2, [])


def test_a_lost_answer_makes_no_second_batch(files: Cli, service: Service) -> None:
    service.faults.lose("POST .*/batches")
    assert files.run(*SUBMIT).exit_code == 0
    assert len(service.batches.documents) == 1


def test_submit_and_wait_tells_how_it_ended(files: Cli, service: Service) -> None:
    service.batches.course = [COMPLETED | {"output_file_id": "file-1"}]
    done = files.run(*SUBMIT, "--wait")
    (batch_id,) = service.batches.documents
    assert (done.exit_code, done.stdout) == (0, f"{batch_id}\n")
    assert done.stderr.splitlines() == [
        "completed: 2 of 3 answered, 1 failed",
        f"To fetch the answers: filegate batch results {batch_id}",
    ]


def test_a_program_gets_the_batch_as_it_ended(files: Cli, service: Service) -> None:
    service.batches.course = [COMPLETED]
    assert json.loads(files.run(*SUBMIT, "--wait", "--json").stdout)["status"] == "completed"


def test_a_batch_that_fails_says_where_and_is_a_failure(files: Cli, service: Service) -> None:
    service.batches.course = [OVER]
    done = files.run(*SUBMIT, "--wait")
    assert done.exit_code == 1
    assert "filegate: line 2: Not POST. (invalid_method)" in done.stderr.splitlines()


@pytest.mark.parametrize("status", ["expired", "cancelled"])
def test_a_batch_that_was_not_completed_is_a_failure(files: Cli, service: Service, status: str) -> None:
    service.batches.course = [{"status": status}]
    assert files.run(*SUBMIT, "--wait").exit_code == 1


def test_ls_shows_the_newest_first(files: Cli, service: Service) -> None:
    ids = [service.batches.add(request_counts=counted(9, 7, 1)) for _ in range(3)]
    rows = [line.split() for line in files.run("batch", "ls", "--limit", "2").stdout.splitlines() if "batch_" in line]
    assert [row[0] for row in rows] == [ids[2], ids[1]]
    assert rows[0][-4:] == ["validating", "7", "1", "9"]


def test_ls_turns_pages(files: Cli, service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batches, "LARGEST_PAGE", 2)
    ids = [service.batches.add() for _ in range(5)]
    assert [batch["id"] for batch in files.json("batch", "ls")] == ids[::-1]


def test_show_tells_all_that_the_server_says(files: Cli, service: Service) -> None:
    batch_id = service.batches.add()
    assert files.json("batch", "show", batch_id) == service.batches.documents[batch_id]
    assert "/v1/embeddings" in files.run("batch", "show", batch_id).stdout


def test_results_fetches_both_files(files: Cli, service: Service) -> None:
    output, errors = service.add_file(b"answers"), service.add_file(b"errors")
    batch_id = service.batches.add(**COMPLETED, output_file_id=output, error_file_id=errors)
    done = files.run("batch", "results", batch_id, "-o", "new/folder")
    assert done.stdout.splitlines() == [f"new/folder/{batch_id}_{part}.jsonl" for part in ("output", "error")]
    assert [Path(line).read_bytes() for line in done.stdout.splitlines()] == [b"answers", b"errors"]
    assert "exists already" in files.run("batch", "results", batch_id, "-o", "new/folder").stderr
    assert files.run("batch", "results", batch_id, "-o", "new/folder", "--force").exit_code == 0


def test_there_are_no_results_before_the_end(files: Cli, service: Service) -> None:
    batch_id = service.batches.add(status="in_progress")
    assert "is in_progress" in files.refusal("batch", "results", batch_id)


def test_results_of_a_failed_batch_say_what_was_wrong(files: Cli, service: Service) -> None:
    done = files.run("batch", "results", service.batches.add(**OVER))
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr.startswith("filegate: line 2: Not POST. (invalid_method)\n")


def test_cancel_says_how_the_batch_is_now(files: Cli, service: Service) -> None:
    batch_id = service.batches.add()
    assert files.run("batch", "cancel", batch_id).stdout == f"{batch_id} cancelling\n"
    assert files.json("batch", "cancel", batch_id)["status"] == "cancelling"


def test_an_unknown_batch_is_told_plainly(files: Cli) -> None:
    assert files.refusal("batch", "show", "batch_unknown") == "filegate: No such."
