"""How tests of the functions call those of uploads."""

import json
from typing import Any

import boto3
import requests

from tests.functions.calls import Event, Read, call, sample, with_body

JSON = "application/json"
OF_AN_UPLOAD = [
    "add_upload_part",
    "cancel_upload",
    "complete_upload",
    "create_part_urls",
    "get_upload",
    "list_upload_parts",
]


def json_event(function: str, body: Any) -> Event:
    return on(function, with_body(json.dumps(body).encode(), JSON))


def on(function: str, event: Event) -> Event:
    """The body and the headers of that event, for another function."""
    return sample(function) | {name: event[name] for name in ("body", "isBase64Encoded", "headers")}


def of_upload(event: Event, upload_id: str) -> Event:
    return event | {"pathParameters": {"upload_id": upload_id}}


def opened(size: int, **fields: Any) -> str:
    """The id of a new session."""
    body = {"filename": "a.jsonl", "purpose": "batch", "bytes": size, "mime_type": "application/jsonl"} | fields
    made: str = call("create_upload", json_event("create_upload", body)).json["id"]
    return made


def part_event(content: bytes, field: str = "data") -> Event:
    head = f'--limit\r\nContent-Disposition: form-data; name="{field}"; filename="upload"\r\n\r\n'.encode()
    return on("add_upload_part", with_body(head + content + b"\r\n--limit--\r\n"))


def add(upload_id: str, content: bytes) -> Read:
    return call("add_upload_part", of_upload(part_event(content), upload_id))


def added(upload_id: str, content: bytes) -> str:
    """The id of a new part."""
    made: str = add(upload_id, content).json["id"]
    return made


def complete(upload_id: str, *part_ids: str, **more: Any) -> Read:
    event = json_event("complete_upload", {"part_ids": list(part_ids)} | more)
    return call("complete_upload", of_upload(event, upload_id))


def cancel(upload_id: str) -> Read:
    return call("cancel_upload", of_upload(sample("cancel_upload"), upload_id))


def addresses(upload_id: str, *numbers: int) -> Read:
    event = json_event("create_part_urls", {"part_numbers": list(numbers)})
    return call("create_part_urls", of_upload(event, upload_id))


def sent(upload_id: str, *contents: bytes) -> list[str]:
    """The ids of the presigned parts with these contents, which a client has sent to S3 by their addresses alone."""
    answered = addresses(upload_id, *range(1, len(contents) + 1)).json["data"]
    for each, content in zip(answered, contents, strict=True):
        requests.put(each["url"], data=content, timeout=5).raise_for_status()
    return [each["part_id"] for each in answered]


def arrived(upload_id: str, **query: str) -> Read:
    values = {name: [value] for name, value in query.items()}
    event = of_upload(sample("list_upload_parts"), upload_id) | {"multiValueQueryStringParameters": values}
    return call("list_upload_parts", event)


def content_of(file_id: str) -> bytes:
    key = f"files/acme/{file_id.removeprefix('file-')}"
    return boto3.client("s3").get_object(Bucket="bytes", Key=key)["Body"].read()


def left_in_s3() -> list[str]:
    """The keys of all versions, delete markers and unfinished multipart uploads."""
    s3 = boto3.client("s3")
    versions, unfinished = s3.list_object_versions(Bucket="bytes"), s3.list_multipart_uploads(Bucket="bytes")
    found = versions.get("Versions", []) + versions.get("DeleteMarkers", []) + unfinished.get("Uploads", [])
    return [each["Key"] for each in found]


def usage() -> dict[str, int]:
    """All counters but the one of changes."""
    key = {"PK": {"S": "P#acme"}, "SK": {"S": "USAGE"}}
    item = boto3.client("dynamodb").get_item(TableName="files", Key=key)["Item"]
    return {name: int(value["N"]) for name, value in item.items() if "N" in value and name != "changes"}


class Context:
    """Lambda's, with that much time left."""

    def __init__(self, milliseconds: int = 240_000) -> None:
        self._milliseconds = milliseconds

    def get_remaining_time_in_millis(self) -> int:
        return self._milliseconds
