"""How tests of the functions call those of uploads."""

import json
from typing import Any

from tests.functions.calls import Event, Read, call, sample, with_body

JSON = "application/json"


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


class Context:
    """Lambda's, with that much time left."""

    def __init__(self, milliseconds: int = 240_000) -> None:
        self._milliseconds = milliseconds

    def get_remaining_time_in_millis(self) -> int:
        return self._milliseconds
