"""The bytes of a stored file, read straight from S3."""

from collections.abc import Callable
from threading import Lock

import httpx2

from filegate_client import files
from filegate_client.answers import check_storage
from filegate_client.connection import Connection, broken_connections_are_temporary
from filegate_client.errors import Unreachable
from filegate_client.files import FileUrl
from filegate_client.retries import Temporary, persistently
from filegate_client.workers import go_on

CHUNK = 262_144
_PARTIAL_CONTENT = 206

Sink = Callable[[bytes], None]


class Source:
    """Safe to use by many threads. Its URL ends after some minutes, and is asked for again then."""

    def __init__(self, connection: Connection, file_id: str) -> None:
        self._connection = connection
        self._file_id = file_id
        self._url: FileUrl = files.url_of(connection, file_id)
        self._lock = Lock()
        self.size, self.digest = self._url.bytes, self._url.digest

    def copy(self, start: int, end: int, sink: Sink) -> None:
        """Gives the bytes from `start` to before `end` to `sink`, in their order; after a break it goes on there."""
        position, used = start, self._url.url

        def take(chunk: bytes) -> None:
            nonlocal position
            sink(chunk)
            position += len(chunk)

        def attempt(number: int) -> None:
            nonlocal used
            used = self._renewed(used) if number else used
            self._read(used, position, end, take)
            if position < end:
                raise Temporary(Unreachable(f"Bytes {position}-{end - 1} did not come."))

        persistently(attempt, self._connection.stop)

    def _read(self, url: str, start: int, end: int, take: Sink) -> None:
        asked = f"bytes={start}-{end - 1}"
        with (
            broken_connections_are_temporary(url),
            self._connection.storage.stream("GET", url, headers={"Range": asked}) as response,
        ):
            check_storage(response)
            _check_range(response, start, end)
            for chunk in response.iter_raw(CHUNK):
                go_on(self._connection.stop)
                take(chunk)

    def _renewed(self, used: str) -> str:
        """A URL that is not the one that has failed; another thread may have asked for it already."""
        with self._lock:
            if self._url.url == used:
                self._url = files.url_of(self._connection, self._file_id)
            return self._url.url


def _check_range(response: httpx2.Response, start: int, end: int) -> None:
    """Raises Temporary: something between here and S3 has given other bytes than were asked for."""
    said = response.headers.get("content-range", "")
    if response.status_code != _PARTIAL_CONTENT or not said.startswith(f"bytes {start}-{end - 1}/"):
        raise Temporary(Unreachable(f"Bytes {start}-{end - 1} were asked for, but others came: {said or 'the whole'}."))
