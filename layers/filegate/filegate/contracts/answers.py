"""What a contract must say, and what it says it with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from filegate.domain.errors import Conflict, FilegateError, RateLimited, StorageUnavailable

if TYPE_CHECKING:
    from filegate.domain.files import StoredFile
    from filegate.domain.pages import FilePage
    from filegate.domain.replies import Unanswered

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Occasion:
    """The request that an error answers: its id, and where it carried its parameters, `body` or `query`."""

    request_id: str
    place: str = "body"


@dataclass(frozen=True, slots=True)
class ErrorAnswer:
    """An error on the wire."""

    status: int
    body: Json
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ListLimits:
    """How many files a page of a list has: where the client does not say, and at most."""

    default: int
    most: int


class Contract(Protocol):
    """A module of this package. It only words what the domain decided."""

    @property
    def created_status(self) -> int:
        """HTTP status of a created file."""

    @property
    def list_limits(self) -> ListLimits: ...

    def spelled(self, file_id: str, /) -> str:
        """The id as clients see it."""

    def file(self, file: StoredFile, /) -> Json:
        """A file object."""

    @property
    def explains_lines(self) -> bool:
        """Whether a line of a batch that failed has its error also beside an answer."""

    def line_error(self, result: Unanswered, /) -> Json:
        """The error of a line of a batch."""

    def file_list(self, page: FilePage, /) -> Json: ...

    def deleted(self, file: StoredFile, /) -> Json: ...

    def error(self, error: FilegateError | None, occasion: Occasion, /) -> ErrorAnswer:
        """The answer for an error of the domain, or for an unexpected failure (None), of which it tells nothing."""


def retry_headers(error: FilegateError | None) -> dict[str, str]:
    """When to try again, in the words that OpenAI's SDKs obey in every contract."""
    if isinstance(error, Conflict):
        lasting = {"x-should-retry": "false"}
        return {"x-should-retry": "true", "Retry-After": str(error.retry_after)} if error.passing else lasting
    if isinstance(error, RateLimited | StorageUnavailable):
        return {"Retry-After": str(error.retry_after)}
    return {}
