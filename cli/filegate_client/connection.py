"""The way to one deployment: two HTTP clients, of which only the one for the API knows the key."""

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Event
from typing import Any, TypedDict, Unpack
from urllib.parse import urlsplit

import httpx2

from filegate_client.answers import document_of
from filegate_client.errors import NotConfigured, Unreachable
from filegate_client.retries import Temporary, persistently

DEFAULT_PARALLEL = 6
TIMEOUT = httpx2.Timeout(60, connect=15)
"""Seconds. API Gateway answers within 29."""


class Access(TypedDict, total=False):
    """The deployment and the key, else those of OPENAI_BASE_URL and OPENAI_API_KEY; how many requests at once."""

    base_url: str | None
    api_key: str | None
    parallel: int


class Content(TypedDict, total=False):
    """What a request carries, as httpx2 takes it."""

    json: Any
    params: dict[str, Any]
    data: dict[str, str]
    files: dict[str, Any]
    headers: dict[str, str]


@dataclass(frozen=True)
class Connection:
    """`storage` is for presigned URLs. Neither client follows redirects: nothing goes where it was not meant to."""

    base_url: str
    key_digest: str
    parallel: int
    api: httpx2.Client
    storage: httpx2.Client
    stop: Event = field(default_factory=Event)

    def ask(self, method: str, path: str, **content: Unpack[Content]) -> dict[str, Any]:
        """The JSON of a good answer. Raises Refused, Unreachable, and Stopped once `stop` is set."""

        def attempt(_: int) -> dict[str, Any]:
            with broken_connections_are_temporary(self.base_url):
                response = self.api.request(method, path, **content)
            return document_of(response)

        return persistently(attempt, self.stop)


@contextmanager
def connected(**access: Unpack[Access]) -> Iterator[Connection]:
    """Raises NotConfigured. What still runs in other threads when the block fails is stopped."""
    base_url, key, parallel = _base_url(access.get("base_url")), _key(access.get("api_key")), _parallel(access)
    limits = httpx2.Limits(max_connections=parallel, max_keepalive_connections=parallel)
    tls = httpx2.create_ssl_context()  # Made once, as it reads all certificates of this machine.
    authorized = {"Authorization": f"Bearer {key}"}
    with (
        httpx2.Client(base_url=base_url, headers=authorized, timeout=TIMEOUT, limits=limits, verify=tls) as api,
        httpx2.Client(headers={"Accept-Encoding": "identity"}, timeout=TIMEOUT, limits=limits, verify=tls) as storage,
    ):
        connection = Connection(base_url, hashlib.sha256(key.encode()).hexdigest(), parallel, api, storage)
        try:
            yield connection
        except BaseException:
            connection.stop.set()
            raise


@contextmanager
def broken_connections_are_temporary(whither: str) -> Iterator[None]:
    try:
        yield
    except httpx2.TransportError as error:
        host = urlsplit(whither).netloc
        raise Temporary(Unreachable(f"{host} could not be reached: {error or type(error).__name__}")) from error


def _base_url(given: str | None) -> str:
    url = given or os.environ.get("OPENAI_BASE_URL", "")
    if not url:
        raise NotConfigured("Where is the deployment? Set OPENAI_BASE_URL, which ends in /v1.")
    if not url.startswith(("https://", "http://")):
        raise NotConfigured(f"OPENAI_BASE_URL is not a URL: {url!r}.")
    return url.rstrip("/")


def _key(given: str | None) -> str:
    key = given or os.environ.get("OPENAI_API_KEY", "")
    if not key:
        raise NotConfigured("There is no key: set OPENAI_API_KEY.")
    if not key.isascii() or not key.isprintable():
        raise NotConfigured("OPENAI_API_KEY has characters that no key has.")
    return key


def _parallel(access: Access) -> int:
    parallel = access.get("parallel", DEFAULT_PARALLEL)
    if parallel < 1:
        raise NotConfigured("At least one request must be possible at once.")
    return parallel
