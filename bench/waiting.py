"""How long this process waits for AWS."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from botocore.client import BaseClient


def tell_waiting(add: Callable[[str, float], None]) -> None:
    """From here on `add` gets the service and the seconds of each call, what botocore does for it included."""
    real = BaseClient._make_api_call  # type: ignore[attr-defined]  # noqa: SLF001

    def timed(client: BaseClient, operation: str, parameters: Any) -> Any:  # noqa: ANN401 - as botocore has it.
        started = time.perf_counter()
        try:
            return real(client, operation, parameters)
        finally:
            add(client.meta.service_model.service_name, time.perf_counter() - started)

    BaseClient._make_api_call = timed  # type: ignore[attr-defined]  # noqa: SLF001
