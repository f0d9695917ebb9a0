"""Where a port's suite runs: over the fake, and over its adapter with three sorts of AWS behind it.

Each fixture of a port takes its parameter from here, and asks for `table` or `bucket` where that is no fake.
"""

import os
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager

import boto3
import pytest

from filegate.adapters.aws import _session
from local.credentials import for_stack
from tests.aws_account import ENVIRONMENT, REGION, empty_account
from tests.reliability.clock import Clock
from tests.reliability.presigned_urls import urls_checked
from tests.reliability.strict_aws import StrictAWS
from tests.reliability.wire import wired

FAKE, LAX, STRICT, STACK = "memory", "moto", "strict AWS", "local stack"
IN_AWS = [
    LAX,
    pytest.param(STRICT, marks=pytest.mark.long),
    pytest.param(STACK, marks=[pytest.mark.long, pytest.mark.stack]),
]
EVERYWHERE = [FAKE, *IN_AWS]


@contextmanager
def strict_account() -> Iterator[None]:
    """As `empty_account`, and as strict as AWS is."""
    clock = Clock()
    clock.ms = time.time_ns() // 1_000_000
    with empty_account(), wired(StrictAWS(clock)), urls_checked(clock):
        yield


@contextmanager
def stack_account(endpoint: str) -> Iterator[None]:
    """Nothing is in it: what was there before is forgotten."""
    urllib.request.urlopen(urllib.request.Request(f"{endpoint}/_ministack/reset", method="POST")).close()  # noqa: S310
    with pytest.MonkeyPatch.context() as patch, _session_of_its_own():
        for name in [name for name in os.environ if name.startswith("AWS_")]:
            patch.delenv(name)
        for name, value in (ENVIRONMENT | for_stack(endpoint)).items():
            patch.setenv(name, value)
        for name in ("AWS_REGION", "AWS_DEFAULT_REGION"):
            patch.setenv(name, REGION)
        yield


@contextmanager
def _session_of_its_own() -> Iterator[None]:
    """Sessions keep the credentials that they have found first."""
    _forget_sessions()
    try:
        yield
    finally:
        _forget_sessions()


def _forget_sessions() -> None:
    _session.cache_clear()
    boto3.DEFAULT_SESSION = None
