"""What every DropZone does, asked of the fake and of S3 (moto) alike."""

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import boto3
import pytest

from filegate.adapters.aws import s3_client, s3_copying_client
from filegate.adapters.s3_blobs import S3Blobs
from filegate.adapters.s3_drops import S3Drops
from filegate.domain.drops import Drop, DroppedObject, Reason
from filegate.domain.ports import BlobStore, DropZone
from tests.builders import NOW, a_file
from tests.contract.places import EVERYWHERE, FAKE, STACK
from tests.fakes.blobs import InMemoryBlobs
from tests.fakes.drops import InMemoryZone


@dataclass
class Zone:
    """A drop zone, the bytes of files beside it, and a way to drop something."""

    zone: DropZone
    blobs: BlobStore
    drop: Callable[[str, bytes], Any]
    tag: Callable[[DroppedObject, dict[str, str]], Any]

    def dropped(self, key: str = "acme/batch/a b+ü.jsonl", content: bytes = b"content") -> DroppedObject:
        """The newest version of the key."""
        before = self.zone.versions(Drop(key))
        self.drop(key, content)
        (new,) = set(self.zone.versions(Drop(key))) - set(before)
        return new


@pytest.fixture(params=EVERYWHERE)
def there(request: pytest.FixtureRequest) -> Zone:
    if request.param == FAKE:
        blobs = InMemoryBlobs()
        zone = InMemoryZone(blobs)
        return Zone(zone, blobs, lambda key, content: zone.drop(key, content, NOW), zone.tag)
    drops, bucket = (request.getfixturevalue(name) for name in ("drop_bucket", "bucket"))
    s3 = boto3.client("s3")

    def tag(dropped: DroppedObject, tags: dict[str, str]) -> None:
        given = {"TagSet": [{"Key": name, "Value": value} for name, value in tags.items()]}
        s3.put_object_tagging(Bucket=drops, Key=dropped.key, VersionId=dropped.version, Tagging=given)

    return Zone(
        S3Drops(s3_copying_client(2), drops, bucket),
        S3Blobs(s3_client(), bucket),
        lambda key, content: s3.put_object(Bucket=drops, Key=key, Body=content, Tagging="team=ml"),
        tag,
    )


def test_a_version_is_found_with_its_size(there: Zone) -> None:
    dropped = there.dropped()
    assert dropped.size == 7
    assert there.zone.versions(Drop(dropped.key, dropped.version)) == [dropped]


def test_a_key_is_found_with_all_its_versions_and_no_longer_key(there: Zone) -> None:
    versions = {there.dropped("acme/batch/a"), there.dropped("acme/batch/a")}
    there.dropped("acme/batch/ab")
    assert set(there.zone.versions(Drop("acme/batch/a"))) == versions


def test_what_was_removed_is_not_found_nor_copied_nor_marked(there: Zone) -> None:
    dropped = there.dropped()
    for _ in range(2):
        there.zone.remove(dropped)
    assert there.zone.versions(Drop(dropped.key, dropped.version)) == []
    assert there.zone.versions(Drop(dropped.key)) == []
    assert there.zone.copy(dropped, "acme") is None
    there.zone.mark(dropped, Reason.EMPTY)
    there.zone.unmark(dropped)
    assert not there.zone.is_marked(dropped)


@pytest.mark.parametrize("value", ["true", "", "/v1/embeddings"])
def test_an_object_that_is_tagged_so_is_to_become_a_batch(there: Zone, value: str) -> None:
    dropped, other = there.dropped(), there.dropped()
    there.tag(dropped, {"team": "ml", "auto-batch": value})
    assert (there.zone.wants_batch(dropped), there.zone.wants_batch(other)) == (True, False)
    there.zone.mark(dropped, Reason.QUOTA_EXCEEDED)
    there.zone.unmark(dropped)
    assert there.zone.wants_batch(dropped)
    there.zone.remove(dropped)
    assert not there.zone.wants_batch(dropped)


def test_an_object_that_is_tagged_not_to_be_one_is_none(there: Zone) -> None:
    dropped = there.dropped()
    there.tag(dropped, {"auto-batch": "false"})
    assert not there.zone.wants_batch(dropped)


def test_removing_a_version_leaves_the_others(there: Zone) -> None:
    first, second = there.dropped(), there.dropped()
    there.zone.remove(second)
    assert there.zone.versions(Drop(first.key)) == [first]


def test_a_copy_has_the_bytes_of_its_version(there: Zone) -> None:
    first = there.dropped(content=b"first")
    there.dropped(content=b"second")
    for _ in range(2):
        assert there.zone.copy(first, "acme")
    assert there.blobs.read(a_file(id=first.file_id)) == b"first"


def test_a_copy_is_told_with_its_digest_however_often_it_is_made(there: Zone, request: Any) -> None:
    if STACK in request.node.name:
        pytest.skip("MiniStack has no checksum of a copy, for which its ETag stands")
    dropped = there.dropped(content=b"first")
    for _ in range(2):
        assert there.zone.copy(dropped, "acme") == f"sha256:{sha256(b'first').hexdigest()}"


def test_a_mark_comes_and_goes(there: Zone) -> None:
    dropped, other = there.dropped(), there.dropped()
    for reason in (Reason.EMPTY, Reason.BAD_KEY):
        there.zone.mark(dropped, reason)
        assert (there.zone.is_marked(dropped), there.zone.is_marked(other)) == (True, False)
    for _ in range(2):
        there.zone.unmark(dropped)
    assert not there.zone.is_marked(dropped)


def test_all_are_walked_through_in_the_order_of_their_keys_from_any_key_on(there: Zone) -> None:
    dropped = [there.dropped(key) for key in ("b/x/1", "a/x/1", "c/x/1")]
    assert [each.key for each in there.zone.all(None)] == ["a/x/1", "b/x/1", "c/x/1"]
    assert list(there.zone.all("a/x/1")) == [dropped[0], dropped[2]]
