"""Uploads of presigned parts: begun once, joined once, and cleared when they end."""

from collections.abc import Sequence

import pytest

from filegate.domain.errors import InvalidInput, StorageUnavailable, UploadNotFound
from filegate.domain.files import StoredFile
from filegate.domain.presigned_parts import PartUrl
from filegate.domain.projects import Quota
from filegate.domain.uploads import JOINING_SECONDS, Joined, Part, Upload, UploadStatus
from filegate.usecases.complete_upload import Completion, complete_upload
from filegate.usecases.create_part_urls import create_part_urls
from filegate.usecases.expire_uploads import expire_uploads
from filegate.usecases.list_upload_parts import list_upload_parts
from tests.builders import NOW, an_id, unavailable
from tests.fakes.presigned import InMemoryPresignedParts
from tests.fakes.uploads import InMemoryUploads
from tests.unit.usecases.upload_store import UploadStore

FOREVER = 10**15


def urls(store: UploadStore, upload: Upload, *numbers: int) -> list[PartUrl]:
    return create_part_urls(f"upload_{upload.id}", "acme", numbers, store)[1]


def found(store: UploadStore, upload: Upload) -> Upload:
    session = store.uploads.get("acme", upload.id)
    assert session
    return session


def sent(store: UploadStore, upload: Upload) -> str:
    """The spelling of the only part of an upload of six bytes."""
    (url,) = urls(store, upload, 1)
    store.presigned.send(found(store, upload), 1, b"abcdef")
    return f"part_{url.part_id}"


def complete(store: UploadStore, upload: Upload, part: str) -> StoredFile:
    file = complete_upload(f"upload_{upload.id}", "acme", Completion([part]), store).file
    assert file
    return file


def test_addresses_end_with_the_session() -> None:
    store = UploadStore()
    upload = store.create()
    store.now = upload.expires_at - 10
    assert urls(store, upload, 1)[0].expires_at == upload.expires_at
    store.now += 10
    with pytest.raises(InvalidInput, match="expired"):
        urls(store, upload, 1)


def test_a_foreign_session_looks_like_one_that_never_was() -> None:
    store = UploadStore()
    spelling = f"upload_{store.create().id}"
    for ask in (lambda: create_part_urls(spelling, "globex", [1], store), lambda: _listed(spelling, "globex", store)):
        with pytest.raises(UploadNotFound, match=spelling):
            ask()


def _listed(spelling: str, project: str, store: UploadStore) -> Sequence[Part]:
    return list_upload_parts(spelling, project, None, 10, store).parts


def test_who_begins_second_gives_up_its_own_and_uses_the_first() -> None:
    class BegunMeanwhile(InMemoryPresignedParts):
        def begin(self, upload: Upload) -> str:
            if not self.begun:
                super().begin(upload)
                store.uploads.use_presigned(upload, "handle-0")
            return super().begin(upload)

    store = UploadStore()
    store.presigned = BegunMeanwhile(store.blobs)
    upload = store.create()
    assert "handle-0" in urls(store, upload, 1)[0].url
    assert list(store.presigned.begun) == ["handle-0"]


@pytest.mark.parametrize("answered", [True, False])
def test_a_handle_that_was_recorded_without_an_answer_is_kept(answered: bool) -> None:  # noqa: FBT001 - a parameter.
    class LostAnswer(InMemoryUploads):
        def use_presigned(self, upload: Upload, handle: str) -> bool:
            if answered:
                super().use_presigned(upload, handle)
            raise unavailable("TransactWriteItems", "dynamodb")

    store = UploadStore()
    working, store.uploads = store.uploads, LostAnswer(store.files)
    vars(store.uploads).update(vars(working))
    upload = store.create()
    with pytest.raises(StorageUnavailable):
        urls(store, upload, 1)
    store.uploads = working
    assert complete(store, upload, sent(store, upload)).size == 6
    assert len(store.presigned) == 0


def test_a_session_that_ends_while_it_begins_gives_no_address_and_keeps_nothing() -> None:
    class EndedMeanwhile(InMemoryPresignedParts):
        def begin(self, upload: Upload) -> str:
            store.uploads.end(upload, UploadStatus.CANCELLED, store.now)
            return super().begin(upload)

    store = UploadStore()
    store.presigned = EndedMeanwhile(store.blobs)
    with pytest.raises(InvalidInput, match="cancelled"):
        urls(store, store.create(), 1)
    assert len(store.presigned) == 0


def test_the_file_is_as_old_as_its_completion_though_its_id_is_older() -> None:
    store = UploadStore()
    upload = store.create(lifetime=3600)
    part = sent(store, upload)
    store.now += 100
    file = complete(store, upload, part)
    assert (file.id, file.created_at, file.expires_at) == (upload.id, NOW + 100, NOW + 3700)
    assert store.blobs.read(file) == b"abcdef"


def test_after_a_crash_another_request_finds_what_was_joined() -> None:
    store = UploadStore()
    upload = store.create()
    part = sent(store, upload)
    broken = found(store, upload)
    store.uploads.begin(broken, an_id(), store.now + JOINING_SECONDS, store.now)
    store.presigned.join(broken, store.presigned.arrived(broken))
    store.now += JOINING_SECONDS
    assert store.blobs.read(complete(store, upload, part)) == b"abcdef"
    assert store.files.count("acme", None) == 1


def test_who_was_overtaken_makes_no_second_file_and_gives_the_answer_when_asked_again() -> None:
    class Slow(InMemoryPresignedParts):
        def join(self, upload: Upload, parts: Sequence[Part] | None) -> Joined:
            joined = super().join(upload, parts)
            if not store.files.records:
                store.presigned = working
                store.now += JOINING_SECONDS
                complete(store, upload, part)
            return joined

    store = UploadStore()
    upload = store.create()
    part = sent(store, upload)
    working, store.presigned = store.presigned, Slow(store.blobs)
    vars(store.presigned).update(vars(working))
    with pytest.raises(Exception, match="completed by another request"):
        complete(store, upload, part)
    (made,) = store.files.records.values()
    assert complete(store, upload, part) == made


def test_parts_that_are_gone_without_a_file_are_an_outage_and_the_session_stays_open() -> None:
    store = UploadStore()
    upload = store.create()
    part = sent(store, upload)
    store.presigned.begun.clear()
    with pytest.raises(StorageUnavailable):
        complete(store, upload, part)
    assert found(store, upload).status == UploadStatus.PENDING


def test_an_expired_session_leaves_nothing_behind_and_gives_its_room_back() -> None:
    store = UploadStore(Quota(size=6))
    upload = store.create()
    sent(store, upload)
    joined = found(store, upload)
    store.presigned.join(joined, store.presigned.arrived(joined))
    store.now = upload.expires_at
    assert expire_uploads(FOREVER, store) == 1
    assert (len(store.presigned), len(store.blobs)) == (0, 0)
    assert store.create().status == UploadStatus.PENDING


def test_a_cancellation_clears_what_was_begun_and_joined_since_it_looked() -> None:
    class JoinedMeanwhile(InMemoryUploads):
        def end(self, upload: Upload, status: UploadStatus, now: int) -> bool:
            store.uploads = working
            sent(store, upload)
            begun = found(store, upload)
            store.presigned.join(begun, store.presigned.arrived(begun))
            return super().end(upload, status, now)

    store = UploadStore()
    upload = store.create()
    working, store.uploads = store.uploads, JoinedMeanwhile(store.files)
    vars(store.uploads).update(vars(working))
    assert store.cancel(upload).status == UploadStatus.CANCELLED
    assert (len(store.presigned), len(store.blobs)) == (0, 0)
