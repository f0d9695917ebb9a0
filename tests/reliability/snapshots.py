"""The state of an account, kept to start from again, and told apart from others."""

from copy import copy, deepcopy
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Self

from moto.s3.utils import _VersionedKeyStore

from tests.reliability.stores import BUCKETS, bucket_of, items, table, tags, unfinished, versions

_RANDOM = {"deletion", "receipt", "runner", "rejected_at", "purging_at", "purged_at", "ttl"}
"""Attributes that differ from run to run and decide nothing that comes in the next days."""


@dataclass(frozen=True)
class Snapshot:
    """Objects' contents are shared, as S3 never changes one."""

    items: Any
    tags: Any
    keys: dict[str, dict[str, list[Any]]]
    uploads: dict[str, dict[str, Any]]

    @classmethod
    def taken(cls) -> Self:
        keys = {name: {key: list(each) for key, each in dict.items(bucket_of(name).keys)} for name in BUCKETS}
        uploads = {name: _copied(bucket_of(name).multiparts) for name in BUCKETS}
        return cls(deepcopy(table().items), deepcopy(tags()), keys, uploads)

    def restore(self) -> None:
        table().items = deepcopy(self.items)
        tags().clear()
        tags().update(deepcopy(self.tags))
        for name in BUCKETS:
            found = bucket_of(name)
            found.keys = _VersionedKeyStore()
            for key, each in self.keys[name].items():
                dict.__setitem__(found.keys, key, list(each))
            found.multiparts.clear()
            found.multiparts.update(_copied(self.uploads[name]))


def fingerprint() -> str:
    """The same for states from which the same follows."""
    records = sorted(
        repr(sorted((name, value) for name, value in item.items() if name not in _RANDOM)) for item in items()
    )
    objects = sorted(
        (name, each.key, sha256(each.content or b"").hexdigest(), each.content is None)
        for name in BUCKETS
        for each in versions(name)
    )
    marks = sorted((place, sorted(each.items())) for place, each in tags().items() if each)
    return repr((records, objects, marks, sorted(each.key for each in unfinished())))


def _copied(uploads: dict[str, Any]) -> dict[str, Any]:
    """Their lists of parts grow."""
    copies = {name: copy(each) for name, each in uploads.items()}
    for each in copies.values():
        each.parts, each.partlist = dict(each.parts), list(each.partlist)
    return copies
