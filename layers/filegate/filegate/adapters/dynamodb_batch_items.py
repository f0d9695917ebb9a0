"""Batches as DynamoDB items, and back (layout: dynamodb_items)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from filegate.adapters.dynamodb_items import Item, item_key, number, text
from filegate.domain.batches import Batch, BatchStatus, Counts, Fault, TokenUsage

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mypy_boto3_dynamodb.type_defs import AttributeValueTypeDef

SHARDS = [f"B#{digit:x}" for digit in range(16)]

_TEXTS = ("endpoint", "input_file_id", "status", "model", "output_id", "error_id")
_NUMBERS = ("created_at", "expires_at", "output_lifetime", "heard_at", "chunks")
_TOKENS = ("input", "cached", "output", "reasoning")


def batch_key(project: str, batch_id: str) -> Item:
    return item_key(project, f"B#{batch_id}")


def batch_item(batch: Batch) -> Item:
    """A new batch. The keys of the index stay in it until it ends."""
    texts = {name: text(value) for name in _TEXTS if (value := getattr(batch, name)) is not None}
    numbers = {name: number(value) for name in _NUMBERS if (value := getattr(batch, name)) is not None}
    item = batch_key(batch.project, batch.id) | texts | numbers | {"reached": {"M": {}}}
    if batch.metadata is not None:
        item["metadata"] = {"M": {name: text(value) for name, value in batch.metadata.items()}}
    return item | {"expiry_shard": text(f"B#{batch.id[-1]}")}


def batch_of(item: Item) -> Batch:
    fields: dict[str, Any] = {name: item[name]["S"] for name in _TEXTS if name in item}
    fields |= {name: int(item[name]["N"]) for name in _NUMBERS if name in item}
    fields["status"] = BatchStatus(fields["status"])
    if "metadata" in item:
        fields["metadata"] = {name: value["S"] for name, value in item["metadata"]["M"].items()}
    if "usage" in item:
        fields["usage"] = TokenUsage(*(_number(item["usage"]["M"], name) for name in _TOKENS))
    return Batch(
        id=item["SK"]["S"].removeprefix("B#"),
        project=item["PK"]["S"].removeprefix("P#"),
        counts=_counts(item),
        faults=tuple(_fault(each["M"]) for each in item.get("faults", {"L": []})["L"]),
        reached={BatchStatus(name): int(value["N"]) for name, value in item["reached"]["M"].items()},
        files=tuple(each["S"] for each in item.get("files", {"L": []})["L"]),
        **fields,
    )


def progress_of(chunks: int) -> AttributeValueTypeDef:
    """Of each chunk: completed and failed lines, its runner, and until when that holds it."""
    nothing = {"c": number(0), "f": number(0), "r": text("-"), "u": number(0)}
    return {"M": {str(chunk): {"M": nothing} for chunk in range(chunks)}}


def faults_of(faults: Sequence[Fault]) -> AttributeValueTypeDef:
    return {"L": [{"M": _fault_item(fault)} for fault in faults]}


def usage_of(usage: TokenUsage) -> AttributeValueTypeDef:
    return {"M": {name: number(getattr(usage, name)) for name in _TOKENS}}


def _counts(item: Item) -> Counts:
    """Once it has ended they stand in it, and before, they are what its chunks have come to."""
    if "completed" in item:
        return Counts(_number(item, "line_count"), _number(item, "completed"), _number(item, "failed"))
    chunks = [each["M"] for each in item.get("progress", {"M": {}})["M"].values()]
    return Counts(
        _number(item, "line_count"),
        sum(_number(each, "c") for each in chunks),
        sum(_number(each, "f") for each in chunks),
    )


def _fault_item(fault: Fault) -> Item:
    item = {"code": text(fault.code), "message": text(fault.message)}
    if fault.line is not None:
        item["line"] = number(fault.line)
    if fault.param is not None:
        item["param"] = text(fault.param)
    return item


def _fault(item: Mapping[str, Any]) -> Fault:
    line = int(item["line"]["N"]) if "line" in item else None
    return Fault(item["code"]["S"], item["message"]["S"], line, item["param"]["S"] if "param" in item else None)


def _number(item: Mapping[str, Any], name: str) -> int:
    return int(item[name]["N"]) if name in item else 0
