"""Opening, filling, cancelling and expiring an upload session."""

from collections.abc import Sequence

import pytest

from filegate.domain.errors import FileTooLarge, InvalidInput, QuotaExceeded, UploadNotFound
from filegate.domain.limits import MAX_FILE_BYTES
from filegate.domain.projects import Quota
from filegate.domain.uploads import JOINING_SECONDS, Part, UploadStatus
from filegate.usecases.add_upload_part import add_upload_part
from filegate.usecases.cancel_upload import cancel_upload
from filegate.usecases.expire_uploads import expire_uploads
from tests.builders import NOW, an_id, unavailable
from tests.fakes.parts import InMemoryParts
from tests.unit.usecases.upload_store import UploadStore

FOREVER = 10**15


def test_a_session_lives_for_an_hour_and_shows_no_file() -> None:
    store = UploadStore()
    upload = store.create()
    assert (upload.status, upload.created_at, upload.expires_at) == (UploadStatus.PENDING, NOW, NOW + 3600)
    assert store.files.count("acme", None) == 0


def test_a_session_reserves_its_declared_size() -> None:
    store = UploadStore(Quota(size=10))
    store.create(size=6)
    with pytest.raises(QuotaExceeded):
        store.create(size=5)


@pytest.mark.parametrize(("content", "error"), [(b"", InvalidInput), (bytes(MAX_FILE_BYTES + 1), FileTooLarge)])
def test_an_empty_or_too_large_part_is_refused_before_anything_is_stored(
    content: bytes, error: type[Exception]
) -> None:
    store = UploadStore()
    upload = store.create(size=MAX_FILE_BYTES * 2)
    with pytest.raises(error):
        store.add(upload, content)
    assert store.uploads.parts("acme", upload.id) == []


def test_a_part_for_an_ended_session_is_refused() -> None:
    store = UploadStore()
    cancelled, expired = store.create(), store.create()
    store.cancel(cancelled)
    with pytest.raises(InvalidInput, match="cancelled"):
        store.add(cancelled, b"abc")
    store.now = expired.expires_at
    with pytest.raises(InvalidInput, match="expired"):
        store.add(expired, b"abc")


def test_a_part_that_comes_too_late_leaves_no_bytes() -> None:
    class EndedMeanwhile(UploadStore):
        def new_id(self, unix_ms: int) -> str:
            for upload in list(self.uploads.uploads.values()):
                self.uploads.end(upload, UploadStatus.CANCELLED, self.now)
            return super().new_id(unix_ms)

    store = EndedMeanwhile()
    upload = store.create()
    with pytest.raises(InvalidInput):
        store.add(upload, b"abc")
    assert store.parts.contents == {}


def test_a_foreign_session_looks_like_one_that_never_was() -> None:
    store = UploadStore()
    spelling = f"upload_{store.create().id}"
    with pytest.raises(UploadNotFound, match=spelling):
        add_upload_part(spelling, "globex", b"abc", store)
    with pytest.raises(UploadNotFound, match=spelling):
        cancel_upload(spelling, "globex", store)


def test_a_cancelled_session_leaves_nothing_behind_and_gives_its_room_back() -> None:
    store = UploadStore(Quota(size=6))
    upload = store.create()
    store.add(upload, b"abc")
    assert store.cancel(upload).status == UploadStatus.CANCELLED
    assert (store.parts.contents, store.uploads.parts("acme", upload.id)) == ({}, [])
    assert store.create().status == UploadStatus.PENDING


def test_cancelling_again_gives_the_same_answer() -> None:
    store = UploadStore()
    upload = store.create()
    assert store.cancel(upload) == store.cancel(upload)


def test_a_completed_or_expired_session_cannot_be_cancelled() -> None:
    store = UploadStore()
    completed, expired = store.create(), store.create()
    store.complete(completed, store.add(completed, b"abcdef"))
    with pytest.raises(InvalidInput, match="completed"):
        store.cancel(completed)
    store.now = expired.expires_at
    with pytest.raises(InvalidInput, match="expired"):
        store.cancel(expired)


def test_an_expired_session_leaves_nothing_behind_and_gives_its_room_back() -> None:
    store = UploadStore(Quota(size=6))
    upload = store.create()
    store.add(upload, b"abc")
    store.now = upload.expires_at
    assert expire_uploads(FOREVER, store) == 1
    assert (store.parts.contents, store.uploads.parts("acme", upload.id)) == ({}, [])
    assert store.create().status == UploadStatus.PENDING


def test_expiring_twice_is_expiring_once() -> None:
    store = UploadStore()
    store.now = store.create().expires_at
    assert [expire_uploads(FOREVER, store) for _ in range(2)] == [1, 0]


def test_a_living_session_and_one_that_is_being_joined_are_left_alone() -> None:
    store = UploadStore()
    store.create()
    joining = store.create()
    store.now = joining.expires_at - 1
    store.create()
    store.uploads.begin(joining, an_id(), joining.expires_at + JOINING_SECONDS, store.now)
    store.now += 1
    expire_uploads(FOREVER, store)
    found = store.uploads.get("acme", joining.id)
    assert found
    assert found.status == UploadStatus.COMPLETING


def test_what_a_broken_joining_left_goes_with_the_session() -> None:
    store = UploadStore()
    upload = store.create()
    part = store.add(upload, b"abcdef")
    broken = an_id()
    store.uploads.begin(upload, broken, store.now + JOINING_SECONDS, store.now)
    store.parts.join([part], broken, None)
    store.now = upload.expires_at
    expire_uploads(FOREVER, store)
    assert len(store.blobs) == 0


def test_stops_when_its_own_time_is_up() -> None:
    store = UploadStore()
    store.now = store.create().expires_at
    assert expire_uploads(store.now_ms(), store) == 0


def test_a_session_that_cannot_be_cleared_now_keeps_no_other_waiting() -> None:
    class FailingOnce(InMemoryParts):
        failed = False

        def discard(self, parts: Sequence[Part]) -> None:
            if not self.failed:
                self.failed = True
                raise unavailable("DeleteObjects")
            super().discard(parts)

    store = UploadStore()
    store.parts = FailingOnce(store.blobs)
    store.create()
    store.now = store.create().expires_at
    assert [expire_uploads(FOREVER, store) for _ in range(2)] == [1, 1]
