"""Providers: the OpenAI-compatible services that a batch's lines are sent to, tried in the order of their list."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from ipaddress import ip_address
from urllib.parse import urlsplit

from filegate.domain.endpoints import ENDPOINTS

MAX_CONCURRENCY = 256
MAX_TIMEOUT = 600.0
DEFAULT_CONCURRENCY = 16
DEFAULT_TIMEOUT = 120.0

_NAME = re.compile(r"[A-Za-z0-9_.-]{1,64}")
_FIELDS = {"name", "base_url", "key", "models", "endpoints", "concurrency", "timeout"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Provider:
    """`models` are names or patterns (`gpt-*`); `concurrency` counts requests of one chunk, `timeout` is in seconds.

    `base_url` is what SDKs are given, up to and with `/v1`.
    """

    name: str
    base_url: str
    key: str
    models: Sequence[str] = ("*",)
    endpoints: Sequence[str] = tuple(sorted(ENDPOINTS))
    concurrency: int = DEFAULT_CONCURRENCY
    timeout: float = DEFAULT_TIMEOUT

    def __repr__(self) -> str:
        """Without the key, as this may get into a log."""
        return f"Provider({self.name!r}, {self.base_url!r})"

    def serves(self, model: str, endpoint: str) -> bool:
        return endpoint in self.endpoints and any(fnmatchcase(model, pattern) for pattern in self.models)

    def url(self, endpoint: str) -> str:
        """Endpoints begin with /v1, and so does what comes after a base URL's own path."""
        return self.base_url.rstrip("/") + endpoint.removeprefix("/v1")


class WrongProviders(ValueError):
    """The list of providers is not one. The message names the field, and never a key."""


def providers_of(described: object, *, plain_http: bool) -> list[Provider]:
    """The list as the deployment's secret has it: a JSON array of objects. Raises WrongProviders.

    `plain_http` lets http through to this very machine, for the local stack.
    """
    if not isinstance(described, list):
        raise WrongProviders("expected a JSON array of providers")
    found = [_provider(f"[{position}]", each, plain_http=plain_http) for position, each in enumerate(described)]
    if len({provider.name for provider in found}) < len(found):
        raise WrongProviders("two providers have the same name")
    return found


def _provider(place: str, described: object, *, plain_http: bool) -> Provider:
    if not isinstance(described, dict) or not all(isinstance(name, str) for name in described):
        raise WrongProviders(f"{place}: expected an object")
    if unknown := described.keys() - _FIELDS:
        raise WrongProviders(f"{place}: unknown field {min(unknown)!r}")
    name = _text(place, described, "name")
    if not _NAME.fullmatch(name):
        raise WrongProviders(f"{place}.name: expected 1 to 64 letters, digits, '.', '-' or '_'")
    endpoints = _texts(place, described, "endpoints", tuple(sorted(ENDPOINTS)))
    if strange := set(endpoints) - ENDPOINTS:
        raise WrongProviders(f"{place}.endpoints: {min(strange)!r} is none that batches have")
    return Provider(
        name=name,
        base_url=_base_url(place, _text(place, described, "base_url"), plain_http=plain_http),
        key=_text(place, described, "key"),
        models=_texts(place, described, "models", ("*",)),
        endpoints=endpoints,
        concurrency=int(_number(place, described, "concurrency", DEFAULT_CONCURRENCY, MAX_CONCURRENCY)),
        timeout=_number(place, described, "timeout", DEFAULT_TIMEOUT, MAX_TIMEOUT),
    )


def _text(place: str, described: Mapping[str, object], name: str) -> str:
    if name not in described:
        raise WrongProviders(f"{place}.{name}: missing")
    value = described[name]
    if not isinstance(value, str) or not value or not value.isprintable():
        raise WrongProviders(f"{place}.{name}: expected a string")
    return value


def _texts(place: str, described: Mapping[str, object], name: str, default: tuple[str, ...]) -> tuple[str, ...]:
    value = described.get(name, list(default))
    if not isinstance(value, list) or not value or not all(isinstance(each, str) for each in value):
        raise WrongProviders(f"{place}.{name}: expected an array of strings")
    return tuple(value)


def _number(place: str, described: Mapping[str, object], name: str, default: float, most: float) -> float:
    value = described.get(name, default)
    if isinstance(value, bool) or not isinstance(value, int | float) or not 1 <= value <= most:
        raise WrongProviders(f"{place}.{name}: expected a number from 1 to {most:g}")
    return value


def _base_url(place: str, url: str, *, plain_http: bool) -> str:
    parts = urlsplit(url)
    if not parts.hostname or parts.query or parts.fragment or parts.username is not None:
        raise WrongProviders(f"{place}.base_url: expected https://<host>/<path>, and nothing else in it")
    if parts.scheme != "https" and not (plain_http and parts.scheme == "http" and _is_this_machine(parts.hostname)):
        raise WrongProviders(f"{place}.base_url: expected https")
    return url


def _is_this_machine(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
