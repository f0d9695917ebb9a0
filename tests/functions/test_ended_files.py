"""Files that end, by deletion or by time: gone at once for every client, then uncounted, then gone for good, once."""

import json
from collections.abc import Callable

import pytest

from filegate.bootstrap import Services, services
from filegate.usecases.restore_file import restore_file
from tests.functions.calls import call, call_with_id, create, invoke
from tests.functions.ending_calls import (
    DAY,
    HOUR,
    buried,
    clock,
    expiring,
    item,
    objects,
    removed_by_time_to_live,
    run,
    whole,
)
from tests.functions.upload_calls import opened, usage

pytestmark = pytest.mark.usefixtures("deployed")

Later = Callable[[int], None]
READS = ("get_file", "get_file_content", "get_file_url", "delete_file")


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Later:
    """Moves the clock to so many seconds from now."""
    return lambda seconds: monkeypatch.setattr(Services, "now_ms", clock(seconds))


def total() -> int:
    listed: int = call("list_files").json["total"]
    return listed


def test_an_expired_file_is_gone_for_every_client_at_once(later: Later) -> None:
    file_id = expiring()
    later(HOUR)
    assert [call_with_id(function, f"file-{file_id}").status for function in READS] == [404] * 4
    assert call("list_files").json["data"] == []


def test_expire_files_gives_the_room_back_and_purge_files_removes_the_bytes(later: Later) -> None:
    before, file_id = usage(), expiring()
    kept = create()
    later(HOUR)
    assert total() == 2
    assert [run("expire_files"), run("expire_files")] == [{"expired": 1}, {"expired": 0}]
    assert total() == 1
    assert [run("purge_files"), run("purge_files")] == [{"purged": 1}, {"purged": 0}]
    assert objects() == [f"files/acme/{kept.removeprefix('file-')}"]
    call_with_id("delete_file", kept)
    assert usage() == before
    stone = item(f"T#{file_id}")
    assert stone
    assert (stone["reason"]["S"], "purged_at" in stone, "expiry_shard" in stone) == ("expired", True, False)


def test_what_time_to_live_removed_is_uncounted_and_its_bytes_go_by_the_stream(later: Later) -> None:
    before, file_id = usage(), expiring()
    later(3 * DAY)
    removed = removed_by_time_to_live(file_id)
    assert invoke("reap_files", removed) == {"batchItemFailures": []}
    assert usage() == before
    assert invoke("reap_files", buried(file_id)) == {"batchItemFailures": []}
    assert objects() == []


def test_records_of_the_stream_may_come_twice_late_and_in_any_order(later: Later) -> None:
    before, file_id = usage(), expiring()
    kept = create()
    later(3 * DAY)
    removed = removed_by_time_to_live(file_id)
    invoke("reap_files", removed)
    new = buried(file_id)
    for event in (new, removed, new, removed):
        invoke("reap_files", event)
    assert usage()["file_count"] == 1
    assert len(objects()) == 1
    call_with_id("delete_file", kept)
    assert usage() == before
    assert whole()


def test_a_record_that_was_removed_by_anybody_else_counts_for_nothing(later: Later) -> None:
    file_id = expiring()
    removed = removed_by_time_to_live(file_id)
    del removed["Records"][0]["userIdentity"]
    invoke("reap_files", removed)
    assert item(f"T#{file_id}") is None
    assert usage()["file_count"] == 1


def test_only_the_records_that_failed_come_again(later: Later, monkeypatch: pytest.MonkeyPatch) -> None:
    later(3 * DAY)
    good, bad = (removed_by_time_to_live(expiring()) for _ in range(2))
    records = [good["Records"][0], bad["Records"][0] | {"dynamodb": bad["Records"][0]["dynamodb"] | {"OldImage": {}}}]
    records[1]["dynamodb"]["SequenceNumber"] = "2"
    assert invoke("reap_files", {"Records": records}) == {"batchItemFailures": [{"itemIdentifier": "2"}]}
    assert usage()["file_count"] == 1


def test_a_deleted_file_can_be_restored_until_it_is_due_and_then_its_bytes_go(later: Later) -> None:
    content, file_id = b'{"a":1}\n', create(b'{"a":1}\n')
    call_with_id("delete_file", file_id)
    assert run("purge_files") == {"purged": 0}
    restore_file(file_id, ["acme"], services())
    assert call_with_id("get_file_content", file_id).content == content
    call_with_id("delete_file", file_id)
    later(30 * DAY)
    assert run("purge_files") == {"purged": 1}
    assert objects() == []


def test_without_retention_the_stream_takes_the_bytes_of_a_deleted_file_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("DELETED_RETENTION_DAYS", "0")
    file_id = create().removeprefix("file-")
    call_with_id("delete_file", file_id)
    assert invoke("reap_files", buried(file_id)) == {"batchItemFailures": []}
    assert objects() == []


def test_the_tombstone_of_a_file_that_can_be_restored_is_passed_over_by_the_stream() -> None:
    file_id = create().removeprefix("file-")
    call_with_id("delete_file", file_id)
    invoke("reap_files", buried(file_id))
    assert len(objects()) == 1
    assert restore_file(file_id, ["acme"], services()).id == file_id


def test_the_sweep_answers_and_counts_what_it_finds(later: Later, capsys: pytest.CaptureFixture[str]) -> None:
    create()
    later(2 * HOUR)
    answer = run("sweep_store")
    assert answer == {"finished": True, "objects_seen": 1} | {
        name: 0 for name in answer if name not in {"finished", "objects_seen"}
    }
    metrics = [json.loads(line) for line in capsys.readouterr().out.splitlines() if "_aws" in line]
    assert {"MissingBytes", "UsageDrift", "OrphanObjects", "OrphanParts", "AbortedUploads"} <= {
        name for metric in metrics for name in metric
    }


def test_the_default_of_the_purpose_is_the_life_of_a_file_that_asks_for_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEFAULT_EXPIRY", "batch=2592000,evals=60")
    plain, asked, other = create(), f"file-{expiring()}", create(purpose="vision")
    made = [call_with_id("get_file", file_id).json for file_id in (plain, asked, other)]
    lives = [file["expires_at"] - file["created_at"] if "expires_at" in file else None for file in made]
    assert lives == [2_592_000, HOUR, None]


def test_the_default_holds_for_uploads_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEFAULT_EXPIRY", "batch=2592000")
    ids = [opened(3), opened(3, expires_after={"anchor": "created_at", "seconds": HOUR}), opened(3, purpose="evals")]
    sessions = [services().uploads.get("acme", upload.removeprefix("upload_")) for upload in ids]
    assert [session and session.lifetime for session in sessions] == [2_592_000, HOUR, None]
