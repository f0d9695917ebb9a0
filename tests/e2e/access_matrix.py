"""Every route, what it is asked, and what the owner is answered: to all others it is as if there were nothing."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from tests.e2e.access_things import UNKNOWN, Tenant, Thing

Route = tuple[str, str]
GONE = 404


@dataclass(frozen=True)
class Row:
    """`owner` is the status by the state of the thing; a route about no thing has one for itself."""

    kind: str
    owner: Mapping[str, int]
    carries: Callable[[Tenant, Thing], dict[str, Any]] = lambda _tenant, _thing: {}

    def status(self, state: str) -> int:
        return GONE if state == UNKNOWN else self.owner[state]


NO_KIND = ""
NOTHING = Thing("")
ALONE = "alone"
"""The state of no thing."""

OF_A_FILE = {"living": 200, "deleted": GONE, "expired": GONE}
ENDED = {"cancelled": 400, "expired": 400, "completed": 400}
SHOWN = dict.fromkeys(("filled", "pending", "presigned", "cancelled", "expired", "completed"), 200)


def _form(tenant: Tenant, _: Thing) -> dict[str, Any]:
    return {"files": tenant.form()}


def _description(tenant: Tenant, _: Thing) -> dict[str, Any]:
    name = f"{tenant.project}.jsonl"
    return {"json": {"filename": name, "purpose": f"of-{tenant.project}", "bytes": 2, "mime_type": "text/plain"}}


def _part(_: Tenant, __: Thing) -> dict[str, Any]:
    return {"files": {"data": ("upload", b"{}")}}


def _numbers(_: Tenant, __: Thing) -> dict[str, Any]:
    return {"json": {"part_numbers": [1]}}


def _parts(_: Tenant, thing: Thing) -> dict[str, Any]:
    return {"json": {"part_ids": [thing.part]}}


def _batch(_: Tenant, thing: Thing) -> dict[str, Any]:
    return {"json": {"input_file_id": thing.id, "endpoint": "/v1/embeddings", "completion_window": "24h"}}


MATRIX: dict[Route, Row] = {
    ("GET", "/openapi.json"): Row(NO_KIND, {ALONE: 200}),
    ("GET", "/docs"): Row(NO_KIND, {ALONE: 200}),
    ("POST", "/files"): Row(NO_KIND, {ALONE: 200}, _form),
    ("GET", "/files"): Row(NO_KIND, {ALONE: 200}),
    ("GET", "/files/{file_id}"): Row("file", OF_A_FILE),
    ("GET", "/files/{file_id}/content"): Row("file", OF_A_FILE),
    ("GET", "/files/{file_id}/url"): Row("file", OF_A_FILE),
    ("DELETE", "/files/{file_id}"): Row("file", OF_A_FILE),
    ("POST", "/uploads"): Row(NO_KIND, {ALONE: 200}, _description),
    ("GET", "/uploads/{upload_id}"): Row("upload", SHOWN),
    ("GET", "/uploads/{upload_id}/parts"): Row("upload", SHOWN),
    ("POST", "/uploads/{upload_id}/parts"): Row(
        "upload", ENDED | {"filled": 200, "pending": 200, "presigned": 400}, _part
    ),
    ("POST", "/uploads/{upload_id}/part_urls"): Row(
        "upload", ENDED | {"filled": 400, "pending": 200, "presigned": 200}, _numbers
    ),
    ("POST", "/uploads/{upload_id}/complete"): Row(
        "upload", ENDED | {"filled": 200, "pending": 400, "presigned": 200, "completed": 200}, _parts
    ),
    ("POST", "/uploads/{upload_id}/cancel"): Row(
        "upload", ENDED | {"filled": 200, "pending": 200, "presigned": 200, "cancelled": 200}
    ),
    ("POST", "/batches"): Row("input", {"wrong": 200}, _batch),
    ("GET", "/batches"): Row(NO_KIND, {ALONE: 200}),
    ("GET", "/batches/{batch_id}"): Row("batch", {"failed": 200}),
    ("POST", "/batches/{batch_id}/cancel"): Row("batch", {"failed": 409}),
}
