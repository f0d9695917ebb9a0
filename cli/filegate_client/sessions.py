"""Upload sessions, as the deployment knows them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from filegate_client import files
from filegate_client.connection import Connection
from filegate_client.errors import Refused
from filegate_client.files import File, file_of
from filegate_client.local_file import LocalFile
from filegate_client.wishes import Wishes

_NOT_FOUND = 404


@dataclass(frozen=True)
class Session:
    """`file` is there once the session is completed."""

    id: str
    status: str
    bytes: int
    file: File | None


@dataclass(frozen=True)
class ArrivedPart:
    """What S3 has of one part; `md5` is in hexadecimal digits."""

    id: str
    number: int
    bytes: int
    md5: str


def begin(connection: Connection, file: LocalFile, wishes: Wishes) -> Session:
    described = {"filename": file.name, "bytes": file.size, "mime_type": file.mime_type}
    return _session_of(connection.ask("POST", "/uploads", json=described | wishes.document()))


def usable(connection: Connection, upload_id: str, size: int) -> Session | None:
    """The session, where it goes on or has made a file that still exists."""
    try:
        session = _session_of(connection.ask("GET", f"/uploads/{upload_id}"))
        if session.status == "completed" and session.file:
            files.get(connection, session.file.id)
    except Refused as refusal:
        if refusal.status != _NOT_FOUND:
            raise
        return None
    return session if session.status in ("pending", "completed") and session.bytes == size else None


def arrived(connection: Connection, upload_id: str) -> Iterator[ArrivedPart]:
    after: dict[str, Any] = {}
    while True:
        page = connection.ask("GET", f"/uploads/{upload_id}/parts", params=after)
        for part in page["data"]:
            yield ArrivedPart(part["id"], part["part_number"], part["bytes"], part["md5"])
        if not page["has_more"]:
            return
        after = {"after": page["last_id"]}


def complete(connection: Connection, upload_id: str, part_ids: Sequence[str]) -> File:
    completed = connection.ask("POST", f"/uploads/{upload_id}/complete", json={"part_ids": part_ids})
    return file_of(completed["file"])


def cancel(connection: Connection, upload_id: str) -> None:
    connection.ask("POST", f"/uploads/{upload_id}/cancel")


def _session_of(document: dict[str, Any]) -> Session:
    file = document.get("file")
    return Session(document["id"], document["status"], document["bytes"], file_of(file) if file else None)
