"""Make an API key of a project. This is the only moment at which its secret is known."""

from collections.abc import Callable

from filegate.domain.errors import InvalidInput
from filegate.domain.keys import ApiKey, digest_of, make_key
from filegate.domain.ports import Clock, KeyRing, NewId

_MAX_LABEL = 64
_SECRET_BITS = 192


def create_key(
    project: str, label: str, *, keys: KeyRing, now_ms: Clock, new_id: NewId, random_bits: Callable[[int], int]
) -> tuple[ApiKey, str]:
    """The key, and the secret to hand over once. Raises InvalidInput, ProjectNotFound. `random_bits` must be safe."""
    if len(label) > _MAX_LABEL or not label.isprintable():
        raise InvalidInput(f"A key's name is at most {_MAX_LABEL} printable characters.", param="name")
    now = now_ms()
    secret = make_key(random_bits(_SECRET_BITS))
    key = ApiKey(new_id(now), project, label, digest_of(secret), created_at=now // 1000)
    keys.add(key)
    return key, secret
