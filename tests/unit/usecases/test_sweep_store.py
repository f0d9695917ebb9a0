"""What the sweep removes, what it only tells of, what it leaves alone. Over moto, whose listings page as S3's do."""

import pytest

from filegate.domain.files import FileStatus
from filegate.domain.sweep import Finding
from filegate.domain.tombstones import Ending
from filegate.domain.uploads import UploadStatus
from tests.builders import NOW, a_line, an_id
from tests.unit.usecases.swept_store import SweptStore


@pytest.fixture
def store(table: str, bucket: str) -> SweptStore:
    return SweptStore(table, bucket)


def test_a_store_as_it_should_be_is_left_as_it_is(store: SweptStore) -> None:
    for project in ("acme", "acme-b", "globex"):
        store.stored(project=project)
        store.buried(project=project)
        store.opened(project=project)
    before = store.keys()
    assert store.swept() == {"objects_seen": 6}
    assert (store.finished, store.keys(), store.told) == (True, before, [])


def test_an_object_without_a_record_is_hidden_and_its_bytes_can_be_had_back(store: SweptStore) -> None:
    kept = store.stored()
    key = store.orphan()
    assert store.swept() == {"objects_seen": 2, "orphan_objects": 1}
    assert store.keys() == [f"files/acme/{kept.id}"]
    (version,) = store.s3.list_object_versions(Bucket=store.bucket, Prefix=key)["Versions"]
    found = store.s3.get_object(Bucket=store.bucket, Key=key, VersionId=version["VersionId"])
    assert found["Body"].read() == b"orphan"


def test_an_object_of_the_last_hour_may_be_at_work_still(store: SweptStore) -> None:
    key = store.orphan()
    store.later = 3_590
    assert store.swept() == {"objects_seen": 1}
    assert store.keys() == [key]


def test_an_old_object_under_an_id_of_the_last_hour_may_be_at_work_still(store: SweptStore) -> None:
    key = store.orphan(name=an_id(store.now_ms() // 1000))
    assert store.swept() == {"objects_seen": 1}
    assert store.keys() == [key]


def test_objects_of_projects_that_nobody_made_are_orphans_too(store: SweptStore) -> None:
    for project in ("aaa", "acme0", "zzz"):
        store.orphan(project)
    assert store.swept() == {"objects_seen": 3, "orphan_objects": 3}
    assert store.keys() == []


def test_an_object_that_is_not_named_as_ours_are_is_told_of_and_stays(store: SweptStore) -> None:
    key = store.orphan(name="notes.txt")
    assert store.swept() == {"objects_seen": 1, "strange_objects": 1}
    assert store.told == [(Finding.STRANGE_OBJECTS, "acme", "notes.txt")]
    assert store.keys() == [key]


def test_an_open_session_holds_the_object_under_its_own_id(store: SweptStore) -> None:
    """So a presigned upload's file is stored, some time before its record."""
    pending, completing = store.opened(), store.opened()
    store.uploads.begin(completing, completing.id, NOW + 30, NOW)
    keys = [store.orphan(name=upload.id) for upload in (pending, completing)]
    store.swept()
    assert store.keys() == keys


@pytest.mark.parametrize("status", [UploadStatus.CANCELLED, UploadStatus.EXPIRED])
def test_an_ended_session_holds_nothing(store: SweptStore, status: UploadStatus) -> None:
    upload = store.opened()
    store.uploads.end(upload, status, NOW)
    store.orphan(name=upload.id)
    assert store.swept()["orphan_objects"] == 1
    assert store.keys() == []


def test_what_should_be_purged_and_is_not_goes_for_good(store: SweptStore) -> None:
    file = store.buried()
    stone = store.tombstones.get("acme", file.id)
    assert stone
    store.tombstones.claim(stone, NOW + 1)
    store.tombstones.close(stone, NOW + 1)
    assert store.swept() == {"objects_seen": 1, "orphan_objects": 1}
    assert "Versions" not in store.s3.list_object_versions(Bucket=store.bucket)


def test_a_file_whose_bytes_are_missing_is_told_of_and_kept(store: SweptStore) -> None:
    file = store.stored()
    store.s3.delete_object(Bucket=store.bucket, Key=f"files/acme/{file.id}")
    assert store.swept() == {"missing_bytes": 1}
    assert store.told == [(Finding.MISSING_BYTES, "acme", file.id)]
    assert store.files.get("acme", file.id) == file


def test_a_file_whose_object_has_another_size_is_told_of(store: SweptStore) -> None:
    file = store.stored(b"12345")
    store.s3.put_object(Bucket=store.bucket, Key=f"files/acme/{file.id}", Body=b"1234")
    assert store.swept() == {"objects_seen": 1, "missing_bytes": 1}


def test_a_file_that_is_deleted_and_purged_while_the_sweep_looks_misses_nothing(
    store: SweptStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = store.stored()
    store.blobs.erase(file)
    real = store.objects.size

    def size(project: str, file_id: str) -> int | None:
        store.files.bury(file, Ending.DELETED, deleted_at=NOW, purge_at=NOW)
        return real(project, file_id)

    monkeypatch.setattr(store.objects, "size", size)
    assert "missing_bytes" not in store.swept()


def test_an_object_whose_record_comes_while_the_sweep_looks_is_no_orphan(
    store: SweptStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = store.stored()
    real = store.records.files
    monkeypatch.setattr(store.records, "files", lambda *_: real("globex", ""))
    assert store.swept()["objects_seen"] == 1
    assert store.keys() == [f"files/acme/{file.id}"]


def test_files_that_wait_too_long_for_their_check_are_checked(store: SweptStore) -> None:
    now = store.now_ms() // 1000
    late = store.stored(a_line(), status=FileStatus.UPLOADED, purpose="batch", created_at=now - 901)
    early = store.stored(a_line(), status=FileStatus.UPLOADED, purpose="batch", created_at=now - 100)
    assert store.swept() == {"objects_seen": 2, "overdue_checks": 1}
    found = [store.files.get("acme", file.id) for file in (late, early)]
    assert [file and file.status for file in found] == [FileStatus.PROCESSED, FileStatus.UPLOADED]


def test_parts_of_sessions_that_ended_or_never_were_are_hidden(store: SweptStore) -> None:
    open_one, ended = store.opened(), store.opened()
    store.uploads.end(ended, UploadStatus.CANCELLED, NOW)
    kept = store.part_of(open_one.id)
    for session in (ended.id, ended.id, an_id()):
        store.part_of(session)
    store.part_of(open_one.id, project="nobodys")
    assert store.swept() == {"orphan_parts": 4}
    assert store.keys() == [kept]


def test_a_part_of_the_last_hour_may_be_on_its_way_to_its_record(store: SweptStore) -> None:
    key = store.part_of(an_id())
    store.later = 3_590
    assert store.swept() == {}
    assert store.keys() == [key]


def test_multipart_uploads_that_no_open_session_owns_are_aborted(store: SweptStore) -> None:
    presigned, ended = store.opened(), store.opened()
    store.uploads.end(ended, UploadStatus.EXPIRED, NOW)
    kept = f"files/acme/{presigned.id}"
    for key in (kept, f"files/acme/{ended.id}", f"files/acme/{an_id()}", f"parts/acme/{an_id()}/{an_id()}"):
        store.multipart(key)
    assert store.swept() == {"aborted_uploads": 3}
    assert store.unfinished() == [kept]
