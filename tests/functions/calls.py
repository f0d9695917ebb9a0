"""How tests of the functions call them: a sample event in, a read answer out."""

import importlib
import json
from base64 import b64decode, b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from botocore.client import BaseClient
from botocore.exceptions import ReadTimeoutError

from tests import sam

LIFETIME = "expires_after[seconds]"
ANCHOR = "expires_after[anchor]"

Event = dict[str, Any]


@dataclass(frozen=True)
class Read:
    """An answer as a client sees it."""

    status: int
    headers: dict[str, str]
    content: bytes

    @property
    def json(self) -> dict[str, Any]:
        parsed: dict[str, Any] = json.loads(self.content)
        return parsed

    @property
    def error(self) -> dict[str, Any]:
        parsed: dict[str, Any] = self.json["error"]
        return parsed


def sample(name: str) -> Event:
    """events/<name>.json"""
    event: Event = json.loads((sam.ROOT / "events" / f"{name}.json").read_text())
    return event


def invoke(function: str, event: Event) -> Any:
    return importlib.import_module(f"functions.{function}.app").handler(event, None)


def call(function: str, event: Event | None = None) -> Read:
    answer = invoke(function, event or sample(function))
    body = answer["body"]
    content = b64decode(body) if answer["isBase64Encoded"] else body.encode()
    return Read(answer["statusCode"], answer["headers"], content)


def call_with_id(function: str, file_id: str, event: Event | None = None) -> Read:
    event = event or sample(function)
    return call(function, event | {"pathParameters": {"file_id": file_id}})


def call_with_query(function: str, event: Event | None = None, **query: str) -> Read:
    values = {name: [value] for name, value in query.items()}
    return call(function, (event or sample(function)) | {"multiValueQueryStringParameters": values})


def creation(content: bytes = b"{}\n", *, name: str = "a.jsonl", **texts: str) -> Event:
    """An event that creates a file; `texts` are the other fields, and the purpose is batch unless given."""
    parts = [
        f'Content-Disposition: form-data; name="{field}"\r\n\r\n{value}'.encode() for field, value in texts.items()
    ]
    if "purpose" not in texts:
        parts.append(b'Content-Disposition: form-data; name="purpose"\r\n\r\nbatch')
    parts.append(f'Content-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'.encode() + content)
    return with_body(b"".join(b"--limit\r\n" + part + b"\r\n" for part in parts) + b"--limit--\r\n")


def with_body(body: bytes, content_type: str = "multipart/form-data; boundary=limit") -> Event:
    event = sample("create_file")
    event["headers"]["Content-Type"] = content_type
    return event | {"body": b64encode(body).decode(), "isBase64Encoded": True}


def create(content: bytes = b"{}\n", **fields: str) -> str:
    """The id of a new file."""
    made: str = call("create_file", creation(content, **fields)).json["id"]
    return made


def as_project(event: Event, project: str) -> Event:
    context = event["requestContext"]
    return event | {"requestContext": context | {"authorizer": {"project": project, "key_id": "key_other"}}}


@contextmanager
def aws_calls() -> Iterator[list[str]]:
    """The names of the operations that botocore sends while this is open."""
    made: list[str] = []
    real = BaseClient._make_api_call

    def counting(client: BaseClient, operation: str, parameters: Any) -> Any:
        made.append(operation)
        return real(client, operation, parameters)

    BaseClient._make_api_call = counting
    try:
        yield made
    finally:
        BaseClient._make_api_call = real


@contextmanager
def answers_lost(operation: str) -> Iterator[None]:
    """While this is open, calls of that operation take effect and nobody hears of it."""
    real = BaseClient._make_api_call

    def lose_the_answer(client: BaseClient, name: str, parameters: Any) -> Any:
        answer = real(client, name, parameters)
        if name == operation:
            raise ReadTimeoutError(endpoint_url="aws")
        return answer

    BaseClient._make_api_call = lose_the_answer
    try:
        yield
    finally:
        BaseClient._make_api_call = real
