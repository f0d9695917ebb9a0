"""One AWS account in this process, with a project in it, whose functions are run as they are and may be broken off."""

import importlib
import json
from base64 import b64decode
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from botocore.retries.quota import RetryQuota
from moto.s3.models import FakeKey

from filegate import bootstrap
from filegate.adapters.aws import dynamodb_client
from filegate.adapters.dynamodb_projects import DynamoDBProjects
from filegate.domain.projects import Project, Quota
from tests import aws_account, sam
from tests.aws_account import make_bucket, make_drop_zone, make_table
from tests.builders import NOW
from tests.functions.calls import Event, Read
from tests.functions.upload_calls import Context
from tests.reliability.clock import Clock, clock_in_charge
from tests.reliability.presigned_urls import urls_checked
from tests.reliability.snapshots import Snapshot, fingerprint
from tests.reliability.strict_aws import StrictAWS
from tests.reliability.wire import Layer, wired

PIECE_BYTES = 8
"""A thousandth of a thousandth of what S3 takes: so that files that are joined in pieces are handy to test with."""

COPIED_AT_ONCE_BYTES = 1500
"""So that what is more is copied in parts."""

SCHEDULED = ("resume_batches", "expire_uploads", "expire_files", "purge_files", "sweep_drops", "sweep_store")
"""Functions that time starts, in the order in which one may need what the one before did."""

QUOTA = Quota(size=10**9, files=1000)
LONG_ENOUGH = 3 * 3600
"""Beyond it every session has expired, every claim can be taken over, and what is nobody's is old."""

MOST_ROUNDS = 5

BROKEN_OFF = 502


class Crash(BaseException):
    """The process dies here: nothing of ours catches it, and nothing more is done by it."""


@dataclass(frozen=True)
class Outcome:
    """What whoever called the function got: an answer, or only that there is none (BROKEN_OFF)."""

    status: int
    read: Read | None = None
    value: Any = None

    @property
    def may_be_repeated(self) -> bool:
        """As the SDKs decide."""
        if self.read and "x-should-retry" in self.read.headers:
            return self.read.headers["x-should-retry"] == "true"
        return self.status in {408, 409, 429} or self.status >= 500


class Account:
    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.strict = StrictAWS(clock)

    def invoke(self, function: str, event: Event, *layers: Layer) -> Outcome:
        """Events and answers cross as JSON, as they do on AWS. The layers stand before AWS, the last one first."""
        handler = importlib.import_module(f"functions.{function}.app").handler
        with ExitStack() as stack:
            for layer in layers:
                stack.enter_context(wired(layer))
            try:
                value = json.loads(json.dumps(handler(json.loads(json.dumps(event)), Context())))
            except Crash:
                return Outcome(BROKEN_OFF)
            except Exception as error:  # noqa: BLE001 - AWS tells the caller that the function failed, whatever it was.
                return Outcome(500, value=repr(error))
        return _outcome(value)

    def settle(self, meanwhile: Callable[[], None] = lambda: None) -> list[Outcome]:
        """Much time passes, and what time starts runs, until it finds nothing to do any more, which is soon.

        `meanwhile` does what follows from it.
        """
        self.clock.advance(LONG_ENOUGH)
        outcomes: list[Outcome] = []
        for _ in range(MOST_ROUNDS):
            before = fingerprint()
            outcomes += [self.invoke(function, {}) for function in scheduled()]
            meanwhile()
            if fingerprint() == before:
                return outcomes
        return [*outcomes, Outcome(500, value="it never comes to rest")]

    def keep(self) -> Callable[[], None]:
        """What brings everything back to this moment."""
        snapshot, ms = Snapshot.taken(), self.clock.ms
        random, decided = self.clock.random.getstate(), dict(self.strict.decided)

        def back() -> None:
            snapshot.restore()
            self.clock.ms, self.strict.decided = ms, dict(decided)
            self.clock.random.setstate(random)

        return back


def scheduled() -> list[str]:
    """Those that are there."""
    return [name for name in SCHEDULED if (sam.ROOT / "functions" / name / "app.py").exists()]


@contextmanager
def new_account(seed: int = 0, quota: Quota = QUOTA, **environment: str) -> Iterator[Account]:
    """`environment` is what the functions' own has beside that of aws_account."""
    with (
        aws_account.empty_account(**environment),
        clock_in_charge(seed) as clock,
        pytest.MonkeyPatch.context() as patch,
    ):
        # What a snapshot holds must stay readable when it is deleted; the account's end frees it all.
        patch.setattr(FakeKey, "dispose", lambda *_, **__: None)
        # botocore gives up retrying where one warm client meets hundreds of failures; ours come one at a time.
        patch.setattr(RetryQuota, "acquire", lambda *_: True)
        patch.setattr("filegate.adapters.s3_joining.PIECE_BYTES", PIECE_BYTES)
        patch.setattr("filegate.adapters.s3_copies.AT_ONCE_BYTES", COPIED_AT_ONCE_BYTES)
        patch.setattr("filegate.adapters.s3_copies._LEAST_PART_BYTES", COPIED_AT_ONCE_BYTES)
        patch.setattr("moto.s3.models.S3_UPLOAD_PART_MIN_SIZE", PIECE_BYTES)
        make_table()
        make_bucket()
        make_drop_zone()
        account = Account(clock)
        bootstrap.services.cache_clear()
        with wired(account.strict), urls_checked(clock):
            _add_project(quota)
            yield account
        bootstrap.services.cache_clear()


def _add_project(quota: Quota) -> None:
    DynamoDBProjects(dynamodb_client(), "files").add(Project("acme", created_at=NOW), quota)


def _outcome(value: Any) -> Outcome:
    if not isinstance(value, dict) or "statusCode" not in value:
        return Outcome(200, value=value)
    body = value["body"]
    content = b64decode(body) if value["isBase64Encoded"] else body.encode()
    return Outcome(value["statusCode"], Read(value["statusCode"], value["headers"], content))
