"""The edge of every API function: one request in, one answer out, whatever happens between."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, Protocol, TypeVar

from filegate.contracts.answers import Contract, Occasion
from filegate.domain.errors import FilegateError, StorageUnavailable
from filegate.http.observation import log_failure, log_request, log_unavailable
from filegate.http.rate_limit import RateLimits, take_allowance
from filegate.http.request import Event, Request
from filegate.http.responses import Answer, json_answer


class RouteServices(RateLimits, Protocol):
    """The services that every route needs."""

    @property
    def contract(self) -> Contract: ...


S = TypeVar("S", bound=RouteServices)
Respond = Callable[[Request, S], Answer]
LambdaHandler = Callable[[Event, Any], Answer]


def route(respond: Respond[S], services: Callable[[], S]) -> LambdaHandler:
    """The Lambda handler that answers with `respond`, in the contract's shape also where that raises."""

    def handler(event: Event, _context: object) -> Answer:
        started = time.perf_counter()
        to, request = services(), Request.of(event)
        answer = _answer(request, to, respond)
        answer["headers"]["x-request-id"] = request.id
        log_request(request, answer["statusCode"], time.perf_counter() - started)
        return answer

    return handler


def _answer(request: Request, to: S, respond: Respond[S]) -> Answer:
    headers: dict[str, str] = {}
    try:
        headers, refusal = take_allowance(request, to)
        answer = _error(refusal, request, to.contract) if refusal else respond(request, to)
    except FilegateError as error:
        answer = _error(error, request, to.contract)
    except Exception:  # noqa: BLE001 - nothing may pass this edge: the client gets our 500, the log all the rest.
        log_failure(request)
        answer = _error(None, request, to.contract)
    answer["headers"] |= headers
    return answer


def _error(error: FilegateError | None, request: Request, contract: Contract) -> Answer:
    if isinstance(error, StorageUnavailable):
        log_unavailable(request, error)
    answer = contract.error(error, Occasion(request.id, request.place))
    return json_answer(answer.status, answer.body, answer.headers)
