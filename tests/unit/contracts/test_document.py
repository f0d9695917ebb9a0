"""The OpenAPI document of each contract: valid, complete, and made of what the code says."""

import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate

from filegate.contracts import CONTRACTS, contract_named
from filegate.contracts.document import document
from tests import sam

DOCUMENTS = {contract: document(contract) for contract in CONTRACTS}

each_contract = pytest.mark.parametrize("contract", CONTRACTS)


def operations(contract: str) -> dict[str, Any]:
    return {one["operationId"]: one for path in DOCUMENTS[contract]["paths"].values() for one in path.values()}


def parameters(contract: str, operation: str) -> dict[str, Any]:
    return {each["name"]: each["schema"] for each in operations(contract)[operation]["parameters"]}


@each_contract
def test_it_is_a_valid_document(contract: str) -> None:
    validate(json.loads(json.dumps(DOCUMENTS[contract])))


@each_contract
def test_it_has_every_route_of_the_template_and_no_other(contract: str) -> None:
    described = {
        (method.upper(), path): one["operationId"]
        for path, methods in DOCUMENTS[contract]["paths"].items()
        for method, one in methods.items()
    }
    assert described == sam.routes()


@each_contract
def test_it_asks_for_a_key_wherever_the_template_does(contract: str) -> None:
    without = {name for name, one in operations(contract).items() if one.get("security") == []}
    assert without == {sam.routes()[route] for route in sam.open_routes()}


@each_contract
def test_a_list_has_the_limits_of_the_contract(contract: str) -> None:
    limits = contract_named(contract).list_limits
    described = parameters(contract, "list_files")["limit"]
    assert described == {"type": "integer", "minimum": 1, "maximum": limits.most, "default": limits.default}


@each_contract
def test_a_creation_has_the_status_of_the_contract_and_no_other_success(contract: str) -> None:
    statuses = [status for status in operations(contract)["create_file"]["responses"] if status < "400"]
    assert statuses == [str(contract_named(contract).created_status)]


@each_contract
def test_every_example_is_of_the_schema_beside_it(contract: str) -> None:
    answers = [answer for one in operations(contract).values() for answer in one["responses"].values()]
    told = [content for answer in answers for content in answer.get("content", {}).values() if "examples" in content]
    assert told
    for content in told:
        schema = content["schema"] | {"components": DOCUMENTS[contract]["components"]}
        for example in content["examples"].values():
            Draft202012Validator(schema).validate(example["value"])


@each_contract
def test_every_answer_names_its_request_and_those_of_keyed_routes_the_limit(contract: str) -> None:
    for one in operations(contract).values():
        shared = {"x-request-id"}
        if one.get("security") != []:
            shared |= {"X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset"}
        assert all(shared <= answer["headers"].keys() for answer in one["responses"].values())


@each_contract
def test_every_answer_that_a_retry_may_mend_says_when(contract: str) -> None:
    for one in operations(contract).values():
        retried = [answer for status, answer in one["responses"].items() if status in {"429", "502", "503"}]
        assert len(retried) == 2
        assert all(answer["headers"]["Retry-After"]["required"] for answer in retried)


@pytest.mark.parametrize(
    ("contract", "statuses"),
    [
        ("openai", {"200", "400", "401", "403", "409", "413", "415", "429", "500", "503"}),
        ("ai-stats", {"200", "400", "401", "403", "409", "413", "415", "429", "500", "502"}),
        ("maniac", {"201", "401", "403", "409", "422", "429", "500", "503"}),
    ],
)
def test_a_creation_has_the_statuses_that_the_contract_gives_its_errors(contract: str, statuses: set[str]) -> None:
    assert operations(contract)["create_file"]["responses"].keys() == statuses


def test_allowed_purposes_are_the_only_ones_of_the_form() -> None:
    form = document("openai", ("batch", "evals"))["paths"]["/files"]["post"]["requestBody"]["content"]
    assert form["multipart/form-data"]["schema"]["properties"]["purpose"]["enum"] == ["batch", "evals"]
