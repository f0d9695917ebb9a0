"""What every PartStore does, asked of the fake and of S3 (moto, which takes no piece of less than 5 MiB) alike."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from hashlib import md5, sha256, shake_128

import boto3
import pytest

from filegate.adapters.aws import s3_client, s3_joining_client
from filegate.adapters.s3_blobs import S3Blobs
from filegate.adapters.s3_joining import THREADS
from filegate.adapters.s3_parts import S3Parts
from filegate.domain.errors import InvalidInput
from filegate.domain.ports import BlobStore, PartStore
from filegate.domain.uploads import Part, Upload
from tests.builders import a_file, a_part, an_id, an_upload
from tests.contract.places import EVERYWHERE, FAKE
from tests.fakes.blobs import InMemoryBlobs
from tests.fakes.parts import InMemoryParts

MIB = 1_048_576


@dataclass
class Stored:
    """A store of parts, the files that it makes, and how many things there are in all."""

    parts: PartStore
    files: BlobStore
    count: Callable[[], int]

    def part(self, content: bytes, upload: Upload | None = None) -> Part:
        part = a_part(upload or an_upload(), len(content))
        return replace(part, receipt=self.parts.put(part, content))

    def joined(self, *parts: Part) -> bytes:
        """What a new file made of these parts has."""
        file_id = an_id()
        self.parts.join(parts, file_id, None)
        return self.file(file_id)

    def file(self, file_id: str, project: str = "acme") -> bytes:
        return self.files.read(a_file(id=file_id, project=project))


@pytest.fixture(params=EVERYWHERE)
def stored(request: pytest.FixtureRequest) -> Stored:
    if request.param == FAKE:
        blobs = InMemoryBlobs()
        parts = InMemoryParts(blobs)
        return Stored(parts, blobs, lambda: len(parts) + len(blobs))
    bucket = request.getfixturevalue("bucket")
    return Stored(
        S3Parts(s3_joining_client(THREADS), bucket), S3Blobs(s3_client(), bucket), lambda: everything_in(bucket)
    )


def everything_in(bucket: str) -> int:
    s3 = boto3.client("s3")
    uploads, versions = s3.list_multipart_uploads(Bucket=bucket), s3.list_object_versions(Bucket=bucket)
    return sum(map(len, (uploads.get("Uploads", []), versions.get("Versions", []), versions.get("DeleteMarkers", []))))


def content_of(size: int) -> bytes:
    """Bytes in which any two pieces in the wrong order would show."""
    return shake_128(b"any").digest(size)


def test_a_file_has_the_bytes_of_its_parts_in_the_order_in_which_they_are_named(stored: Stored) -> None:
    first, second, third = (stored.part(content) for content in (b"first ", b"second ", b"third "))
    assert stored.joined(third, first, second) == b"third first second "


SIZES = {
    "a byte": [1],
    "just below a piece": [8 * MIB - 1],
    "just a piece": [8 * MIB],
    "a piece and a byte": [8 * MIB, 1],
    "parts that make a piece": [4 * MIB, 4 * MIB],
    "parts that make a piece and a byte": [4 * MIB, 4 * MIB, 1],
    "pieces and a rest": [4 * MIB] * 5 + [1, 3],
    "odd sizes": [1, 4 * MIB, 4 * MIB - 2, 1, 4 * MIB, 7],
    "many small parts": [80_001] * 110,
    "many bytes": [1] * 100,
}


ALWAYS = {"a byte", "a piece and a byte", "parts that make a piece and a byte", "odd sizes"}
"""The others take long, for the bytes that they move."""


@pytest.mark.parametrize(
    "sizes",
    [pytest.param(sizes, id=name, marks=() if name in ALWAYS else pytest.mark.long) for name, sizes in SIZES.items()],
)
def test_parts_of_any_sizes_are_joined_to_the_last_byte(stored: Stored, sizes: list[int]) -> None:
    whole = content_of(sum(sizes))
    starts = [sum(sizes[:number]) for number in range(len(sizes))]
    parts = [stored.part(whole[start : start + size]) for start, size in zip(starts, sizes, strict=True)]
    file_id = an_id()
    joined = stored.parts.join(parts, file_id, md5(whole, usedforsecurity=False).hexdigest())
    assert (joined.size, joined.digest) == (len(whole), f"sha256:{sha256(whole).hexdigest()}")
    assert stored.file(file_id) == whole
    assert stored.count() == len(sizes) + 1


def test_an_md5_is_taken_in_capitals_too(stored: Stored) -> None:
    part = stored.part(b"abc")
    stored.parts.join([part], an_id(), "900150983CD24FB0D6963F7D28E17F72")


@pytest.mark.parametrize("size", [3, 9 * MIB])
def test_parts_with_another_md5_make_nothing_and_can_be_joined_again(stored: Stored, size: int) -> None:
    content = content_of(size)
    part = stored.part(content)
    with pytest.raises(InvalidInput) as caught:
        stored.parts.join([part], an_id(), "0" * 32)
    assert caught.value.param == "md5"
    assert stored.count() == 1
    assert stored.joined(part) == content


def test_a_second_put_of_the_same_part_changes_nothing_and_gives_the_same_receipt(stored: Stored) -> None:
    part = stored.part(b"first")
    assert stored.parts.put(part, b"first") == part.receipt
    assert stored.joined(part) == b"first"
    assert stored.count() == 2


def test_parts_of_two_projects_or_two_uploads_never_share_bytes(stored: Stored) -> None:
    mine = stored.part(b"mine")
    others = [replace(mine, project="globex"), replace(mine, upload_id=an_id())]
    for other in others:
        stored.parts.put(other, b"other")
    assert stored.joined(mine) == b"mine"


def test_parts_that_make_one_file_may_make_another(stored: Stored) -> None:
    part = stored.part(b"again")
    assert stored.joined(part) == stored.joined(part)


@pytest.mark.parametrize("size", [3, 9 * MIB])
def test_clearing_removes_a_joined_file_for_good_and_no_other(stored: Stored, size: int) -> None:
    part, file_id = stored.part(content_of(size)), an_id()
    longer = f"{file_id}0"
    for each in (file_id, longer):
        stored.parts.join([part], each, None)
    stored.parts.clear("acme", file_id)
    assert stored.count() == 2
    assert len(stored.file(longer)) == size


def test_clearing_leaves_the_files_of_another_project(stored: Stored) -> None:
    theirs, file_id = stored.part(b"theirs", an_upload(project="globex")), an_id()
    stored.parts.join([theirs], file_id, None)
    stored.parts.clear("acme", file_id)
    assert stored.file(file_id, "globex") == b"theirs"


def test_clearing_where_nothing_is_does_nothing(stored: Stored) -> None:
    stored.parts.clear("acme", an_id())
    assert stored.count() == 0


def test_discarded_parts_are_gone_for_good_and_no_others(stored: Stored) -> None:
    kept, *others = (stored.part(content) for content in (b"kept", b"one", b"two"))
    stored.parts.discard(others)
    assert stored.count() == 1
    assert stored.joined(kept) == b"kept"


def test_discarding_again_or_nothing_changes_nothing(stored: Stored) -> None:
    part = stored.part(b"once")
    for parts in ([part], [part], []):
        stored.parts.discard(parts)
    assert stored.count() == 0


def test_a_file_outlives_its_parts(stored: Stored) -> None:
    part, file_id = stored.part(b"outlives"), an_id()
    stored.parts.join([part], file_id, None)
    stored.parts.discard([part])
    assert stored.file(file_id) == b"outlives"
