"""The edge of every API function: one request in, one answer out, whatever happens between."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import cache
from typing import Any, Protocol, TypeVar

from aws_lambda_powertools import Logger
from aws_lambda_powertools.metrics import MetricUnit, single_metric

from filegate.contracts.answers import Contract
from filegate.domain.errors import FilegateError, StorageUnavailable
from filegate.http.request import Event, Request
from filegate.http.responses import Answer, json_answer


class _Services(Protocol):
    @property
    def contract(self) -> Contract: ...


S = TypeVar("S", bound=_Services)
LambdaHandler = Callable[[Event, Any], Answer]


@cache
def _logger() -> Logger:
    return Logger()


def route(respond: Callable[[Request, S], Answer], services: Callable[[], S]) -> LambdaHandler:
    """The Lambda handler that answers with `respond`, in the contract's shape also where that raises."""

    def handler(event: Event, _context: object) -> Answer:
        started = time.perf_counter()
        to = services()
        try:
            answer = respond(Request.of(event), to)
        except FilegateError as error:
            answer = _refusal(error, to.contract)
        except Exception:  # noqa: BLE001 - the one place that nothing may pass: the client gets our 500, the log the rest.
            answer = _failure(event, to.contract)
        return _finish(event, answer, time.perf_counter() - started)

    return handler


def _refusal(error: FilegateError, contract: Contract) -> Answer:
    if isinstance(error, StorageUnavailable):
        _logger().warning("storage unavailable", operation=error.operation, cause=repr(error.__cause__))
        _count("StorageUnavailable")
    answer = contract.error(error)
    return json_answer(answer.status, answer.body, answer.headers)


def _failure(event: Event, contract: Contract) -> Answer:
    _logger().exception("unexpected failure", request_id=event.get("requestContext", {}).get("requestId"))
    _count("UnexpectedFailure")
    answer = contract.error(None)
    return json_answer(answer.status, answer.body, answer.headers)


def _count(name: str) -> None:
    with single_metric(name=name, unit=MetricUnit.Count, value=1, namespace="Filegate"):
        pass


def _finish(event: Event, answer: Answer, seconds: float) -> Answer:
    """Names the request in the answer and leaves one line in the log, of these fields and no others."""
    context = event["requestContext"]
    answer["headers"]["x-request-id"] = context["requestId"]
    _logger().info(
        "request",
        request_id=context["requestId"],
        route=f"{event['httpMethod']} {event['resource']}",
        status=answer["statusCode"],
        project=context["authorizer"]["project"],
        key_id=context["authorizer"]["key_id"],
        milliseconds=round(seconds * 1000, 1),
    )
    return answer
