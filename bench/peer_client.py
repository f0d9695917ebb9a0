"""What a client of any of the servers does, with one kept connection a thread and nothing but the standard library."""

from __future__ import annotations

import json
from http import HTTPStatus
from http.client import HTTPConnection, HTTPResponse, RemoteDisconnected
from threading import local
from typing import Any
from urllib.parse import urlsplit

from bench.bodies import BOUNDARY, form
from local.ports import HOST

MAX_BODY = 4 * 1_048_576
"""More than this our clients send straight to S3, by presigned parts."""

Json = dict[str, Any]


class Client:
    """Raises RuntimeError for an answer that is no success."""

    def __init__(self, port: int, key: str, purpose: str, *, presigned: bool) -> None:
        self._port, self._headers, self._presigned = port, {"Authorization": key}, presigned
        self._purpose = purpose
        self._kept = local()

    def upload(self, content: bytes) -> str:
        """The id of the file."""
        if self._presigned and len(content) > MAX_BODY:
            return self._upload_presigned(content)
        kind = f"multipart/form-data; boundary={BOUNDARY}"
        made = self._json("POST", "/v1/files", form("file", content, purpose=self._purpose), {"Content-Type": kind})
        return str(made["id"])

    def retrieve(self, file_id: str) -> None:
        self._json("GET", f"/v1/files/{file_id}")

    def page(self, after: str | None = None, limit: int = 100) -> Json:
        return self._json("GET", f"/v1/files?limit={limit}&order=desc" + (f"&after={after}" if after else ""))

    def download(self, file_id: str) -> int:
        """How many bytes came."""
        return len(self._call("GET", f"/v1/files/{file_id}/content"))

    def download_redirected(self, file_id: str) -> int:
        """As `download`; ours answers any Range as it does a file above InlineDownloadLimit."""
        more = {"Range": "bytes=0-"} if self._presigned else {}
        return len(self._call("GET", f"/v1/files/{file_id}/content", more=more))

    def delete(self, file_id: str) -> None:
        self._json("DELETE", f"/v1/files/{file_id}")

    def spent(self) -> Json:
        """What bench.loopback tells of itself."""
        return self._json("GET", "/spent")

    def _upload_presigned(self, content: bytes) -> str:
        named = {
            "filename": "a.jsonl",
            "purpose": self._purpose,
            "mime_type": "application/jsonl",
            "bytes": len(content),
        }
        upload = self._post("/v1/uploads", named)
        ids, left, number = [], content, 1
        while left:
            given = self._post(f"/v1/uploads/{upload['id']}/part_urls", {"part_numbers": [number]})
            part, left, number = left[: given["part_size"]], left[given["part_size"] :], number + 1
            self._call("PUT", given["data"][0]["url"], part)
            ids.append(given["data"][0]["part_id"])
        return str(self._post(f"/v1/uploads/{upload['id']}/complete", {"part_ids": ids})["file"]["id"])

    def _post(self, path: str, body: Json) -> Json:
        return self._json("POST", path, json.dumps(body).encode(), {"Content-Type": "application/json"})

    def _json(self, method: str, path: str, body: bytes = b"", more: dict[str, str] | None = None) -> Json:
        answer: Json = json.loads(self._call(method, path, body, more or {}))
        return answer

    def _call(self, method: str, target: str, body: bytes = b"", more: dict[str, str] | None = None) -> bytes:
        url = urlsplit(target)
        own = not url.netloc
        port = self._port if own else url.port or 80
        path = url.path + (f"?{url.query}" if url.query else "")
        answer = self._answer(port, method, path, body or None, (self._headers if own else {}) | (more or {}))
        content = answer.read()
        if answer.status == HTTPStatus.FOUND:
            return self._call("GET", answer.headers["Location"])
        if answer.status >= HTTPStatus.BAD_REQUEST:
            raise RuntimeError(f"{method} {target}: {answer.status} {content[:300]!r}")
        return content

    def _answer(self, port: int, *request: Any) -> HTTPResponse:  # noqa: ANN401 - as http.client has it.
        try:
            self._connection(port).request(*request)
            return self._connection(port).getresponse()
        except (RemoteDisconnected, BrokenPipeError):
            # Servers close connections that nobody has used for a while.
            del self._kept.connections[port]
            self._connection(port).request(*request)
            return self._connection(port).getresponse()

    def _connection(self, port: int) -> HTTPConnection:
        kept: dict[int, HTTPConnection] = self._kept.__dict__.setdefault("connections", {})
        if port not in kept:
            kept[port] = HTTPConnection(HOST, port, timeout=120)
        return kept[port]
