"""The API's functions, deployed in one contract, and what must hold of whatever they answer to whomever."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TypeVar

from filegate.contracts.schemas import Model, schemas_named
from tests.conformance.api import SHAPES
from tests.functions.calls import Event, Read, sample
from tests.reliability.account import Account, new_account
from tests.reliability.effort import thorough
from tests.reliability.snapshots import fingerprint

SHARE = 3

T = TypeVar("T")


class Edge:
    """`keep` makes the present state that to which each request is made anew."""

    def __init__(self, contract: str, account: Account) -> None:
        self.contract = contract
        self.account = account

    def keep(self) -> None:
        self._back, self._before = self.account.keep(), fingerprint()

    def ask(self, function: str, event: Event) -> Read:
        """The answer. It is never our fault, an error has the contract's shape, and then nothing has changed."""
        outcome = self.account.invoke(function, event)
        assert outcome.read, outcome
        answer = outcome.read
        assert answer.status < 500, answer
        changed = fingerprint() != self._before
        if answer.status >= 400:
            self.error_model(answer.status).model_validate_json(answer.content)
            assert not changed, answer
        if changed:
            self._back()
        assert all(value.isascii() and value.isprintable() for value in answer.headers.values()), answer.headers
        return answer

    def of_file(self, function: str, file_id: str, **headers: str) -> Read:
        event = sample(function) | {"pathParameters": {"file_id": file_id}}
        return self.ask(function, event | {"headers": event["headers"] | headers})

    def share(self, entries: Sequence[T]) -> Sequence[T]:
        """Bounded it is not all of them, least in the contracts that differ in their errors alone.

        The parsers alone are given all entries in any case.
        """
        return entries if thorough() else entries[:: SHARE if self.contract == "openai" else 4 * SHARE]

    def error_model(self, status: int) -> Model:
        name = SHAPES.get((self.contract, status), "Error")
        return next(model for model in schemas_named(self.contract).ERRORS if model.__name__ == name)


@contextmanager
def edge_of(contract: str) -> Iterator[Edge]:
    with new_account(CONTRACT=contract) as account:
        yield Edge(contract, account)


def with_query(function: str, query: list[tuple[str, str]]) -> Event:
    """The query as API Gateway gives it, decoded; None where there is none."""
    values: dict[str, list[str]] = {}
    for name, value in query:
        values.setdefault(name, []).append(value)
    last = {name: each[-1] for name, each in values.items()}
    event = sample(function)
    return event | {"multiValueQueryStringParameters": values or None, "queryStringParameters": last or None}


def strict_json(text: str) -> object:
    """RFC 8259 as the standard library reads it, without what it lets through beside. Raises ValueError."""
    return json.loads(text, parse_constant=_no_number)


def _no_number(name: str) -> float:
    raise ValueError(name)
