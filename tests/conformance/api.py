"""The API as a client of one contract meets it: every answer is held against the contract's schemas and its document.

The schemas and the document are checked by different means, as each was written for itself.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import httpx2
from jsonschema import Draft202012Validator

from filegate.contracts.document import document
from filegate.contracts.schemas import Model, schemas_named
from tests.lambda_transport import client

BODIES = {
    "create_file": "File",
    "list_files": "FileList",
    "get_file": "File",
    "delete_file": "Deleted",
    "get_file_url": "DownloadUrl",
    "create_upload": "Upload",
    "add_upload_part": "UploadPart",
    "complete_upload": "Upload",
    "cancel_upload": "Upload",
    "get_upload": "Upload",
    "list_upload_parts": "UploadPartList",
    "create_part_urls": "UploadPartUrls",
    "create_batch": "Batch",
    "list_batches": "BatchList",
    "get_batch": "Batch",
    "cancel_batch": "Batch",
}
"""What a route answers with when all is well."""

SHAPES = {("ai-stats", 502): "UpstreamError", ("maniac", 422): "InvalidInput"}
"""The errors that do not have the shape of most."""

OF_EVERY_ANSWER = {
    "access-control-allow-origin",
    "access-control-expose-headers",
    "cache-control",
    "content-length",
    "content-security-policy",
    "content-type",
    "referrer-policy",
    "x-amzn-requestid",
    "x-content-type-options",
}
"""Headers that mean the same whatever the API is."""


_document = cache(document)


@dataclass(frozen=True)
class Api:
    """Sends requests with a key, and checks what comes back before a test sees it."""

    contract: str
    key: str
    document: Mapping[str, Any] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "document", _document(self.contract))

    def __call__(self, method: str, path: str, *, key: str | None = None, **given: Any) -> httpx2.Response:
        presented = self.key if key is None else key
        with client(**({"Authorization": f"Bearer {presented}"} if presented else {})) as http:
            answer = http.request(method, path, **given)
        self._check(answer, self._operation(method, path.partition("?")[0]))
        return answer

    def create(self, content: bytes = b"{}\n", name: str = "a.jsonl", **given: Any) -> Any:
        """A new file, as the API shows it."""
        files = {"file": (name, content), "purpose": (None, "batch")} | given
        return self("POST", "/files", files=files).json()

    def create_batch(self, file_id: str | None = None, **given: Any) -> Any:
        """A new batch, as the API shows it."""
        described = {
            "input_file_id": file_id or self.create()["id"],
            "endpoint": "/v1/chat/completions",
            "completion_window": "24h",
        }
        return self("POST", "/batches", json=described | given).json()

    def open_upload(self, size: int = 3, **given: Any) -> Any:
        """A new upload session, as the API shows it."""
        described = {"filename": "a.jsonl", "purpose": "batch", "bytes": size, "mime_type": "application/jsonl"}
        return self("POST", "/uploads", json=described | given).json()

    def add_part(self, upload_id: str, content: bytes = b"{}\n") -> str:
        """The id of a new part."""
        added: str = self("POST", f"/uploads/{upload_id}/parts", files={"data": ("upload", content)}).json()["id"]
        return added

    def complete(self, upload_id: str, *part_ids: str) -> httpx2.Response:
        return self("POST", f"/uploads/{upload_id}/complete", json={"part_ids": part_ids})

    def error_model(self, status: int) -> Model:
        name = SHAPES.get((self.contract, status), "Error")
        return next(model for model in schemas_named(self.contract).ERRORS if model.__name__ == name)

    def _operation(self, method: str, path: str) -> Mapping[str, Any] | None:
        """What the document says of the route, None for one that there is not."""
        for template, methods in self.document["paths"].items():
            if re.fullmatch(re.sub("{[^}]+}", "[^/]+", template), path) and method.lower() in methods:
                found: Mapping[str, Any] = methods[method.lower()]
                return found
        return None

    def _check(self, answer: httpx2.Response, operation: Mapping[str, Any] | None) -> None:
        if operation is None:
            assert answer.status_code == 404
        else:
            self._check_by_document(answer, operation["responses"][str(answer.status_code)])
        if answer.status_code >= 400:
            self.error_model(answer.status_code).model_validate_json(answer.content)
        elif operation and (name := BODIES.get(operation["operationId"])):
            getattr(schemas_named(self.contract), name).model_validate_json(answer.content)

    def _check_by_document(self, answer: httpx2.Response, described: Mapping[str, Any]) -> None:
        self._check_headers(answer.headers, described["headers"])
        if "content" not in described:
            assert answer.content == b""
            return
        schema = described["content"][answer.headers["content-type"].partition("; charset=utf-8")[0]]["schema"]
        if answer.headers["content-type"] == "application/json" and schema:
            self._validate(answer.json(), schema)

    def _check_headers(self, sent: Mapping[str, str], described: Mapping[str, Any]) -> None:
        headers = {name.lower(): self._resolved(header) for name, header in described.items()}
        assert set(sent) - OF_EVERY_ANSWER <= headers.keys()
        for name, header in headers.items():
            assert name in sent or not header.get("required"), name
            if name in sent:
                whole = header["schema"]["type"] == "integer"
                self._validate(int(sent[name]) if whole else sent[name], header["schema"])

    def _resolved(self, header: Mapping[str, Any]) -> Mapping[str, Any]:
        name = header.get("$ref", "").rpartition("/")[2]
        found: Mapping[str, Any] = self.document["components"]["headers"][name] if name else header
        return found

    def _validate(self, value: Any, schema: Mapping[str, Any]) -> None:
        Draft202012Validator({**schema, "components": self.document["components"]}).validate(value)
