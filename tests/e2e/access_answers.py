"""What an answer says, and what it must not."""

from collections.abc import Collection, Mapping
from functools import cache
from typing import Any

import httpx2
from jsonschema import Draft202012Validator

from filegate.contracts.document import document
from tests.e2e.access_matrix import Route
from tests.e2e.access_things import Thing

OF_THE_REQUEST = {
    "date",
    "x-amz-request-id",
    "x-amzn-requestid",
    "x-ratelimit-remaining",
    "x-ratelimit-reset",
    "x-request-id",
}
"""Headers that differ between any two requests."""

_document = cache(document)


def said(answer: httpx2.Response, asked: Thing) -> tuple[int, str, Mapping[str, str]]:
    """All of it, but for the id that was asked about and what names the request."""
    headers = {name: value for name, value in answer.headers.items() if name not in OF_THE_REQUEST}
    return answer.status_code, _without(answer.text, asked), headers


def traces(answer: httpx2.Response, asked: Thing, secrets: Collection[str]) -> list[str]:
    """Those of the secrets that the answer shows anywhere beyond what was asked for by its id."""
    shown = _without(f"{answer.headers} {answer.text}", asked)
    return [secret for secret in secrets if secret in shown]


def misshapen(route: Route, answer: httpx2.Response) -> str | None:
    """How the answer is not what the API's document says of the route, if so."""
    method, path = route
    described = _document("openai")
    responses = described["paths"][path][method.lower()]["responses"]
    if str(answer.status_code) not in responses:
        return f"the document knows no {answer.status_code}"
    if not answer.headers.get("x-request-id"):
        return "no x-request-id"
    if answer.headers["content-type"] != "application/json":
        return None if answer.status_code < 400 else answer.headers["content-type"]
    schema: dict[str, Any] = responses[str(answer.status_code)]["content"]["application/json"]["schema"]
    found = Draft202012Validator({**schema, "components": described["components"]}).iter_errors(answer.json())
    return next((error.message for error in found), None)


def _without(text: str, asked: Thing) -> str:
    return text.replace(asked.digits, "") if asked.digits else text
