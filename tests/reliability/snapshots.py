"""The state of an account, kept to start from again, and told apart from others."""

from copy import copy, deepcopy
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Self

from moto.s3.utils import _VersionedKeyStore

from tests.reliability.stores import bucket_of, items, table, unfinished, versions

_RANDOM = {"deletion", "receipt", "runner"}
"""Attributes that differ from run to run and decide nothing that comes later."""


@dataclass(frozen=True)
class Snapshot:
    """Objects' contents are shared, as S3 never changes one."""

    items: Any
    keys: dict[str, list[Any]]
    uploads: dict[str, Any]

    @classmethod
    def taken(cls, bucket: str = "bytes") -> Self:
        found = bucket_of(bucket)
        keys = {key: list(each) for key, each in dict.items(found.keys)}
        return cls(deepcopy(table().items), keys, _copied(found.multiparts))

    def restore(self, bucket: str = "bytes") -> None:
        table().items = deepcopy(self.items)
        found = bucket_of(bucket)
        found.keys = _VersionedKeyStore()
        for key, each in self.keys.items():
            dict.__setitem__(found.keys, key, list(each))
        found.multiparts.clear()
        found.multiparts.update(_copied(self.uploads))


def fingerprint() -> str:
    """The same for states from which the same follows."""
    records = sorted(
        repr(sorted((name, value) for name, value in item.items() if name not in _RANDOM)) for item in items()
    )
    objects = sorted((each.key, sha256(each.content or b"").hexdigest(), each.content is None) for each in versions())
    return repr((records, objects, sorted(each.key for each in unfinished())))


def _copied(uploads: dict[str, Any]) -> dict[str, Any]:
    """Their lists of parts grow."""
    copies = {name: copy(each) for name, each in uploads.items()}
    for each in copies.values():
        each.parts, each.partlist = dict(each.parts), list(each.partlist)
    return copies
