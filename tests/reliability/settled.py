"""What must hold of drops, checks, purges and events when all has come to rest; a sentence for whatever breaks it."""

from collections.abc import Iterable, Iterator

from filegate.domain.drops import DroppedObject
from tests.functions.calls import Event
from tests.reliability.invariants import files, object_key
from tests.reliability.stores import items, live_object, versions


def wrongly_ingested(every: Iterable[DroppedObject]) -> list[str]:
    """Each version that was ever dropped is one file and gone, or one rejection and still there."""
    ids = [item["SK"][2:] for item in items() if item["SK"].startswith(("F#", "T#"))]
    rejected = [item["SK"][2:] for item in items() if item["PK"].startswith("D#")]
    left = {(each.key, each.version) for each in versions("drop")}
    found = {each: (ids.count(each.file_id), rejected.count(each.file_id)) for each in every}
    return [
        f"{each.key} {each.version} is {made} files and {refused} rejections, and {'there' if there else 'gone'}"
        for each, (made, refused) in found.items()
        if (made, refused, there := (each.key, each.version) in left) not in {(1, 0, False), (0, 1, True)}
    ]


def unchecked() -> list[str]:
    return [f"{item['SK']} is still uploaded" for item in files(items()) if item.get("status") == "uploaded"]


def unpurged(now: int) -> list[str]:
    """Tombstones that are due have lost their bytes."""
    stones = [item for item in items() if item["SK"].startswith("T#")]
    due = [item for item in stones if item.get("purge_at", item.get("expires_at", 0)) <= now]
    return [f"{item['SK']} is due and has bytes" for item in due if live_object(object_key(item))]


def untold(sent: Iterable[Event]) -> list[str]:
    """Of every file that is ready or has failed, and of every rejection, there is an event on the bus."""
    told = set(told_of(sent))
    ready = {f"file-{item['SK'][2:]}" for item in files(items())}
    rejected = {item["version"] for item in items() if item["PK"].startswith("D#")}
    return [f"nobody was told of {name}" for name in sorted((ready | rejected) - told)]


def told_of(sent: Iterable[Event]) -> Iterator[str]:
    """Files that are ready or have failed, and rejected versions, of which somebody was told."""
    for event in sent:
        kind, detail = event["detail-type"], event["detail"]
        if kind in {"File Ready", "File Failed"}:
            yield detail["file"]["id"]
        if kind == "File Rejected":
            yield detail["drop"]["version_id"]
