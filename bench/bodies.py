"""Bodies of requests, as API Gateway hands them on."""

from __future__ import annotations

import json
from base64 import b64encode
from typing import Any

Event = dict[str, Any]
KIB, MIB = 1_024, 1_048_576
BOUNDARY = "bench"
CHAT = "/v1/chat/completions"


def with_form(event: Event, field: str, content: bytes, **texts: str) -> Event:
    """The event with a form of a file in `field` and of the texts."""
    headers = event["headers"] | {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}
    return event | {"headers": headers, "body": encoded(form(field, content, **texts)), "isBase64Encoded": True}


def form(field: str, content: bytes, **texts: str) -> bytes:
    """A body of multipart/form-data with BOUNDARY: the texts, and a file in `field`."""
    fields = b"".join(_part(name, value.encode()) for name, value in texts.items())
    return fields + _part(f'{field}"; filename="lines.jsonl', content) + f"--{BOUNDARY}--\r\n".encode()


def with_json(event: Event, body: object) -> Event:
    return event | {"body": encoded(json.dumps(body).encode()), "isBase64Encoded": True}


def batch_lines(size: int) -> bytes:
    """A batch file of almost this size, as such files are."""
    lines: list[bytes] = []
    length = 0
    while length < size - KIB // 2:
        line = _line(len(lines))
        lines.append(line)
        length += len(line) + 1
    return b"\n".join(lines)


def encoded(body: bytes) -> str:
    return b64encode(body).decode()


def _part(name: str, content: bytes) -> bytes:
    return f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'.encode() + content + b"\r\n"


def _line(number: int) -> bytes:
    messages = [{"role": "user", "content": "What is the following text about? " + "It goes on. " * 20}]
    body = {"model": "gpt-4o-mini", "messages": messages, "max_tokens": 1000}
    request = {"custom_id": f"request-{number}", "method": "POST", "url": CHAT, "body": body}
    return json.dumps(request).encode()
