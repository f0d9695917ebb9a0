"""Completing an upload where something fails, or another request completes it too."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from filegate.domain.errors import Conflict, InvalidInput, StorageUnavailable
from filegate.domain.files import StoredFile
from filegate.domain.uploads import JOINING_SECONDS, Joined, Part, Upload, UploadStatus
from tests.builders import an_id, unavailable
from tests.fakes.parts import InMemoryParts
from tests.fakes.uploads import InMemoryUploads
from tests.unit.usecases.upload_store import UploadStore


def its_file(upload: Upload) -> StoredFile:
    assert upload.file
    return upload.file


def refused(store: UploadStore, upload: Upload, *parts: Part) -> InvalidInput:
    with pytest.raises(InvalidInput) as refusal:
        store.complete(upload, *parts)
    return refusal.value


@pytest.mark.parametrize("failure", [unavailable("UploadPart"), RuntimeError("no such version")])
def test_a_failed_joining_can_be_repeated_at_once(failure: Exception) -> None:
    class Failing(InMemoryParts):
        def join(self, parts: Sequence[Part], file_id: str, md5: str | None) -> Joined:
            raise failure

    store = UploadStore()
    upload = store.create()
    part = store.add(upload, b"abcdef")
    working, store.parts = store.parts, Failing(store.blobs)
    with pytest.raises(type(failure)):
        store.complete(upload, part)
    store.parts = working
    assert store.complete(upload, part).status == UploadStatus.COMPLETED


def test_a_lost_answer_is_found_by_the_next_request() -> None:
    class LostAnswers(InMemoryUploads):
        def finish(self, upload: Upload, joining: str, file: StoredFile) -> bool:
            super().finish(upload, joining, file)
            raise unavailable("TransactWriteItems", "dynamodb")

    store = UploadStore()
    store.uploads = LostAnswers(store.files)
    upload = store.create()
    part = store.add(upload, b"abcdef")
    with pytest.raises(StorageUnavailable):
        store.complete(upload, part)
    (made,) = store.files.records.values()
    assert its_file(store.complete(upload, part)) == made
    assert store.blobs.read(made) == b"abcdef"


def test_after_a_crash_another_request_takes_the_joining_over_and_clears_what_it_left() -> None:
    store = UploadStore()
    upload = store.create()
    part = store.add(upload, b"abcdef")
    broken = an_id()
    store.uploads.begin(upload, broken, store.now + JOINING_SECONDS, store.now)
    store.parts.join([part], broken, None)
    store.now += JOINING_SECONDS
    file = its_file(store.complete(upload, part))
    assert list(store.blobs.contents) == [("acme", file.id)]


def test_after_two_crashes_whoever_completes_it_clears_what_both_left() -> None:
    store = UploadStore()
    upload = store.create()
    part = store.add(upload, b"abcdef")
    for broken in (an_id(), an_id()):
        store.uploads.begin(upload, broken, store.now + JOINING_SECONDS, store.now)
        store.parts.join([part], broken, None)
        store.now += JOINING_SECONDS
    file = its_file(store.complete(upload, part))
    assert list(store.blobs.contents) == [("acme", file.id)]


def test_after_two_crashes_whoever_cancels_it_clears_what_both_left() -> None:
    store = UploadStore()
    upload = store.create()
    part = store.add(upload, b"abcdef")
    for broken in (an_id(), an_id()):
        store.uploads.begin(upload, broken, store.now + JOINING_SECONDS, store.now)
        store.parts.join([part], broken, None)
        store.now += JOINING_SECONDS
    store.cancel(upload)
    assert not store.blobs.contents


def test_a_request_waits_for_another_that_joins_and_gives_its_answer() -> None:
    class Finishing(UploadStore):
        def pause(self, seconds: float) -> None:
            super().pause(seconds)
            made = replace(self.joined, created_at=self.now)
            self.uploads.finish(self.upload, made.id, made)

    store = Finishing()
    store.upload = store.create()
    part = store.add(store.upload, b"abcdef")
    other = store.create()
    store.joined = replace(its_file(store.complete(other, store.add(other, b"abcdef"))), id=an_id())
    store.uploads.begin(store.upload, store.joined.id, store.now + JOINING_SECONDS, store.now)
    assert its_file(store.complete(store.upload, part)).id == store.joined.id


def test_a_request_that_read_the_session_just_before_another_completed_it_gives_its_answer() -> None:
    class CompletedMeanwhile(InMemoryUploads):
        def parts(self, project: str, upload_id: str) -> Sequence[Part]:
            if store.uploads is self:
                store.uploads = others
                store.complete(upload, part)
            return super().parts(project, upload_id)

    store = UploadStore()
    others = store.uploads
    upload = store.create()
    part = store.add(upload, b"abcdef")
    store.uploads = CompletedMeanwhile(store.files)
    vars(store.uploads).update(vars(others))
    assert store.complete(upload, part).status == UploadStatus.COMPLETED
    assert store.files.count("acme", None) == 1


def test_a_take_over_with_wrong_parts_is_refused_and_holds_nothing() -> None:
    store = UploadStore()
    upload = store.create()
    part = store.add(upload, b"abcdef")
    store.uploads.begin(upload, an_id(), store.now + JOINING_SECONDS, store.now)
    store.now += JOINING_SECONDS
    assert refused(store, upload).param == "part_ids"
    assert store.complete(upload, part).status == UploadStatus.COMPLETED


def test_a_request_that_waited_in_vain_is_a_passing_conflict() -> None:
    store = UploadStore()
    upload = store.create()
    part = store.add(upload, b"abcdef")
    store.uploads.begin(upload, an_id(), store.now + 10 * JOINING_SECONDS, store.now)
    with pytest.raises(Conflict) as conflict:
        store.complete(upload, part)
    assert conflict.value.passing
