"""Records what a function asks of botocore, so that the same can be asked again without the function."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

from botocore.session import Session

if TYPE_CHECKING:
    from botocore.client import BaseClient

Create = Callable[..., Any]


@dataclass(frozen=True)
class Call:
    """One call of a client's method."""

    client: BaseClient
    method: str
    positional: tuple[Any, ...]
    parameters: Mapping[str, Any]

    def again(self, other: Mapping[str, str]) -> None:
        """The same, with other texts in place of some; bodies are read, as the adapters do."""
        answer = getattr(self.client, self.method)(*self.positional, **replaced(self.parameters, other))
        if isinstance(answer, dict) and "Body" in answer:
            answer["Body"].read()


@dataclass
class Recording:
    """Its calls in their order."""

    calls: list[Call] = field(default_factory=list)


class _Recorded:
    """A client that writes down what it is asked."""

    def __init__(self, client: BaseClient, recording: Recording) -> None:
        self._client = client
        self._recording = recording

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever the client has.
        method = getattr(self._client, name)

        def call(*positional: Any, **parameters: Any) -> Any:  # noqa: ANN401 - whatever the method takes.
            self._recording.calls.append(Call(self._client, name, positional, parameters))
            return method(*positional, **parameters)

        return call


@contextmanager
def recorded() -> Iterator[Recording]:
    """What the clients are asked that are made while this is open."""
    recording, create = Recording(), Session.create_client

    def make(session: Session, *positional: Any, **options: Any) -> Any:  # noqa: ANN401 - as botocore has it.
        return _Recorded(create(session, *positional, **options), recording)

    with patch.object(Session, "create_client", make):
        yield recording


def replaced(value: Any, other: Mapping[str, str]) -> Any:  # noqa: ANN401 - any parameters.
    """The same value with these parts of its texts replaced."""
    if isinstance(value, dict):
        return {key: replaced(each, other) for key, each in value.items()}
    if isinstance(value, list):
        return [replaced(each, other) for each in value]
    if isinstance(value, str):
        for old, new in other.items():
            value = value.replace(old, new)
    return value
