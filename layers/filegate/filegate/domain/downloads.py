"""How a file is offered for download: always as an attachment, of a type that no browser runs.

RFC 6266 and RFC 8187: a plain ASCII name for old clients, the exact one in `filename*`.
"""

from urllib.parse import quote

from filegate.domain.numbers import integer_between

DEFAULT_URL_SECONDS = 300
MAX_URL_SECONDS = 3_600

TYPES = {"jsonl": "application/jsonl", "json": "application/json", "txt": "text/plain; charset=utf-8"}
ANY_TYPE = "application/octet-stream"
_ATTR_CHAR = "!#$&+-.^_`|~"


def content_type(name: str) -> str:
    """One of a fixed list, chosen by the ending of the name; what the client declared is never echoed."""
    return TYPES.get(name.rpartition(".")[2].lower(), ANY_TYPE)


def content_disposition(name: str) -> str:
    """`attachment` with both spellings of the name; no character of it can end the header or the quotes."""
    plain = "".join(c if c.isascii() and c.isprintable() and c not in '"\\%' else "_" for c in name)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe=_ATTR_CHAR)}"


def parse_url_seconds(text: str | None) -> int:
    """Life of a download URL in seconds. Raises InvalidInput beyond 1 to MAX_URL_SECONDS."""
    return DEFAULT_URL_SECONDS if text is None else integer_between(1, MAX_URL_SECONDS, text, "expiry")
