"""Uploads that end without a file, or after one: they take nothing more, and nothing of them stays."""

import time
from collections.abc import Callable
from typing import Any

import pytest

from filegate.bootstrap import Services
from functions.expire_uploads.app import handler as expire
from tests.functions.calls import sample
from tests.functions.upload_calls import Context, add, added, cancel, complete, left_in_s3, opened, usage

pytestmark = pytest.mark.usefixtures("deployed")


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Moves the clock on by so many seconds."""

    def move(seconds: int) -> None:
        monkeypatch.setattr(Services, "now_ms", staticmethod(lambda: time.time_ns() // 1_000_000 + seconds * 1000))

    return move


@pytest.mark.parametrize("end", [cancel, lambda upload: complete(upload, added(upload, b"abc"))])
def test_an_ended_session_takes_no_part_and_no_other_end(end: Callable[[str], Any]) -> None:
    upload = opened(3)
    ended = end(upload).json["status"]
    other_end = complete(upload, "part_" + "0" * 32) if ended == "cancelled" else cancel(upload)
    for answer in (add(upload, b"abc"), other_end):
        assert (answer.status, answer.error["param"]) == (400, "upload_id")
        assert ended in answer.error["message"]


def test_cancel_leaves_nothing_behind() -> None:
    before = usage()
    upload = opened(3)
    added(upload, b"abc")
    first, again = cancel(upload), cancel(upload)
    assert (first.status, first.json["status"], first.json["file"]) == (200, "cancelled", None)
    assert first.json == again.json
    assert (left_in_s3(), usage()) == ([], before)


def test_an_expired_session_takes_nothing_and_is_cleared_up(later: Callable[[int], None]) -> None:
    before = usage()
    upload = opened(3)
    part = added(upload, b"abc")
    later(3600)
    refused = [add(upload, b"abc"), complete(upload, part), cancel(upload)]
    assert [(answer.status, answer.error["param"]) for answer in refused] == [(400, "upload_id")] * 3
    assert expire(sample("expire_uploads"), Context()) == {"cleared": 1}
    assert (left_in_s3(), usage()) == ([], before)
    assert expire(sample("expire_uploads"), Context()) == {"cleared": 0}


def test_the_expiry_leaves_living_sessions_alone(capsys: pytest.CaptureFixture[str]) -> None:
    upload = opened(3)
    assert expire(sample("expire_uploads"), Context()) == {"cleared": 0}
    assert "UploadsCleared" in capsys.readouterr().out
    assert add(upload, b"abc").status == 200


def test_the_expiry_begins_nothing_half_a_minute_before_its_end(later: Callable[[int], None]) -> None:
    opened(3)
    later(3600)
    assert expire(sample("expire_uploads"), Context(30_000)) == {"cleared": 0}
