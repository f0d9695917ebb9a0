"""Filegate for programs: files of any size, sent and fetched in parallel, and resumed after a crash.

    import filegate_client

    file = filegate_client.upload("large.jsonl", purpose="batch")
    filegate_client.download(file.id, to="copy.jsonl")

The deployment and the key come from OPENAI_BASE_URL and OPENAI_API_KEY, or from the arguments `base_url` and `api_key`,
which every function takes, as it takes `parallel`, the number of requests at once. Everything that goes wrong is a
`FilegateFailure`, or an OSError of this machine's own files.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Unpack

from filegate_client import downloading, files, uploading
from filegate_client.connection import Access, connected
from filegate_client.errors import (
    DigestMismatch,
    FileChanged,
    FilegateFailure,
    NotConfigured,
    Refused,
    Stopped,
    Unreachable,
)
from filegate_client.files import File, FileUrl
from filegate_client.local_file import LocalFile
from filegate_client.progress import Meter, OnProgress, Progress
from filegate_client.wishes import Wishes

__all__ = [
    "Access",
    "DigestMismatch",
    "File",
    "FileChanged",
    "FileUrl",
    "FilegateFailure",
    "NotConfigured",
    "OnProgress",
    "Progress",
    "Refused",
    "Stopped",
    "Unreachable",
    "delete_file",
    "download",
    "file_url",
    "get_file",
    "list_files",
    "upload",
]


def upload(
    path: str | os.PathLike[str],
    purpose: str,
    *,
    expires_after: int | None = None,
    on_progress: OnProgress | None = None,
    **access: Unpack[Access],
) -> File:
    """The stored file; `expires_after` is in seconds. Called again after a crash, it sends only what is missing.

    Up to 4 MiB go in one request; more goes in parts straight to S3. Raises Refused, Unreachable, FileChanged.
    """
    file = LocalFile.at(path)
    with connected(**access) as connection:
        return uploading.send(connection, file, Wishes(purpose, expires_after), Meter(file.size, on_progress))


def download(
    file_id: str,
    to: str | os.PathLike[str] | None = None,
    *,
    overwrite: bool = False,
    on_progress: OnProgress | None = None,
    **access: Unpack[Access],
) -> Path:
    """Where the file is now: at `to`, or under its own name in the folder `to`, or in the working directory.

    Until it is whole and its digest is right it is called NAME.part; called again after a crash, it fetches only what
    is missing. Raises Refused, Unreachable, DigestMismatch, and FilegateFailure where there is a file of that name.
    """
    with connected(**access) as connection:
        target = None if to is None else Path(to)
        return downloading.fetch(connection, file_id, target, overwrite=overwrite, on_progress=on_progress)


def list_files(purpose: str | None = None, *, limit: int | None = None, **access: Unpack[Access]) -> Iterator[File]:
    """Newest first; all of them without a limit. Pages are fetched as they are needed."""
    with connected(**access) as connection:
        yield from files.every(connection, purpose, limit)


def get_file(file_id: str, **access: Unpack[Access]) -> File:
    with connected(**access) as connection:
        return files.get(connection, file_id)


def file_url(file_id: str, *, expiry: int | None = None, **access: Unpack[Access]) -> FileUrl:
    """A URL that needs no key, for `expiry` seconds."""
    with connected(**access) as connection:
        return files.url_of(connection, file_id, expiry)


def delete_file(file_id: str, **access: Unpack[Access]) -> None:
    with connected(**access) as connection:
        files.delete(connection, file_id)
