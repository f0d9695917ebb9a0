"""A deployment and its S3 as the client sees them, in memory: it stands in for the network below httpx2."""

import base64
import hashlib
import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from email import message_from_bytes
from threading import Lock
from typing import Any

import httpx2

from tests.builders import NOW
from tests.cli.batch_service import BatchService
from tests.cli.faults import Faults
from tests.cli.service_answers import md5, ok, refused, s3_says

API, S3 = "https://files.test/v1", "https://bucket.test"
MIB = 1_048_576


@dataclass
class Upload:
    """A session; `parts` are the bytes that arrived, by number."""

    id: str
    document: dict[str, Any]
    parts: dict[int, bytes] = field(default_factory=dict)


class Service:
    """`requests` are all that came, as `METHOD path`; `sent_parts` the numbers of parts in the order they arrived."""

    def __init__(self) -> None:
        self.faults = Faults()
        self.requests: list[str] = []
        self.headers: list[tuple[str, httpx2.Headers]] = []
        self.sent_parts: list[int] = []
        self.files: dict[str, dict[str, Any]] = {}
        self.contents: dict[str, bytes] = {}
        self.digests: dict[str, str] = {}
        self.uploads: dict[str, Upload] = {}
        self.batches = BatchService(self.files)
        self.idempotent: dict[str, str] = {}
        self.tokens = 0
        self.lock = Lock()

    def answer(self, request: httpx2.Request) -> httpx2.Response:
        body = request.read()
        with self.lock:
            path = request.url.path.removeprefix("/v1")
            self.requests.append(f"{request.method} {path}")
            self.headers.append((request.url.host, request.headers))
            return self.faults.around(request, lambda: self._act(request, path, body))

    def count(self, pattern: str) -> int:
        """How many requests were like that."""
        return sum(1 for each in self.requests if re.fullmatch(pattern, each))

    def add_file(self, content: bytes, name: str = "a.jsonl", digest: str | None = None, purpose: str = "batch") -> str:
        file_id = f"file-{len(self.files):032x}"
        self.contents[file_id] = content
        self.digests[file_id] = digest or f"sha256:{hashlib.sha256(content).hexdigest()}"
        self.files[file_id] = {
            "id": file_id,
            "object": "file",
            "bytes": len(content),
            "created_at": NOW,
            "filename": name,
            "purpose": purpose,
            "status": "processed",
        }
        return file_id

    def _act(self, request: httpx2.Request, path: str, body: bytes) -> httpx2.Response:
        routes: dict[str, Callable[..., httpx2.Response]] = {
            "POST /files": self._create,
            "GET /files": self._list,
            "GET /files/([^/]+)": self._get,
            "DELETE /files/([^/]+)": self._delete,
            "GET /files/([^/]+)/url": self._url,
            "POST /uploads": self._begin,
            "GET /uploads/([^/]+)": lambda _, __, upload: ok(self.uploads[upload].document),
            "GET /uploads/([^/]+)/parts": self._parts,
            "POST /uploads/([^/]+)/part_urls": self._part_urls,
            "POST /uploads/([^/]+)/complete": self._complete,
            "POST /uploads/([^/]+)/cancel": self._cancel,
            **self.batches.routes,
            "PUT /parts/([^/]+)/([0-9]+)": self._put,
            "GET /bytes/([^/]+)": self._bytes,
        }
        for route, act in routes.items():
            if found := re.fullmatch(route, f"{request.method} {path}"):
                return act(request, body, *found.groups()) if self._known(*found.groups()) else refused(404, "No such.")
        return refused(404, "No such route.")

    def _known(self, *ids: str) -> bool:
        return not ids or any(ids[0] in known for known in (self.files, self.uploads, self.batches.documents))

    def _create(self, request: httpx2.Request, body: bytes) -> httpx2.Response:
        key = request.headers["Idempotency-Key"]
        if key not in self.idempotent:
            head = f"Content-Type: {request.headers['Content-Type']}\r\n\r\n".encode()
            form = {
                part.get_param("name", header="Content-Disposition"): part
                for part in message_from_bytes(head + body).get_payload()
            }  # type: ignore[union-attr]
            content, name = form["file"].get_payload(decode=True), form["file"].get_filename()
            self.idempotent[key] = self.add_file(content, name, purpose=form["purpose"].get_payload())
        return ok(self.files[self.idempotent[key]])

    def _list(self, request: httpx2.Request, _: bytes) -> httpx2.Response:
        wanted, limit = request.url.params.get("purpose"), int(request.url.params["limit"])
        every = [file for file in reversed(self.files.values()) if wanted in (None, file["purpose"])]
        after = request.url.params.get("after")
        start = next((n + 1 for n, file in enumerate(every) if file["id"] == after), 0)
        page = every[start : start + limit]
        return ok({"data": page, "has_more": start + limit < len(every)})

    def _get(self, _: httpx2.Request, __: bytes, file_id: str) -> httpx2.Response:
        return ok(self.files[file_id])

    def _delete(self, _: httpx2.Request, __: bytes, file_id: str) -> httpx2.Response:
        del self.files[file_id]
        return ok({"id": file_id, "deleted": True})

    def _url(self, request: httpx2.Request, _: bytes, file_id: str) -> httpx2.Response:
        expires_at = NOW + int(request.url.params.get("expiry", 300))
        url, size = self._signed(f"bytes/{file_id}"), len(self.contents[file_id])
        return ok({"url": url, "expires_at": expires_at, "bytes": size, "digest": self.digests[file_id]})

    def _begin(self, _: httpx2.Request, body: bytes) -> httpx2.Response:
        upload_id = f"upload_{len(self.uploads):032x}"
        document = {**json.loads(body), "id": upload_id, "status": "pending", "file": None}
        self.uploads[upload_id] = Upload(upload_id, document)
        return ok(document)

    def _parts(self, request: httpx2.Request, _: bytes, upload_id: str) -> httpx2.Response:
        """Two a page, so that a client must turn pages."""
        after = int(request.url.params.get("after", "part_0").removeprefix("part_"))
        left = {number: part for number, part in sorted(self.uploads[upload_id].parts.items()) if number > after}
        data = [
            {"id": f"part_{number}", "part_number": number, "bytes": len(part), "md5": md5(part).hex()}
            for number, part in list(left.items())[:2]
        ]
        return ok({"data": data, "last_id": data[-1]["id"] if data else None, "has_more": len(left) > len(data)})

    def _part_urls(self, _: httpx2.Request, body: bytes, upload_id: str) -> httpx2.Response:
        if self.uploads[upload_id].document["status"] != "pending":
            return refused(400, "This upload has ended.", "upload_id")
        data = [
            {
                "part_number": number,
                "part_id": f"part_{number}",
                "url": self._signed(f"parts/{upload_id}/{number}"),
                "expires_at": NOW,
            }
            for number in json.loads(body)["part_numbers"]
        ]
        return ok({"object": "list", "part_size": MIB, "data": data})

    def _put(self, request: httpx2.Request, body: bytes, upload_id: str, number: str) -> httpx2.Response:
        if base64.b64decode(request.headers["Content-MD5"]) != md5(body):
            return s3_says(400, "BadDigest", "The Content-MD5 you specified did not match what we received.")
        assert int(request.headers["Content-Length"]) == len(body)
        self.uploads[upload_id].parts[int(number)] = body
        self.sent_parts.append(int(number))
        return httpx2.Response(200)

    def _complete(self, _: httpx2.Request, body: bytes, upload_id: str) -> httpx2.Response:
        upload = self.uploads[upload_id]
        if upload.document["status"] == "pending":
            numbers = [int(part.removeprefix("part_")) for part in json.loads(body)["part_ids"]]
            content = b"".join(upload.parts[number] for number in numbers)
            assert (numbers, len(content)) == (sorted(numbers), upload.document["bytes"])
            file_id = self.add_file(content, upload.document["filename"], purpose=upload.document["purpose"])
            upload.document |= {"status": "completed", "file": self.files[file_id]}
        return ok(upload.document)

    def _cancel(self, _: httpx2.Request, __: bytes, upload_id: str) -> httpx2.Response:
        self.uploads[upload_id].document["status"] = "cancelled"
        return ok(self.uploads[upload_id].document)

    def _bytes(self, request: httpx2.Request, _: bytes, file_id: str) -> httpx2.Response:
        first, last = map(int, request.headers["Range"].removeprefix("bytes=").split("-"))
        content = self.contents[file_id]
        headers = {"Content-Range": f"bytes {first}-{last}/{len(content)}"}
        return httpx2.Response(206, stream=httpx2.ByteStream(content[first : last + 1]), headers=headers)

    def _signed(self, path: str) -> str:
        self.tokens += 1
        return f"{S3}/{path}?token={self.tokens}"
