"""DynamoDB's typed attribute values, and the keys of every item in the table.

Item               PK                   SK                  Attributes
file               P#<project>          F#<id>              name size digest created_at status purpose
                                                            [status_details] [expires_at expiry_shard ttl]
                                                            purpose_key [auto_batch]
tombstone          P#<project>          T#<id>              file{} reason deleted_at deletion expires_at
                                                            [purging_at] expiry_shard until purged, then
                                                            purged_at ttl
usage              P#<project>          USAGE               file_count byte_count files_held bytes_held
                                                            files_left bytes_left [changes]
                                                            purposes{purpose: file count}
upload             P#<project>          U#<id>              name purpose size created_at expires_at status room
                                                            [lifetime] [joining joining_until joinings] [file{}]
                                                            [handle]
                                                            expiry_shard until cleared up, then ttl
part of an upload  P#<project>          U#<upload>#<id>     size created_at receipt
batch              P#<project>          B#<id>              endpoint input_file_id status created_at expires_at
                                                            reached{status: moment} heard_at chunks [metadata{}]
                                                            [output_lifetime] [model] [output_id error_id];
                                                            planned: line_count progress{chunk: c f r u};
                                                            ended: faults[] | completed failed usage{} files[];
                                                            expiry_shard until it has ended
project            PROJECTS             P#<project>         created_at
key, by project    P#<project>          K#<key id>          name digest created_at [revoked_at]
                                                            [requests_per_minute]
key, by digest     K#<sha256>           KEY                 project key_id name created_at [revoked_at]
                                                            [requests_per_minute]
idempotency key    I#<project>#<sha256> CLAIM               fingerprint file_id runner running_until ttl [answer{}]
sweep              SWEEP                STATE               runner running_until [reached]
rate window        R#<key id>#<window>  RATE                hits ttl
rejection of a     D#<id>               R#<id>              purpose_key (DROPS) bucket object_key version size
 dropped object                                             dropped_at reason rejected_at ttl
                                                            [runner running_until] while it is held
sweep of drops     DROPS                SWEEP               began before [after]

Index by_purpose: purpose_key (P#<project>#<purpose> for a file), SK. Index by_expiry: expiry_shard (E#<last digit of
id> for a file that expires, T#<last digit> for a tombstone that is not purged, whose `expires_at` is the moment to
purge it, U#<last digit> for an upload that is not cleared up after, B#<last digit> for a batch that has not ended),
expires_at. Quota = held + left, so that one condition on `left` keeps it; `left` is negative where the quota was set
below what is held. Moments are unix seconds, sizes bytes. `changes` numbers the writes of the usage item. DynamoDB
itself removes items some time after their `ttl`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from filegate.domain.files import FileStatus, StoredFile

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.type_defs import AttributeValueTypeDef

Item: TypeAlias = "dict[str, AttributeValueTypeDef]"

EXPIRY_GRACE_SECONDS = 86_400
"""Expired files are ended by expire_files, within minutes. Only where that has not run for a day, DynamoDB does it."""

_NUMBERS = ("size", "created_at", "expires_at")
_TEXTS = ("name", "purpose", "digest", "status", "status_details")
_OF_THE_CHECK = frozenset({"status", "status_details"})


def text(value: str) -> AttributeValueTypeDef:
    return {"S": value}


def number(value: int) -> AttributeValueTypeDef:
    return {"N": str(value)}


def partition(project: str) -> AttributeValueTypeDef:
    return text(f"P#{project}")


def item_key(project: str, sort_key: str) -> Item:
    return {"PK": partition(project), "SK": text(sort_key)}


def purpose_key(project: str, purpose: str) -> AttributeValueTypeDef:
    return text(f"P#{project}#{purpose}")


def record_of(file: StoredFile) -> Item:
    """The attributes of a file, without keys, as its item has them and its tombstone holds them."""
    texts = {name: text(value) for name in _TEXTS if (value := getattr(file, name)) is not None}
    numbers = {name: number(value) for name in _NUMBERS if (value := getattr(file, name)) is not None}
    return {**texts, **numbers} | ({"auto_batch": {"BOOL": True}} if file.auto_batch else {})


def file_item(file: StoredFile) -> Item:
    """The whole item of a living file, with the keys that put it into the indexes."""
    item = item_key(file.project, f"F#{file.id}") | record_of(file)
    item["purpose_key"] = purpose_key(file.project, file.purpose)
    if file.expires_at is not None:
        item["expiry_shard"] = text(f"E#{file.id[-1]}")
        item["ttl"] = number(file.expires_at + EXPIRY_GRACE_SECONDS)
    return item


def same_file(found: Item | None, item: Item) -> bool:
    """Whether both are of one file, which may have been checked between them."""
    if found is None:
        return False
    return all(found.get(name) == item.get(name) for name in (found.keys() | item.keys()) - _OF_THE_CHECK)


def file_of(item: Item) -> StoredFile:
    """The file that its item holds."""
    fields: dict[str, Any] = {name: item[name]["S"] for name in _TEXTS if name in item}
    fields |= {name: int(item[name]["N"]) for name in _NUMBERS if name in item}
    fields["status"] = FileStatus(fields["status"])
    fields["auto_batch"] = "auto_batch" in item
    return StoredFile(id=item["SK"]["S"][2:], project=item["PK"]["S"][2:], **fields)
