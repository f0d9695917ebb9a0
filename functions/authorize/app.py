"""The API's authorizer: an API key becomes a project and a key id, which every function reads from its event."""

from typing import Any

from filegate.bootstrap import services
from filegate.domain.errors import Unauthenticated
from filegate.http.authorization import allow, deny, presented_key
from filegate.http.request import Event
from filegate.usecases.authenticate import authenticate


def handler(event: Event, _context: object) -> dict[str, Any]:
    """Unknown and revoked keys are denied alike; API Gateway answers 401 to both and keeps the verdict for 60 s."""
    try:
        key = authenticate(presented_key(event), keys=services().keys)
    except Unauthenticated:
        return deny(event)
    return allow(event, key)
