"""What must hold of table and bucket: at every moment, and when everything has come to rest.

Each rule answers with a sentence for whatever breaks it.
"""

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from tests.reliability.account import scheduled
from tests.reliability.stores import Object, items, live_object, unfinished, versions

_OPEN = {"pending", "completing"}

Item = dict[str, Any]


def broken_now(uncounted: Sequence[Item] = ()) -> list[str]:
    """At every moment, also in the middle of whatever broke off.

    `uncounted` are records that DynamoDB itself has removed, of which the stream has not told the function yet.
    """
    found = items()
    usage = _wrong_usage([*found, *uncounted])
    return [*_files_not_whole(found), *_parts_not_whole(found), *usage, *_doubled_uploads(found)]


def broken_at_rest(*, leaves_bytes: bool = False) -> list[str]:
    """When time has passed and everything that time starts has run. With `leaves_bytes` only the sweep could find all
    that a crash has left; without a sweep they may stay.
    """
    found = items()
    stray = [] if leaves_bytes and "sweep_store" not in scheduled() else [*_nobodys(found), *_unfinished()]
    return [*broken_now(), *_unended(found), *_left_by_sessions(found), *stray]


def files(found: list[Item]) -> list[Item]:
    """The records of the files that show, or would if they had not expired."""
    return [item for item in found if item["SK"].startswith("F#")]


def uploads(found: list[Item]) -> list[Item]:
    return [item for item in found if item["SK"].startswith("U#") and item["SK"].count("#") == 1]


def parts(found: list[Item]) -> list[Item]:
    return [item for item in found if item["SK"].startswith("U#") and item["SK"].count("#") == 2]


def object_key(item: Item) -> str:
    """Where the bytes of a file, a tombstone or a part are."""
    project, path = item["PK"].removeprefix("P#"), item["SK"][2:].replace("#", "/")
    return f"{'parts' if item['SK'].startswith('U#') else 'files'}/{project}/{path}"


def _files_not_whole(found: list[Item]) -> Iterator[str]:
    for item in files(found):
        stored = live_object(object_key(item))
        if stored is None or stored.content is None:
            yield f"{item['SK']} shows and has no bytes"
        elif len(stored.content) != item["size"] or not _is_of(item["digest"], stored):
            yield f"{item['SK']} shows and has other bytes than its record says"


def _is_of(digest: str, stored: Object) -> bool:
    kind, _, value = digest.partition(":")
    if kind == "sha256":
        return hashlib.sha256(stored.content or b"").hexdigest() == value
    return kind != "md5-of-parts" or value.endswith(stored.etag)


def _parts_not_whole(found: list[Item]) -> Iterator[str]:
    alive = {item["SK"] for item in uploads(found) if item["status"] in _OPEN}
    for item in parts(found):
        stored = live_object(object_key(item), version=item.get("receipt", ""))
        whole = stored is not None and len(stored.content or b"") == item["size"]
        if item["SK"].rpartition("#")[0] in alive and not whole:
            yield f"{item['SK']} is recorded for an open session and is not there"


def _wrong_usage(found: list[Item]) -> Iterator[str]:
    for usage in [item for item in found if item["SK"] == "USAGE"]:
        ours = [item for item in found if item["PK"] == usage["PK"]]
        shown, reserved = files(ours), [item for item in uploads(ours) if item["status"] in _OPEN]
        sums = {
            "file_count": len(shown),
            "byte_count": sum(item["size"] for item in shown),
            "files_held": len(shown) + len(reserved),
            "bytes_held": sum(item["size"] for item in shown + reserved),
        }
        counted = {name: usage[name] for name in sums}
        if counted != sums:
            yield f"usage says {counted}, and there is {sums}"
        purposes = Counter(item["purpose"] for item in shown)
        if Counter({name: int(count) for name, count in usage["purposes"].items()}) != purposes:
            yield f"usage counts {usage['purposes']}, and there is {purposes}"


def _doubled_uploads(found: list[Item]) -> Iterator[str]:
    """A file made of an upload has the id under which the session was completed, and there is one session for it."""
    made = Counter(item["joining"] for item in uploads(found) if item["status"] == "completed")
    yield from (f"{count} sessions were completed as file {file_id}" for file_id, count in made.items() if count > 1)
    for item in uploads(found):
        if item["status"] == "completed" and "file" not in item:
            yield f"{item['SK']} is completed without a file"


def _unended(found: list[Item]) -> Iterator[str]:
    yield from (f"{item['SK']} is still {item['status']}" for item in uploads(found) if item["status"] in _OPEN)


def _left_by_sessions(found: list[Item]) -> Iterator[str]:
    yield from (f"{item['SK']} is still recorded" for item in parts(found))
    joined = {f"files/{item['PK'].removeprefix('P#')}/{item.get('joining')}": item for item in uploads(found)}
    for each in versions():
        if each.key in joined and joined[each.key]["status"] != "completed":
            yield f"{each.key} was left by a joining that came to nothing"


def _unfinished() -> Iterator[str]:
    yield from (f"a multipart upload for {each.key} is unfinished" for each in unfinished())


def _nobodys(found: list[Item]) -> Iterator[str]:
    """Bytes that no record names, and that show: what the sweep finds it hides behind a delete marker."""
    named = {object_key(item) for item in found if item["SK"].startswith(("F#", "T#"))}
    # The bucket's lifecycle rule removes the pieces of batches.
    strange = {each.key for each in versions() if each.key not in named and not each.key.startswith("batches/")}
    seen = {key for key in strange if live_object(key)}
    yield from (f"{key} is nobody's" for key in sorted(seen))
