"""Requests that schemathesis makes from the API's document, fitting and unfitting ones, and what may come back."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import requests
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy
from schemathesis import APIOperation, Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]

Ids = Mapping[str, Sequence[str]]
"""By the names that paths give them, ids of what is there: some that each route says yes to."""


def check_answers(
    document: Mapping[str, Any], base_url: str, session: requests.Session, *, ids: Ids, examples: int
) -> list[tuple[str, int]]:
    """Sends that many requests of every route and of both sorts; what came back."""
    answered: list[tuple[str, int]] = []

    def send(case: Case) -> None:
        answer = case.call(base_url=base_url, session=session, allow_redirects=False, timeout=30)
        answered.append((case.operation.label, answer.status_code))
        case.validate_response(answer, checks=CHECKS)

    for cases in _every_route(document, ids):
        _run(cases, send, examples)
    return answered


def succeeded(answered: list[tuple[str, int]]) -> set[str]:
    """The routes that said yes at least once."""
    return {route for route, status in answered if status < 400}


def _every_route(document: Mapping[str, Any], ids: Ids) -> Iterator[SearchStrategy[Case]]:
    found = [each.ok() for each in schemathesis.openapi.from_dict(dict(document)).get_all_operations()]
    for operation in sorted(found, key=lambda each: each.method == "delete"):
        takes = document["paths"][operation.path][operation.method].keys()
        # What takes nothing cannot be given anything wrong.
        modes = list(GenerationMode) if {"parameters", "requestBody"} & takes else [GenerationMode.POSITIVE]
        for mode in modes:
            yield st.one_of(_cases(operation, mode, ids))


def _cases(operation: APIOperation, mode: GenerationMode, ids: Ids) -> list[SearchStrategy[Case]]:
    named = [(name, each) for name in ids if f"{{{name}}}" in operation.path for each in ids[name]]
    known = [operation.as_strategy(mode, path_parameters={name: each}) for name, each in named]
    return [operation.as_strategy(mode), *known]


def _run(cases: SearchStrategy[Case], send: Callable[[Case], None], examples: int) -> None:
    @settings(
        max_examples=examples,
        deadline=None,
        database=None,
        derandomize=True,  # What fails once fails again.
        suppress_health_check=list(HealthCheck),
    )
    @given(case=cases)
    def every_case(case: Case) -> None:
        send(case)

    every_case()
