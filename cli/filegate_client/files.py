"""Files of the project: list, show, link, delete."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from filegate_client.connection import Connection

LARGEST_PAGE = 1_000
"""What every contract gives."""


@dataclass(frozen=True)
class File:
    """A stored file. Moments are unix seconds; `document` is the server's own object, with whatever else it says."""

    id: str
    bytes: int
    created_at: int
    filename: str
    purpose: str
    status: str
    expires_at: int | None
    document: Mapping[str, Any] = field(repr=False, compare=False)


@dataclass(frozen=True)
class FileUrl:
    """A presigned URL, good until `expires_at` for whoever has it. `digest` tells its kind before a colon."""

    url: str
    expires_at: int
    bytes: int
    digest: str


def file_of(document: Mapping[str, Any]) -> File:
    names = ("id", "bytes", "created_at", "filename", "purpose", "status")
    return File(**{name: document[name] for name in names}, expires_at=document.get("expires_at"), document=document)


def path_of(file_id: str, more: str = "") -> str:
    return f"/files/{quote(file_id, safe='')}{more}"


def get(connection: Connection, file_id: str) -> File:
    return file_of(connection.ask("GET", path_of(file_id)))


def url_of(connection: Connection, file_id: str, expiry: int | None = None) -> FileUrl:
    """`expiry` is in seconds; the deployment's own default without it."""
    params = {} if expiry is None else {"expiry": expiry}
    said = connection.ask("GET", path_of(file_id, "/url"), params=params)
    return FileUrl(said["url"], said["expires_at"], said["bytes"], said["digest"])


def delete(connection: Connection, file_id: str) -> None:
    connection.ask("DELETE", path_of(file_id))


def every(connection: Connection, purpose: str | None = None, limit: int | None = None) -> Iterator[File]:
    """Newest first, page after page, up to `limit` files."""
    left, after = limit, None
    while left is None or left > 0:
        params = {
            "limit": LARGEST_PAGE if left is None else min(left, LARGEST_PAGE),
            **({"purpose": purpose} if purpose is not None else {}),
            **({"after": after} if after is not None else {}),
        }
        page = connection.ask("GET", "/files", params=params)
        yield from map(file_of, page["data"])
        # A contract without has_more ends with an empty page.
        if not page["data"] or not page.get("has_more", True):
            return
        after = page["data"][-1]["id"]
        left = None if left is None else left - len(page["data"])
