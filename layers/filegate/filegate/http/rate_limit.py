"""The key's allowance of requests, taken before anything else is done, and told on every answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from filegate.domain.errors import RateLimited, StorageUnavailable
from filegate.domain.rates import spend
from filegate.http.observation import count_unlimited

if TYPE_CHECKING:
    from filegate.domain.rates import RateCounter
    from filegate.http.request import Request


class _Settings(Protocol):
    @property
    def requests_per_minute(self) -> int: ...


class RateLimits(Protocol):
    """The services that this needs."""

    def now_ms(self) -> int: ...

    @property
    def config(self) -> _Settings: ...

    @property
    def rates(self) -> RateCounter: ...


def take_allowance(request: Request, to: RateLimits) -> tuple[dict[str, str], RateLimited | None]:
    """The headers for the answer, and the refusal if this request is one too many. Without a count it passes."""
    own = request.requests_per_minute
    limit = to.config.requests_per_minute if own is None else own
    if limit == 0:
        return {}, None
    try:
        allowance, refusal = spend(request.key_id, limit, to.rates, to.now_ms() // 1000)
    except StorageUnavailable:
        count_unlimited()
        return {}, None
    headers = {
        "X-RateLimit-Limit": str(allowance.limit),
        "X-RateLimit-Remaining": str(allowance.remaining),
        "X-RateLimit-Reset": str(allowance.reset_at),
    }
    return headers, refusal
