"""What PresignedParts do, asked of the fake and of S3 (moto) alike. Clients send to S3 with the address alone."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from hashlib import md5

import boto3
import pytest
import requests

from filegate.adapters.aws import s3_client, s3_presigning_client
from filegate.adapters.s3_blobs import S3Blobs
from filegate.adapters.s3_presigned_parts import S3PresignedParts
from filegate.domain.errors import InvalidInput, StorageUnavailable
from filegate.domain.ports import BlobStore, PresignedParts
from filegate.domain.presigned_parts import part_id
from filegate.domain.uploads import Upload
from tests.builders import a_file, an_upload
from tests.contract.places import EVERYWHERE, FAKE
from tests.fakes.blobs import InMemoryBlobs
from tests.fakes.presigned import InMemoryPresignedParts

MIB = 1_048_576
LONG = b"any" * (16 * MIB // 3) + b"."
"""As many bytes as a part has that is not the last."""


@dataclass
class Stored:
    """A store, the files that it makes, how a client sends a part, and how many things there are in all."""

    parts: PresignedParts
    files: BlobStore
    send: Callable[[Upload, int, bytes], object]
    count: Callable[[], int]

    def begun(self, size: int = 3) -> Upload:
        upload = an_upload(size=size)
        return replace(upload, handle=self.parts.begin(upload))

    def made(self, upload: Upload) -> bytes:
        return self.files.read(a_file(id=upload.id))


@pytest.fixture(params=EVERYWHERE)
def stored(request: pytest.FixtureRequest) -> Stored:
    if request.param == FAKE:
        blobs = InMemoryBlobs()
        fake = InMemoryPresignedParts(blobs)
        return Stored(fake, blobs, fake.send, lambda: len(fake) + len(blobs))
    bucket = request.getfixturevalue("bucket")
    parts = S3PresignedParts(s3_presigning_client(), s3_presigning_client(patient=True), bucket)

    def put(upload: Upload, number: int, content: bytes) -> None:
        requests.put(parts.url(upload, number, 60), data=content, timeout=5).raise_for_status()

    return Stored(parts, S3Blobs(s3_client(), bucket), put, lambda: everything_in(bucket))


def everything_in(bucket: str) -> int:
    s3 = boto3.client("s3")
    uploads, versions = s3.list_multipart_uploads(Bucket=bucket), s3.list_object_versions(Bucket=bucket)
    return sum(map(len, (uploads.get("Uploads", []), versions.get("Versions", []), versions.get("DeleteMarkers", []))))


def test_parts_are_joined_in_the_order_of_their_numbers_under_the_id_of_the_upload(stored: Stored) -> None:
    upload = stored.begun(len(LONG) + 3)
    stored.send(upload, 2, b"end")
    stored.send(upload, 1, LONG)
    joined = stored.parts.join(upload, stored.parts.arrived(upload))
    assert joined.size == upload.size
    assert stored.made(upload) == LONG + b"end"
    assert stored.count() == 1


def test_a_part_that_arrived_tells_its_id_number_size_and_md5(stored: Stored) -> None:
    upload = stored.begun()
    assert stored.parts.arrived(upload) == []
    stored.send(upload, 1, b"abc")
    (part,) = stored.parts.arrived(upload) or []
    assert (part.id, part.number, part.size) == (part_id(upload.id, 1), 1, 3)
    assert part.receipt == md5(b"abc", usedforsecurity=False).hexdigest()


def test_a_part_that_is_sent_again_replaces_the_first(stored: Stored) -> None:
    upload = stored.begun()
    for content in (b"abc", b"xyz"):
        stored.send(upload, 1, content)
    stored.parts.join(upload, stored.parts.arrived(upload))
    assert stored.made(upload) == b"xyz"


def test_pages_go_on_behind_a_number(stored: Stored, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("filegate.domain.presigned_parts._LEAST_PART_BYTES", 3)
    monkeypatch.setattr("filegate.domain.presigned_parts.MIB", 1)
    upload = stored.begun(size=12)
    for number in (1, 2, 4):
        stored.send(upload, number, b"abc")
    pages = [stored.parts.page(upload, after, 2) for after in (0, 2, 4)]
    assert [[part.number for part in page.parts] for page in pages] == [[1, 2], [4], []]
    assert [page.has_more for page in pages] == [True, False, False]


def test_what_was_joined_is_found_again_and_has_no_parts(stored: Stored) -> None:
    upload = stored.begun()
    stored.send(upload, 1, b"abc")
    first = stored.parts.join(upload, stored.parts.arrived(upload))
    assert stored.parts.arrived(upload) is None
    assert stored.parts.page(upload, 0, 10).parts == []
    assert stored.parts.join(upload, None) == first


def test_what_was_never_joined_is_not_found(stored: Stored) -> None:
    upload = stored.begun()
    with pytest.raises(StorageUnavailable):
        stored.parts.join(upload, None)


def test_a_part_sent_anew_since_they_were_listed_makes_no_file(stored: Stored) -> None:
    upload = stored.begun()
    stored.send(upload, 1, b"abc")
    listed = stored.parts.arrived(upload)
    stored.send(upload, 1, b"xyz")
    with pytest.raises(InvalidInput) as refusal:
        stored.parts.join(upload, listed)
    assert refusal.value.param == "part_ids"
    stored.parts.join(upload, stored.parts.arrived(upload))
    assert stored.made(upload) == b"xyz"


def test_beginning_twice_makes_two_of_which_one_may_be_abandoned(stored: Stored) -> None:
    upload = stored.begun()
    other = stored.parts.begin(upload)
    stored.parts.abandon(upload, other)
    stored.parts.abandon(upload, other)
    stored.send(upload, 1, b"abc")
    assert stored.parts.arrived(replace(upload, handle=other)) is None
    assert stored.count() == 1


def test_clearing_leaves_nothing_of_the_upload_and_all_of_others(stored: Stored) -> None:
    upload, other = stored.begun(), stored.begun()
    stored.parts.begin(upload)
    for each in (upload, other):
        stored.send(each, 1, b"abc")
    for _ in range(2):
        stored.parts.clear(upload)
    assert stored.parts.arrived(upload) is None
    assert stored.count() == len(stored.parts.arrived(other) or []) == 1


def test_clearing_removes_a_file_that_was_made_for_good(stored: Stored) -> None:
    upload = stored.begun()
    stored.send(upload, 1, b"abc")
    stored.parts.join(upload, stored.parts.arrived(upload))
    stored.parts.clear(upload)
    assert stored.count() == 0


def test_what_was_begun_without_being_recorded_is_cleared_too(stored: Stored) -> None:
    upload = an_upload()
    stored.parts.begin(upload)
    stored.parts.clear(upload)
    assert stored.count() == 0


def test_others_are_forgotten_beside_the_file(stored: Stored) -> None:
    upload = stored.begun()
    stored.parts.begin(upload)
    stored.send(upload, 1, b"abc")
    stored.parts.join(upload, stored.parts.arrived(upload))
    stored.parts.forget_others(upload)
    assert stored.made(upload) == b"abc"
    assert stored.count() == 1
