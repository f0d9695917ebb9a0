"""Turn an Authorization header into the key it carries."""

from filegate.domain.errors import Unauthenticated
from filegate.domain.keys import ApiKey, digest_of, well_formed
from filegate.domain.ports import KeyRing

_REFUSED = "Incorrect API key provided."


def authenticate(authorization: str | None, *, keys: KeyRing) -> ApiKey:
    """The living key of a `Bearer` header. Raises Unauthenticated, with one message for whatever is wrong with it."""
    scheme, _, secret = (authorization or "").strip().partition(" ")
    if scheme.lower() != "bearer" or not well_formed(secret.strip()):
        raise Unauthenticated(_REFUSED)
    key = keys.find(digest_of(secret.strip()))
    if key is None or key.revoked_at is not None:
        raise Unauthenticated(_REFUSED)
    return key
