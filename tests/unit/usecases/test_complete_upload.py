"""Completing an upload: one file, one answer, and a session that can be repaired."""

from dataclasses import replace
from hashlib import md5

import pytest

from filegate.domain.errors import InvalidInput, UploadNotFound
from filegate.domain.files import StoredFile
from filegate.domain.uploads import Part, Upload, UploadStatus
from filegate.usecases.complete_upload import Completion, complete_upload
from tests.builders import NOW, an_id
from tests.unit.usecases.upload_store import UploadStore


def its_file(upload: Upload) -> StoredFile:
    assert upload.file
    return upload.file


def refused(store: UploadStore, upload: Upload, *parts: Part) -> InvalidInput:
    with pytest.raises(InvalidInput) as refusal:
        store.complete(upload, *parts)
    return refusal.value


def test_joins_the_parts_in_the_order_that_the_client_names_them() -> None:
    store = UploadStore()
    upload = store.create()
    first, second = store.add(upload, b"def"), store.add(upload, b"abc")
    file = its_file(store.complete(upload, second, first))
    assert store.blobs.read(file) == b"abcdef"
    assert file in store.files


def test_describes_the_file_as_the_session_was_created() -> None:
    store = UploadStore()
    upload = store.create(lifetime=3600)
    store.now += 100
    file = its_file(store.complete(upload, store.add(upload, b"abcdef")))
    assert (file.name, file.purpose, file.size, file.created_at) == ("a.jsonl", "batch", 6, NOW + 100)
    assert file.expires_at == NOW + 3700
    assert file.digest == "sha256:bef57ec7f53a6d40beb640a780a639c83bc29ac8a9816f1fc6c5c6dcd93c4721"


def test_completing_again_gives_the_same_answer_and_no_second_file() -> None:
    store = UploadStore()
    upload = store.create()
    part = store.add(upload, b"abcdef")
    assert its_file(store.complete(upload, part)) == its_file(store.complete(upload, part))
    assert store.files.count("acme", None) == 1


def test_nothing_of_the_session_stays_but_its_file() -> None:
    store = UploadStore()
    upload = store.create()
    store.complete(upload, store.add(upload, b"abcdef"))
    assert store.uploads.parts("acme", upload.id) == []
    assert (len(store.blobs), store.files.reserved) == (1, {})


@pytest.mark.parametrize("content", [b"abcde", b"abcdefg"])
def test_too_few_or_too_many_bytes_change_nothing_and_can_be_repaired(content: bytes) -> None:
    store = UploadStore()
    upload = store.create()
    assert refused(store, upload, store.add(upload, content)).param == "part_ids"
    assert store.complete(upload, store.add(upload, b"abcdef")).status == UploadStatus.COMPLETED


def test_a_part_named_twice_is_refused() -> None:
    store = UploadStore()
    upload = store.create()
    part = store.add(upload, b"abc")
    assert refused(store, upload, part, part).param == "part_ids"


def test_an_unknown_or_foreign_part_is_refused_by_its_place() -> None:
    store = UploadStore()
    upload, other = store.create(), store.create()
    part, foreign = store.add(upload, b"abcdef"), store.add(other, b"abcdef")
    assert refused(store, upload, part, foreign).param == "part_ids[1]"
    assert refused(store, upload, replace(part, id=an_id())).param == "part_ids[0]"


def test_a_wrong_md5_changes_nothing_and_can_be_repaired() -> None:
    store = UploadStore()
    upload = store.create()
    part = store.add(upload, b"abcdef")
    with pytest.raises(InvalidInput) as refusal:
        store.complete(upload, part, md5="0" * 32)
    assert refusal.value.param == "md5"
    right = md5(b"abcdef", usedforsecurity=False).hexdigest()
    assert store.complete(upload, part, md5=right).status == UploadStatus.COMPLETED


@pytest.mark.parametrize("project", ["acme", "globex"])
def test_an_unknown_and_a_foreign_session_are_alike(project: str) -> None:
    store = UploadStore()
    spelling = f"upload_{an_id() if project == 'acme' else store.create().id}"
    with pytest.raises(UploadNotFound, match=f"^No such Upload object: {spelling}$"):
        complete_upload(spelling, project, Completion([]), store)


def test_an_expired_session_cannot_be_completed() -> None:
    store = UploadStore()
    upload = store.create()
    part = store.add(upload, b"abcdef")
    store.now = upload.expires_at
    assert "expired" in refused(store, upload, part).message


def test_a_cancelled_session_cannot_be_completed() -> None:
    store = UploadStore()
    upload = store.create()
    part = store.add(upload, b"abcdef")
    store.cancel(upload)
    assert "cancelled" in refused(store, upload, part).message
