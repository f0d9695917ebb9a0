"""What AWS holds at a moment, to come back to, and what follows from it."""

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from typing import Any, Self

from botocore.exceptions import ClientError
from botocore.response import StreamingBody

from tests.reliability.account import Account
from tests.reliability.stores import BUCKETS, bucket_of, items, tags, versions


@dataclass(frozen=True)
class Answer:
    """What AWS said to a call. Bodies, which can be read only once, are kept as bytes."""

    call: str
    said: dict[str, Any]
    refusal: type[ClientError] | None = None

    @classmethod
    def to(cls, call: str, send: Callable[[], Any]) -> Self:
        try:
            said = send()
        except ClientError as error:
            return cls(call, error.response, type(error))
        return cls(call, said | ({"Body": said["Body"].read()} if "Body" in said else {}))

    def again(self) -> dict[str, Any]:
        if self.refusal:
            raise self.refusal(self.said, self.call)
        body = self.said.get("Body")
        return self.said | ({} if body is None else {"Body": StreamingBody(BytesIO(body), len(body))})

    def __str__(self) -> str:
        """All that an operation can tell it by."""
        return f"{self.call} { ({name: value for name, value in self.said.items() if name != 'ResponseMetadata'}) }"


@dataclass(frozen=True)
class Asked:
    """A call that is about to be made, and by whom. Whatever is random then comes from the name of that moment."""

    who: str
    call: str
    parameters: str
    ms: int
    send: Callable[[], Any]
    reseed: Callable[[], None]

    @property
    def key(self) -> tuple[str, str, str, int]:
        return self.who, self.call, self.parameters, self.ms


@dataclass(frozen=True)
class Moment:
    """The digest is that of all by which AWS's answers can differ."""

    digest: bytes
    back: Callable[[], None]


class Moments:
    """Asks AWS, and never the same again at the same moment. `calls` is how often it asked."""

    def __init__(self, account: Account) -> None:
        self.calls = 0
        self._account = account
        self._ms = account.clock.ms
        self._known: dict[tuple[Any, ...], tuple[Answer, Moment]] = {}

    def now(self) -> Moment:
        """Operations have clocks of their own; the account's stands."""
        self._account.clock.ms = self._ms
        return Moment(_digest(self._account), self._account.keep())

    def after(self, moment: Moment, asked: Asked) -> tuple[Answer, Moment]:
        key = (moment.digest, *asked.key)
        if key not in self._known:
            self.calls += 1
            moment.back()
            self._account.clock.ms = asked.ms
            asked.reseed()
            answer = Answer.to(asked.call, asked.send)
            self._known[key] = answer, self.now()
            self._account.clock.ms = asked.ms
        return self._known[key]


def _digest(account: Account) -> bytes:
    records = sorted(repr(sorted(item.items())) for item in items())
    objects = sorted((name, *_told(each)) for name in BUCKETS for each in versions(name))
    parts = sorted(
        (upload_id, each.key_name, sorted((number, part.etag) for number, part in each.parts.items()))
        for name in BUCKETS
        for upload_id, each in bucket_of(name).multiparts.items()
    )
    marks = sorted((place, sorted(each.items())) for place, each in tags().items() if each)
    tokens = sorted((token, repr(asked)) for token, (_, asked, _) in account.strict.decided.items())
    return sha256(repr((records, objects, parts, marks, tokens)).encode()).digest()


def _told(stored: Any) -> tuple[Any, ...]:
    return stored.key, stored.version, stored.etag, stored.content is None
