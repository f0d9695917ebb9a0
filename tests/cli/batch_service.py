"""The batches of a deployment as the client sees them, in memory."""

import json
from collections.abc import Callable
from typing import Any

import httpx2

from tests.builders import NOW
from tests.cli.service_answers import ok, refused


class BatchService:
    """`documents` are the batches by id. `course` is what the next batch is found to be, look after look."""

    def __init__(self, files: dict[str, dict[str, Any]]) -> None:
        self.documents: dict[str, dict[str, Any]] = {}
        self.course: list[dict[str, Any]] = []
        self.routes: dict[str, Callable[..., httpx2.Response]] = {
            "POST /batches": self._create,
            "GET /batches": self._list,
            "GET /batches/([^/]+)": self._get,
            "POST /batches/([^/]+)/cancel": self._cancel,
        }
        self._files = files
        self._keys: dict[str, str] = {}

    def add(self, **fields: Any) -> str:
        batch_id = f"batch_{len(self.documents):032x}"
        self.documents[batch_id] = {
            "id": batch_id,
            "object": "batch",
            "endpoint": "/v1/embeddings",
            "status": "validating",
            "created_at": NOW,
            "request_counts": {"total": 0, "completed": 0, "failed": 0},
            "output_file_id": None,
            "error_file_id": None,
            "errors": None,
        } | fields
        return batch_id

    def _create(self, request: httpx2.Request, body: bytes) -> httpx2.Response:
        asked, key = json.loads(body), request.headers["Idempotency-Key"]
        assert asked.pop("completion_window") == "24h"
        if asked["input_file_id"] not in self._files:
            return refused(404, "No such File object.", "input_file_id")
        if key not in self._keys:
            self._keys[key] = self.add(**asked)
        return ok(self.documents[self._keys[key]])

    def _list(self, request: httpx2.Request, _: bytes) -> httpx2.Response:
        every, after, limit = list(self.documents)[::-1], request.url.params.get("after"), request.url.params["limit"]
        left = every[every.index(after) + 1 :] if after else every
        page = left[: int(limit)]
        data = [self.documents[each] for each in page]
        return ok({"data": data, "last_id": page[-1] if page else None, "has_more": len(left) > len(page)})

    def _get(self, _: httpx2.Request, __: bytes, batch_id: str) -> httpx2.Response:
        if self.course:
            self.documents[batch_id] |= self.course.pop(0)
        return ok(self.documents[batch_id])

    def _cancel(self, _: httpx2.Request, __: bytes, batch_id: str) -> httpx2.Response:
        self.documents[batch_id]["status"] = "cancelling"
        return ok(self.documents[batch_id])


def counted(total: int, completed: int, failed: int = 0) -> dict[str, int]:
    return {"total": total, "completed": completed, "failed": failed}
