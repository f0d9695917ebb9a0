"""The answers of a route, status by status: its own, and the errors that the contract makes of what it refuses."""

from collections.abc import Iterable, Sequence

from pydantic import ValidationError

from filegate.contracts.answers import Contract, ErrorAnswer, Json, Occasion
from filegate.contracts.document.components import reference
from filegate.contracts.document.operation import Operation
from filegate.contracts.document.refusals import OF_ANY_ROUTE, OF_KEYED_ROUTES, Refusal
from filegate.contracts.schemas import Model, Schemas

Cases = dict[str, tuple[Refusal, ErrorAnswer]]
"""What is answered with one status, by name."""

_EXAMPLE = Occasion("0d6b3c51-6a4f-4c1e-9f57-2f0a3f1b7c55")

SHARED_HEADERS: Json = {
    "x-request-id": {"description": "The id of this request.", "required": True, "schema": {"type": "string"}},
    "X-RateLimit-Limit": {"description": "Requests a minute of this key.", "schema": {"type": "integer", "minimum": 1}},
    "X-RateLimit-Remaining": {"description": "What is left of them.", "schema": {"type": "integer", "minimum": 0}},
    "X-RateLimit-Reset": {
        "description": "When they are whole again, in unix seconds.",
        "schema": {"type": "integer", "minimum": 0},
    },
}
_OWN_HEADERS: Json = {
    "Retry-After": {
        "description": "Seconds to wait before trying again.",
        "schema": {"type": "integer", "minimum": 1, "maximum": 60},
    },
    "x-should-retry": {
        "description": "Whether trying again can help.",
        "schema": {"type": "string", "enum": ["true", "false"]},
    },
}


def responses(operation: Operation) -> Json:
    """What it answers when all is well."""
    return {
        str(status): answer | {"headers": answer.get("headers", {}) | _shared_headers(operation)}
        for status, answer in operation.answers.items()
    }


def error_responses(operation: Operation, contract: Contract, schemas: Schemas) -> Json:
    refusals = {**OF_ANY_ROUTE, **({} if operation.open else OF_KEYED_ROUTES), **operation.refusals}
    by_status: dict[int, Cases] = {}
    for name, refusal in refusals.items():
        answer = contract.error(refusal.error, _EXAMPLE)
        by_status.setdefault(answer.status, {})[name] = refusal, answer
    shared = _shared_headers(operation)
    return {str(status): _error_response(cases, shared, schemas) for status, cases in sorted(by_status.items())}


def _error_response(cases: Cases, shared_headers: Json, schemas: Schemas) -> Json:
    answers = [answer for _, answer in cases.values()]
    examples = {name: {"value": answer.body} for name, (_, answer) in cases.items()}
    return {
        "description": " ".join(refusal.when for refusal, _ in cases.values()),
        "headers": _own_headers(answers) | shared_headers,
        "content": {"application/json": {"schema": _schema(answers, schemas), "examples": examples}},
    }


def _shared_headers(operation: Operation) -> Json:
    names = ["x-request-id"] if operation.open else SHARED_HEADERS
    return {name: {"$ref": f"#/components/headers/{name}"} for name in names}


def _own_headers(answers: Sequence[ErrorAnswer]) -> Json:
    """Those that some of the answers have; required where all of them do."""
    names = sorted(set().union(*(answer.headers for answer in answers)))
    return {
        name: _OWN_HEADERS[name] | {"required": all(name in answer.headers for answer in answers)} for name in names
    }


def _schema(answers: Iterable[ErrorAnswer], schemas: Schemas) -> Json:
    shapes = dict.fromkeys(_shape(answer.body, schemas.ERRORS) for answer in answers)
    references = [reference(shape) for shape in shapes]
    return references[0] if len(references) == 1 else {"anyOf": references}


def _shape(body: Json, shapes: Iterable[Model]) -> Model:
    """The one that the body has: what a contract answers is told by its own words, and not said again here."""
    return next(shape for shape in shapes if _fits(body, shape))


def _fits(body: Json, shape: Model) -> bool:
    try:
        shape.model_validate(body)
    except ValidationError:
        return False
    return True
