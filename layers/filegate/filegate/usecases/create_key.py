"""Make an API key of a project. This is the only moment at which its secret is known."""

from collections.abc import Callable
from dataclasses import dataclass

from filegate.domain.errors import InvalidInput
from filegate.domain.keys import ApiKey, check_requests_per_minute, digest_of, make_key
from filegate.domain.ports import Clock, KeyRing, NewId

_MAX_NAME = 64
_SECRET_BITS = 192


@dataclass(frozen=True, slots=True)
class NewKey:
    """A key as an administrator wants it. `requests_per_minute` is None for the deployment's limit, and 0 for none."""

    project: str
    name: str = ""
    requests_per_minute: int | None = None


def create_key(
    new: NewKey, *, keys: KeyRing, now_ms: Clock, new_id: NewId, random_bits: Callable[[int], int]
) -> tuple[ApiKey, str]:
    """The key, and the secret to hand over once. Raises InvalidInput, ProjectNotFound. `random_bits` must be safe."""
    if len(new.name) > _MAX_NAME or not new.name.isprintable():
        raise InvalidInput(f"A key's name is at most {_MAX_NAME} printable characters.", param="name")
    limit = check_requests_per_minute(new.requests_per_minute)
    now = now_ms()
    secret = make_key(random_bits(_SECRET_BITS))
    key = ApiKey(new_id(now), new.project, new.name, digest_of(secret), now // 1000, requests_per_minute=limit)
    keys.add(key)
    return key, secret
