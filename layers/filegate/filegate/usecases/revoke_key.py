"""End an API key for good. Its record stays, so that lists and logs can still name it."""

from filegate.domain.keys import ApiKey
from filegate.domain.ports import Clock, KeyRing


def revoke_key(project: str, key_id: str, *, keys: KeyRing, now_ms: Clock) -> ApiKey:
    """The revoked key. Repeating the call changes nothing. Raises KeyNotFound."""
    return keys.revoke(project, key_id, now_ms() // 1000)
