"""API keys: `fg_` + 32 base62 characters + 6 of checksum. Only the SHA-256 of a key is ever stored.

The checksum (CRC32 of what stands before it) lets a scanner, and the authorizer,
refuse a made-up key without a look-up.
"""

import re
from dataclasses import dataclass
from hashlib import sha256
from zlib import crc32

from filegate.domain.errors import InvalidInput

MAX_REQUESTS_PER_MINUTE = 1_000_000

_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_KEY = re.compile(r"(fg_[0-9A-Za-z]{32})([0-9A-Za-z]{6})")
_SECRET_LENGTH = 32
_CHECKSUM_LENGTH = 6


@dataclass(frozen=True, slots=True)
class ApiKey:
    """A key without its secret. `id` names it in lists and logs; moments are unix seconds.

    `requests_per_minute` is None where the deployment's limit holds, and 0 for no limit.
    """

    id: str
    project: str
    name: str
    digest: str
    created_at: int
    revoked_at: int | None = None
    requests_per_minute: int | None = None


def check_requests_per_minute(limit: int | None) -> int | None:
    """The limit itself. Raises InvalidInput."""
    if limit is not None and not 0 <= limit <= MAX_REQUESTS_PER_MINUTE:
        raise InvalidInput(
            f"A key's limit is 0 to {MAX_REQUESTS_PER_MINUTE} requests a minute.", param="requests_per_minute"
        )
    return limit


def make_key(secret: int) -> str:
    """The key for a random number of at least 190 bits."""
    body = "fg_" + _base62(secret, _SECRET_LENGTH)
    return body + _checksum(body)


def well_formed(key: str) -> bool:
    """True where shape and checksum are right, which says nothing about whether the key exists."""
    match = _KEY.fullmatch(key)
    return match is not None and _checksum(match[1]) == match[2]


def digest_of(key: str) -> str:
    """What is stored of a key. It has 190 bits of entropy, so a plain hash cannot be searched."""
    return sha256(key.encode()).hexdigest()


def _checksum(body: str) -> str:
    return _base62(crc32(body.encode()), _CHECKSUM_LENGTH)


def _base62(number: int, length: int) -> str:
    digits = []
    for _ in range(length):
        number, digit = divmod(number, 62)
        digits.append(_DIGITS[digit])
    return "".join(reversed(digits))
