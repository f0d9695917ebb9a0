"""What every BlobStore does, asked of the fake and of S3 (moto) alike."""

from hashlib import shake_128

import pytest

from filegate.adapters.aws import s3_client
from filegate.adapters.s3_blobs import S3Blobs
from filegate.domain.files import BytesGone
from filegate.domain.ports import BlobStore
from tests.builders import a_file
from tests.contract.places import EVERYWHERE, FAKE
from tests.fakes.blobs import InMemoryBlobs
from tests.faulty_s3 import instead


@pytest.fixture(params=EVERYWHERE)
def blobs(request: pytest.FixtureRequest) -> BlobStore:
    if request.param == FAKE:
        return InMemoryBlobs()
    bucket = request.getfixturevalue("bucket")
    return S3Blobs(s3_client(), bucket)


def test_reads_back_every_byte(blobs: BlobStore) -> None:
    content = bytes(range(256)) * 1000
    file = a_file(content)
    blobs.put(file, content)
    assert blobs.read(file) == content


def test_a_second_put_of_the_same_file_changes_nothing_and_gives_the_same_receipt(blobs: BlobStore) -> None:
    file = a_file(b"first")
    receipt = blobs.put(file, b"first")
    assert blobs.put(file, b"first") == receipt
    assert blobs.read(file) == b"first"


def test_says_that_the_bytes_are_gone(blobs: BlobStore) -> None:
    file = a_file(b"first")
    blobs.put(file, b"first")
    blobs.erase(file)
    with pytest.raises(BytesGone):
        blobs.read(file)
    with pytest.raises(BytesGone):
        list(blobs.stream(file))


def test_without_the_right_to_list_the_bucket_s3_refuses_what_is_not_there(bucket: str) -> None:
    client = s3_client()
    instead(client, "GetObject", (403, "AccessDenied"))
    with pytest.raises(BytesGone):
        S3Blobs(client, bucket).read(a_file())


def test_files_of_two_projects_never_share_bytes(blobs: BlobStore) -> None:
    mine = a_file(b"mine")
    theirs = a_file(b"theirs", id=mine.id, project="globex")
    blobs.put(mine, b"mine")
    blobs.put(theirs, b"theirs")
    assert blobs.read(mine) == b"mine"


def test_an_url_names_the_file_by_its_project_and_id(blobs: BlobStore) -> None:
    file = a_file()
    assert f"{file.project}/{file.id}" in blobs.url(file, 60)


@pytest.mark.parametrize("size", [1, 262_144, 1_000_000])
def test_streams_every_byte_in_order(blobs: BlobStore, size: int) -> None:
    content = shake_128(b"any").digest(size)
    file = a_file(content)
    blobs.put(file, content)
    assert b"".join(blobs.stream(file)) == content
