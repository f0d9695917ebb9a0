"""API Gateway's part of a request in this process: its route in template.yaml, and its event for the function.

Events are as REST APIs with Lambda proxy integrations make them: each body in base64 (the binary media types are
`*/*`), names of headers as the client spelled them, query decoded, path parameters as they were sent.
"""

from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

import httpx2

from tests import sam

STAGE = "v1"

Event = dict[str, Any]


@dataclass(frozen=True)
class Match:
    """A route of the template and what the path held in place of its parameters."""

    method: str
    resource: str
    folder: str
    parameters: dict[str, str]

    @property
    def is_open(self) -> bool:
        return (self.method, self.resource) in sam.open_routes()


def match(request: httpx2.Request) -> Match | None:
    stage, _, rest = _path(request).removeprefix("/").partition("/")
    given = rest.split("/")
    for (method, resource), folder in sam.routes().items():
        parameters = _parameters(resource.removeprefix("/").split("/"), given)
        if stage == STAGE and method == request.method and parameters is not None:
            return Match(method, resource, folder, parameters)
    return None


def proxy_event(request: httpx2.Request, matched: Match, request_id: str) -> Event:
    """Without what the authorizer adds to it."""
    body, path = request.read(), _path(request)
    headers = [*_sent_headers(request), ("X-Forwarded-For", "203.0.113.7"), ("X-Forwarded-Proto", "https")]
    query = parse_qsl(request.url.query.decode(), keep_blank_values=True)
    return {
        "resource": matched.resource,
        "path": path.removeprefix(f"/{STAGE}"),
        "httpMethod": request.method,
        "headers": dict(headers),
        "multiValueHeaders": _grouped(headers),
        "queryStringParameters": dict(query) or None,
        "multiValueQueryStringParameters": _grouped(query) or None,
        "pathParameters": matched.parameters or None,
        "stageVariables": None,
        "body": b64encode(body).decode() if body else None,
        "isBase64Encoded": bool(body),
        "requestContext": {
            "requestId": request_id,
            "resourcePath": matched.resource,
            "path": path,
            "httpMethod": request.method,
            "stage": STAGE,
            "protocol": "HTTP/1.1",
            "identity": {"sourceIp": "203.0.113.7"},
        },
    }


def _path(request: httpx2.Request) -> str:
    return request.url.raw_path.partition(b"?")[0].decode()


def _parameters(wanted: list[str], given: list[str]) -> dict[str, str] | None:
    if len(wanted) != len(given):
        return None
    pairs = list(zip(wanted, given, strict=True))
    if not all(segment and (name.startswith("{") or name == segment) for name, segment in pairs):
        return None
    return {name.strip("{}"): segment for name, segment in pairs if name.startswith("{")}


def _sent_headers(request: httpx2.Request) -> Iterator[tuple[str, str]]:
    """All but what belongs to the connection."""
    for name, value in request.headers.raw:
        if name.lower() not in {b"connection", b"content-length", b"transfer-encoding"}:
            yield name.decode(), value.decode("latin-1")


def _grouped(pairs: list[tuple[str, str]]) -> dict[str, list[str]]:
    groups: dict[str, list[str]] = {}
    for name, value in pairs:
        groups.setdefault(name, []).append(value)
    return groups
