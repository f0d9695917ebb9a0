"""What every situation is, and what those of uploads begin with."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import httpx2

from tests.e2e.account import Account
from tests.e2e.conftest import Deployment

Call = Callable[[], httpx2.Response]
Situation = Callable[[Deployment, Account], AbstractContextManager[Call]]


def connect(deployment: Deployment, key: str) -> httpx2.Client:
    return httpx2.Client(base_url=deployment.base_url, headers={"Authorization": f"Bearer {key}"}, timeout=60)


def opened(http: httpx2.Client, size: int, **given: str) -> str:
    """The path of a new session."""
    body = {"filename": "a", "purpose": "batch", "bytes": size, "mime_type": "text/plain"} | given
    return f"/uploads/{http.post('/uploads', json=body).json()['id']}"


def add(http: httpx2.Client, upload: str, content: bytes) -> httpx2.Response:
    return http.post(f"{upload}/parts", files={"data": ("upload", content)})
