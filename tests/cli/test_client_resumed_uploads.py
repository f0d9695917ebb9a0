"""An upload that was killed, at every step, and the next run of the same."""

import hashlib
import json
import os
from pathlib import Path

import pytest

import filegate_client
from filegate_client import Progress
from tests.cli.conftest import KEY, LARGE
from tests.cli.faults import Killed
from tests.cli.service import Service

REQUESTS_OF_AN_UPLOAD = 11
"""Begin, what has arrived, URLs twice, six parts, complete."""


def killed(service: Service, path: Path, pattern: str = "", *, after: bool = False, skip: int = 0) -> None:
    service.faults.kill(pattern, after=after, skip=skip)
    with pytest.raises(Killed):
        filegate_client.upload(path, "batch", parallel=1)
    service.faults.clear()


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("step", range(REQUESTS_OF_AN_UPLOAD))
def test_killed_at_any_request_the_next_run_makes_one_file(
    service: Service, large: Path, journals: Path, step: int, *, after: bool
) -> None:
    killed(service, large, skip=step, after=after)
    file = filegate_client.upload(large, "batch", parallel=1)
    assert service.contents == {file.id: LARGE}
    assert sorted(service.sent_parts) == [1, 2, 3, 4, 5, 6]
    assert list(journals.iterdir()) == []


def test_an_upload_makes_just_the_requests_at_which_it_is_killed_here(service: Service, large: Path) -> None:
    filegate_client.upload(large, "batch", parallel=1)
    assert len(service.requests) == REQUESTS_OF_AN_UPLOAD


def test_only_what_is_missing_is_sent(service: Service, large: Path) -> None:
    killed(service, large, "PUT", skip=3)
    service.sent_parts.clear()
    told: list[Progress] = []
    filegate_client.upload(large, "batch", on_progress=told.append)
    assert sorted(service.sent_parts) == [4, 5, 6]
    assert (told[-1].done, told[-1].kept) == (len(LARGE), 3 * 1_048_576)
    assert len(service.uploads) == 1


def test_a_part_with_other_bytes_is_sent_again(service: Service, large: Path) -> None:
    killed(service, large, "PUT", skip=3)
    (upload,) = service.uploads.values()
    upload.parts[2] = bytes(1_048_576)
    file = filegate_client.upload(large, "batch")
    assert service.contents[file.id] == LARGE


@pytest.mark.parametrize("status", ["cancelled", "expired"])
def test_a_session_that_has_ended_is_begun_anew(service: Service, large: Path, status: str) -> None:
    killed(service, large, "PUT", skip=3)
    (upload,) = service.uploads.values()
    upload.document["status"] = status
    assert service.contents[filegate_client.upload(large, "batch").id] == LARGE
    assert len(service.uploads) == 2


def test_a_session_that_is_gone_is_begun_anew(service: Service, large: Path) -> None:
    killed(service, large, "PUT", skip=3)
    service.uploads.clear()
    assert service.contents[filegate_client.upload(large, "batch").id] == LARGE


def test_a_file_that_was_completed_but_is_deleted_is_sent_anew(service: Service, large: Path) -> None:
    killed(service, large, "complete$", after=True)
    service.files.clear()
    service.contents.clear()
    file = filegate_client.upload(large, "batch")
    assert service.contents == {file.id: LARGE}


def test_a_second_upload_of_the_same_file_makes_a_second_file(service: Service, large: Path) -> None:
    first, second = (filegate_client.upload(large, "batch") for _ in range(2))
    assert list(service.files) == [first.id, second.id]


def test_another_purpose_key_or_content_is_another_upload(service: Service, large: Path) -> None:
    killed(service, large, "PUT", skip=3)
    filegate_client.upload(large, "evals")
    filegate_client.upload(large, "batch", api_key="fg_another")  # pragma: allowlist secret
    os.utime(large, ns=(1, 1))
    filegate_client.upload(large, "batch")
    assert len(service.uploads) == 4


def test_an_unreadable_journal_is_no_journal(service: Service, large: Path, journals: Path) -> None:
    killed(service, large, "PUT", skip=3)
    for content in ("", "{", "[]", "{}"):
        (journal,) = journals.iterdir()
        journal.write_text(content)
        killed(service, large, "PUT")
    assert len(service.uploads) == 5


def test_the_journal_holds_no_key_and_no_url(service: Service, large: Path, journals: Path) -> None:
    killed(service, large, "PUT")
    (journal,) = journals.iterdir()
    assert json.loads(journal.read_text()) == {"upload_id": next(iter(service.uploads))}
    assert KEY not in journal.name
    assert hashlib.sha256(KEY.encode()).hexdigest() not in journal.name


def test_a_journal_that_is_cut_off_while_it_is_written_is_not_there(
    service: Service, large: Path, journals: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(_: int) -> None:
        raise Killed

    monkeypatch.setattr(os, "fsync", die)
    with pytest.raises(Killed):
        filegate_client.upload(large, "batch")
    assert [path for path in journals.iterdir() if path.suffix == ".json"] == []


def test_old_journals_and_what_was_cut_off_are_cleared_away(service: Service, large: Path, journals: Path) -> None:
    journals.mkdir(parents=True)
    old, recent = journals / "old.json", journals / "recent.json"
    old.touch()
    recent.touch()
    os.utime(old, (1, 1))
    filegate_client.upload(large, "batch")
    assert list(journals.iterdir()) == [recent]
