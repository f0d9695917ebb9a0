"""What UploadSessions do, asked of the fake and of DynamoDB (moto) alike."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest

from filegate.domain.files import StoredFile
from filegate.domain.ports import UploadSessions
from filegate.domain.projects import Quota
from filegate.domain.uploads import SPARE_BYTES, Upload, UploadStatus
from tests.builders import NOW, a_file, a_part, an_id, an_upload
from tests.contract.conftest import MakeUploadStore, UploadStore


@pytest.fixture
def store(upload_store_with: MakeUploadStore) -> UploadStore:
    return upload_store_with(Quota())


@pytest.fixture
def sessions(store: UploadStore) -> UploadSessions:
    return store.sessions


def opened(sessions: UploadSessions, **fields: Any) -> Upload:
    upload = an_upload(**fields)
    sessions.open(upload)
    return upload


def status_of(sessions: UploadSessions, upload: Upload) -> UploadStatus:
    found = sessions.get(upload.project, upload.id)
    assert found
    return found.status


def completed(store: UploadStore, upload: Upload) -> StoredFile:
    file = a_file(b"x" * upload.size)
    assert store.sessions.begin(upload, file.id, NOW + 30, NOW)
    assert store.sessions.finish(upload, file.id, file)
    return file


def test_finds_a_session_as_it_was_opened(sessions: UploadSessions) -> None:
    upload = opened(sessions, lifetime=3600, name="größe.jsonl")
    assert sessions.get("acme", upload.id) == upload


def test_knows_nothing_of_other_projects_sessions(sessions: UploadSessions) -> None:
    upload = opened(sessions)
    assert sessions.get("globex", upload.id) is None


def test_lists_the_parts_of_a_session(sessions: UploadSessions) -> None:
    upload, other = opened(sessions), opened(sessions)
    parts = [a_part(upload, 4), a_part(upload, 6)]
    for part in [*parts, a_part(other)]:
        assert sessions.add_part(part)
    assert sessions.parts("acme", upload.id) == parts


def test_takes_a_part_once_however_often_it_is_added(sessions: UploadSessions) -> None:
    upload = opened(sessions)
    part = a_part(upload)
    assert sessions.add_part(part)
    assert sessions.add_part(part)
    assert sessions.parts("acme", upload.id) == [part]


@pytest.mark.usefixtures("one_call_at_a_time")
def test_takes_many_parts_at_once(sessions: UploadSessions) -> None:
    upload = opened(sessions, size=80)
    parts = [a_part(upload) for _ in range(8)]
    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(sessions.add_part, parts))
    assert len(sessions.parts("acme", upload.id)) == 8


def test_every_joining_is_known_until_it_is_cleared_up_after(sessions: UploadSessions) -> None:
    upload, joinings = opened(sessions), [an_id() for _ in range(3)]
    for number, joining in enumerate(joinings):
        for _ in range(2):
            assert sessions.begin(upload, joining, NOW + 30 * (number + 1), NOW + 30 * number)
    found = sessions.get("acme", upload.id)
    assert found
    assert found.joinings == frozenset(joinings)
    sessions.reopen(upload, joinings[2], frozenset(joinings[:2]))
    reopened = sessions.get("acme", upload.id)
    assert reopened
    assert reopened.joinings == {joinings[2]}


def test_takes_no_part_when_the_session_has_ended(sessions: UploadSessions) -> None:
    upload = opened(sessions)
    sessions.end(upload, UploadStatus.CANCELLED, NOW)
    assert not sessions.add_part(a_part(upload))
    assert sessions.parts("acme", upload.id) == []


def test_takes_no_more_than_twice_what_was_declared_and_some_spare(sessions: UploadSessions) -> None:
    upload = opened(sessions, size=10)
    assert sessions.add_part(a_part(upload, 20 + SPARE_BYTES))
    assert not sessions.add_part(a_part(upload, 1))


@pytest.mark.usefixtures("one_call_at_a_time")
def test_only_one_of_many_begins_to_join(sessions: UploadSessions) -> None:
    upload = opened(sessions)
    with ThreadPoolExecutor(8) as pool:
        began = list(pool.map(lambda _: sessions.begin(upload, an_id(), NOW + 30, NOW), range(8)))
    assert sum(began) == 1
    assert status_of(sessions, upload) == UploadStatus.COMPLETING


def test_an_overdue_joining_is_taken_over(sessions: UploadSessions) -> None:
    upload, joining = opened(sessions), an_id()
    sessions.begin(upload, an_id(), NOW + 30, NOW)
    assert not sessions.begin(upload, joining, NOW + 59, NOW + 29)
    assert sessions.begin(upload, joining, NOW + 60, NOW + 30)


def test_a_reopened_session_takes_parts_again(sessions: UploadSessions) -> None:
    upload, joining = opened(sessions), an_id()
    sessions.begin(upload, joining, NOW + 30, NOW)
    assert not sessions.add_part(a_part(upload))
    sessions.reopen(upload, joining, frozenset())
    assert sessions.add_part(a_part(upload))


def test_only_its_holder_reopens_a_session(sessions: UploadSessions) -> None:
    upload = opened(sessions)
    sessions.begin(upload, an_id(), NOW + 30, NOW)
    sessions.reopen(upload, an_id(), frozenset())
    assert status_of(sessions, upload) == UploadStatus.COMPLETING


def test_a_finished_session_knows_its_file_and_the_catalog_shows_it(store: UploadStore) -> None:
    upload = opened(store.sessions)
    file = completed(store, upload)
    found = store.sessions.get("acme", upload.id)
    assert found
    assert (found.status, found.file) == (UploadStatus.COMPLETED, file)
    assert store.files.get("acme", file.id) == file
    assert store.files.count("acme", "batch") == 1


def test_finishing_twice_is_finishing_once(store: UploadStore) -> None:
    upload = opened(store.sessions)
    file = completed(store, upload)
    assert store.sessions.finish(upload, file.id, file)
    assert store.files.count("acme", None) == 1


def test_who_lost_the_session_cannot_finish_it(store: UploadStore) -> None:
    upload, late = opened(store.sessions), an_id()
    store.sessions.begin(upload, late, NOW + 30, NOW)
    file = a_file(b"x" * upload.size)
    store.sessions.begin(upload, file.id, NOW + 60, NOW + 30)
    assert not store.sessions.finish(upload, late, replace(file, id=late))
    assert store.sessions.finish(upload, file.id, file)
    assert store.files.count("acme", None) == 1


def test_a_completed_session_cannot_be_ended(store: UploadStore) -> None:
    upload = opened(store.sessions)
    completed(store, upload)
    assert not store.sessions.end(upload, UploadStatus.CANCELLED, NOW + 9999)
    assert status_of(store.sessions, upload) == UploadStatus.COMPLETED


def test_a_session_that_is_being_joined_is_not_ended_before_it_is_overdue(sessions: UploadSessions) -> None:
    upload = opened(sessions)
    sessions.begin(upload, an_id(), NOW + 30, NOW)
    assert not sessions.end(upload, UploadStatus.EXPIRED, NOW + 29)
    assert sessions.end(upload, UploadStatus.EXPIRED, NOW + 30)


def test_overdue_are_those_past_their_time_that_nobody_cleared_up_after(store: UploadStore) -> None:
    sessions = store.sessions
    opened(sessions, expires_at=NOW + 100)
    pending, done, cleared = (opened(sessions, expires_at=NOW) for _ in range(3))
    completed(store, done)
    sessions.end(cleared, UploadStatus.CANCELLED, NOW)
    sessions.forget(cleared, [])
    assert {upload.id for upload in sessions.overdue(NOW)} == {pending.id, done.id}


def test_forgets_parts_by_the_hundred(sessions: UploadSessions) -> None:
    upload = opened(sessions, size=1300)
    parts = [a_part(upload) for _ in range(130)]
    for part in parts:
        sessions.add_part(part)
    sessions.end(upload, UploadStatus.CANCELLED, NOW)
    sessions.forget(upload, parts)
    sessions.forget(upload, parts)
    assert sessions.parts("acme", upload.id) == []
