"""What UploadSessions do of presigned parts and of pages of parts, asked of the fake and of DynamoDB (moto) alike."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest

from filegate.domain.ports import UploadSessions
from filegate.domain.projects import Quota
from filegate.domain.uploads import Upload, UploadStatus
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


def test_a_session_of_presigned_parts_keeps_its_first_handle(sessions: UploadSessions) -> None:
    upload = opened(sessions)
    assert [sessions.use_presigned(upload, handle) for handle in ("first", "second", "first")] == [True, False, True]
    assert sessions.get("acme", upload.id) == replace(upload, handle="first")


@pytest.mark.usefixtures("one_call_at_a_time")
def test_only_one_of_many_handles_is_kept(sessions: UploadSessions) -> None:
    upload = opened(sessions)
    with ThreadPoolExecutor(8) as pool:
        kept = list(pool.map(lambda number: sessions.use_presigned(upload, f"handle-{number}"), range(8)))
    assert sum(kept) == 1


def test_a_session_takes_presigned_parts_or_parts_through_the_api_never_both(sessions: UploadSessions) -> None:
    presigned, other = opened(sessions), opened(sessions)
    sessions.use_presigned(presigned, "handle")
    assert not sessions.add_part(a_part(presigned))
    sessions.add_part(a_part(other))
    assert not sessions.use_presigned(other, "handle")


def test_a_session_that_is_joined_or_has_ended_takes_no_presigned_parts(sessions: UploadSessions) -> None:
    joining, ended = opened(sessions), opened(sessions)
    sessions.begin(joining, an_id(), NOW + 30, NOW)
    sessions.end(ended, UploadStatus.CANCELLED, NOW)
    assert not [upload for upload in (joining, ended) if sessions.use_presigned(upload, "handle")]


def test_the_file_of_presigned_parts_has_the_id_of_its_upload(store: UploadStore) -> None:
    upload, joining = opened(store.sessions), an_id()
    store.sessions.use_presigned(upload, "handle")
    file = a_file(b"x" * upload.size, id=upload.id, created_at=NOW + 5)
    store.sessions.begin(upload, joining, NOW + 30, NOW)
    assert not store.sessions.finish(upload, an_id(), file)
    assert [store.sessions.finish(upload, joining, file) for _ in range(2)] == [True, True]
    found = store.sessions.get("acme", upload.id)
    assert found
    assert found.file == file == store.files.get("acme", upload.id)


def test_pages_of_parts_go_on_behind_an_id_whether_it_is_there_or_not(sessions: UploadSessions) -> None:
    upload, other = opened(sessions, size=50), opened(sessions)
    first, gone, *rest = (a_part(upload) for _ in range(5))
    for part in (first, *rest, a_part(other)):
        sessions.add_part(part)
    pages = [sessions.page_of_parts(upload, after, 3) for after in (None, gone.id, rest[-1].id)]
    assert [list(page.parts) for page in pages] == [[first, *rest[:2]], rest, []]
    assert [page.has_more for page in pages] == [True, False, False]
