"""The OpenAPI 3.1 document of the API in one contract, made from the code that it describes."""

from filegate.contracts import contract_named
from filegate.contracts.answers import Contract, Json
from filegate.contracts.document.answers import SHARED_HEADERS, error_responses, responses
from filegate.contracts.document.components import components
from filegate.contracts.document.operation import Operation
from filegate.contracts.document.operations import operations
from filegate.contracts.schemas import Schemas, schemas_named

_SECURITY = "ApiKey"


def document(contract: str, allowed_purposes: tuple[str, ...] = ()) -> Json:
    """Raises KeyError for a contract that there is not. The server is wherever the document itself was found."""
    words, schemas = contract_named(contract), schemas_named(contract)
    key = {"type": "http", "scheme": "bearer", "description": "An API key: fg_ and 38 letters and digits."}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Filegate",
            "version": "1",
            "description": f"Files, Uploads and Batches API, in the `{contract}` contract.",
        },
        "servers": [{"url": "."}],
        "security": [{_SECURITY: []}],
        "paths": _paths(operations(words, allowed_purposes), words, schemas),
        "components": {
            "schemas": components(schemas),
            "headers": SHARED_HEADERS,
            "securitySchemes": {_SECURITY: key},
        },
    }


def _paths(every: list[Operation], contract: Contract, schemas: Schemas) -> Json:
    paths: Json = {}
    for one in every:
        paths.setdefault(one.path, {})[one.method] = _operation(one, contract, schemas)
    return paths


def _operation(operation: Operation, contract: Contract, schemas: Schemas) -> Json:
    described: Json = {"operationId": operation.name, "tags": [operation.tag], "summary": operation.summary}
    if operation.open:
        described["security"] = []
    if operation.parameters:
        described["parameters"] = list(operation.parameters)
    if operation.body:
        described["requestBody"] = operation.body
    answers = responses(operation) | error_responses(operation, contract, schemas)
    return described | {"responses": answers}
