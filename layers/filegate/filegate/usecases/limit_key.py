"""Change how many requests a minute an API key may make."""

from filegate.domain.keys import ApiKey, check_requests_per_minute
from filegate.domain.ports import KeyRing


def limit_key(project: str, key_id: str, requests_per_minute: int | None, *, keys: KeyRing) -> ApiKey:
    """The key with its limit: 0 for none, None for the deployment's. Raises InvalidInput, KeyNotFound."""
    return keys.limit(project, key_id, check_requests_per_minute(requests_per_minute))
