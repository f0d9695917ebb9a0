"""Sends the parts of a file straight to S3, several at once, but for those that are there already."""

from base64 import b64encode
from collections.abc import Iterator, Mapping

from filegate_client.answers import check_storage
from filegate_client.connection import Connection, broken_connections_are_temporary
from filegate_client.errors import Refused
from filegate_client.local_file import LocalFile
from filegate_client.part_urls import PartUrls, Piece
from filegate_client.progress import Meter
from filegate_client.retries import persistently
from filegate_client.sessions import ArrivedPart
from filegate_client.workers import all_at_once

_OTHER_BYTES = "BadDigest"


class PartSending:
    """A part is read twice, for its MD5 and then for S3, as S3 wants the MD5 first and a part may not fit in memory.

    S3 compares the two, so a part is there only if it was the same both times.
    """

    def __init__(
        self, connection: Connection, file: LocalFile, urls: PartUrls, arrived: Mapping[int, ArrivedPart], meter: Meter
    ) -> None:
        """`arrived` is what an interrupted run has sent, by number."""
        self._connection = connection
        self._stop = connection.stop
        self._file = file
        self._urls = urls
        self._arrived = arrived
        self._meter = meter

    def send_all(self) -> list[str]:
        """The ids of all parts in their order. Raises Refused, Unreachable, FileChanged."""
        pieces = self._urls.pieces()
        all_at_once(self._send, pieces, workers=self._connection.parallel, stop=self._stop)
        return [self._id(piece.number) for piece in pieces]

    def _send(self, piece: Piece) -> None:
        md5 = self._file.md5(piece.offset, piece.size, self._stop)
        there = self._arrived.get(piece.number)
        if there and (there.bytes, there.md5) == (piece.size, md5.hex()):
            self._meter.keep(piece.size)
            return

        def attempt(number: int) -> None:
            url = self._urls.renewed(piece.number) if number else self._urls.url(piece.number)
            self._put(url, piece, md5)

        persistently(attempt, self._stop)

    def _put(self, url: str, piece: Piece, md5: bytes) -> None:
        sending = _Sending(self._file.piece(piece.offset, piece.size, self._stop), self._meter)
        headers = {"Content-Length": str(piece.size), "Content-MD5": b64encode(md5).decode()}
        try:
            with broken_connections_are_temporary(url):
                response = self._connection.storage.put(url, content=sending, headers=headers)
            check_storage(response)
        except BaseException as error:
            sending.take_back()
            if isinstance(error, Refused) and error.code == _OTHER_BYTES:
                self._file.check_unchanged()
            raise

    def _id(self, number: int) -> str:
        there = self._arrived.get(number)
        return there.id if there else self._urls.id(number)


class _Sending:
    """Bytes on their way, counted."""

    def __init__(self, chunks: Iterator[bytes], meter: Meter) -> None:
        self._chunks = chunks
        self._meter = meter
        self._sent = 0

    def __iter__(self) -> Iterator[bytes]:
        for chunk in self._chunks:
            yield chunk
            self._sent += len(chunk)
            self._meter.add(len(chunk))

    def take_back(self) -> None:
        self._meter.add(-self._sent)
