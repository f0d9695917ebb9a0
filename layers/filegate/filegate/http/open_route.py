"""The edge of the few functions that need no key: nothing is counted, and there is nobody to name in a log."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from filegate.http.request import Event
from filegate.http.responses import Answer


def open_route(respond: Callable[[], Answer]) -> Callable[[Event, Any], Answer]:
    """The Lambda handler that gives everybody the same answer. What it raises, API Gateway words."""

    def handler(event: Event, _context: object) -> Answer:
        answer = respond()
        answer["headers"]["x-request-id"] = event["requestContext"]["requestId"]
        return answer

    return handler
