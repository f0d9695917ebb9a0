"""What must hold of batches, at every moment and when all has come to rest; a sentence for whatever breaks it."""

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

from filegate.domain.batches import ENDED, OUTPUT_PURPOSE
from tests.reliability.invariants import files, object_key
from tests.reliability.stores import items, live_object

Item = dict[str, Any]
_PARTS = {"output": "output_id", "error": "error_id"}


def batches(found: list[Item]) -> list[Item]:
    return [item for item in found if item["SK"].startswith("B#")]


def broken_batches() -> list[str]:
    """At every moment."""
    found = items()
    return [sentence for batch in batches(found) for sentence in (*_wrong_end(batch, found), *_wrong_counts(batch))] + [
        *_nobodys_results(found)
    ]


def unended_batches() -> list[str]:
    """At rest."""
    return [f"{item['SK']} is still {item['status']}" for item in batches(items()) if item["status"] not in ENDED]


def _wrong_counts(batch: Item) -> Iterator[str]:
    """Progress counts no line twice."""
    chunks = batch.get("progress", {}).values()
    told = sum(each["c"] + each["f"] for each in chunks)
    if told > batch.get("line_count", 0):
        yield f"{batch['SK']} has {batch.get('line_count')} lines, and {told} of them are done"


def _wrong_end(batch: Item, found: list[Item]) -> Iterator[str]:
    if batch["status"] not in ENDED:
        if batch.get("files") or "expiry_shard" not in batch:
            yield f"{batch['SK']} is {batch['status']}, and has files already, or will not be found again"
        return
    if "expiry_shard" in batch:
        yield f"{batch['SK']} has ended and is found as if it had not"
    if batch["status"] != "failed":
        yield from _wrong_lines(batch, found)


def _wrong_lines(batch: Item, found: list[Item]) -> Iterator[str]:
    """Each line of the input is in one of the files, once, and the counts are theirs."""
    lines = {part: list(_lines(batch, part, found)) for part in _PARTS}
    wanted = Counter(_input(batch)) if batch.get("chunks") else Counter()
    both = Counter(lines["output"] + lines["error"])
    if both != wanted:
        yield f"{batch['SK']} has {dict(both)} in its files, and {dict(wanted)} in its input"
    told = batch.get("line_count", 0), batch["completed"], batch["failed"]
    if told != (sum(wanted.values()), len(lines["output"]), len(lines["error"])):
        yield f"{batch['SK']} tells {told} of { ({part: len(each) for part, each in lines.items()}) }"


def _lines(batch: Item, part: str, found: list[Item]) -> Iterator[str]:
    """The custom_ids in a file of the batch, if it has that file."""
    if part in batch["files"]:
        (record,) = [item for item in files(found) if item["SK"] == f"F#{batch[_PARTS[part]]}"]
        yield from _custom_ids(object_key(record))


def _input(batch: Item) -> Iterator[str]:
    yield from _custom_ids(f"files/{batch['PK'].removeprefix('P#')}/{batch['input_file_id']}")


def _custom_ids(key: str) -> Iterator[str]:
    stored = live_object(key)
    content = stored.content if stored else None
    yield from (json.loads(line)["custom_id"] for line in (content or b"").splitlines())


def _nobodys_results(found: list[Item]) -> Iterator[str]:
    """Every file of results is that of a batch that has ended."""
    named = {batch[_PARTS[part]] for batch in batches(found) for part in batch.get("files", [])}
    results = {item["SK"][2:] for item in files(found) if item["purpose"] == OUTPUT_PURPOSE}
    yield from (f"{file_id} has results of no batch" for file_id in sorted(results - named))
