"""How the deployment and S3 word what they answer."""

import hashlib
from typing import Any

import httpx2


def ok(document: dict[str, Any]) -> httpx2.Response:
    return httpx2.Response(200, json=document)


def refused(status: int, message: str, param: str | None = None, **headers: str) -> httpx2.Response:
    error = {"message": message, "type": "invalid_request_error", "param": param, "code": None}
    return httpx2.Response(status, json={"error": error}, headers={k.replace("_", "-"): v for k, v in headers.items()})


def s3_says(status: int, code: str, message: str) -> httpx2.Response:
    return httpx2.Response(status, text=f"<Error><Code>{code}</Code><Message>{message}</Message></Error>")


def plain(status: int, body: str, **headers: str) -> httpx2.Response:
    return httpx2.Response(status, text=body, headers=headers)


def md5(content: bytes) -> bytes:
    return hashlib.md5(content).digest()  # noqa: S324 - what S3 wants.
