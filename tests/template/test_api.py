"""The API: who is asked for the key, and what API Gateway answers by itself, which reads like our own answers."""

import json
from typing import Any

import pytest

from local import contract_texts, gateway_responses
from tests import sam

(API,) = sam.resources("AWS::Serverless::Api").values()
PARAMETERS = sam.template()["Parameters"]
CONTRACTS = PARAMETERS["Contract"]["AllowedValues"]
KINDS = list(API["DefinitionBody"][gateway_responses.EXTENSION])
STATUSES = {
    "UNAUTHORIZED": "401",
    "ACCESS_DENIED": "401",
    "MISSING_AUTHENTICATION_TOKEN": "404",
    "REQUEST_TOO_LARGE": "413",
    "UNSUPPORTED_MEDIA_TYPE": "415",
    "THROTTLED": "429",
    "AUTHORIZER_FAILURE": "503",
    "INTEGRATION_FAILURE": "503",
    "INTEGRATION_TIMEOUT": "503",
    "DEFAULT_4XX": "400",
    "DEFAULT_5XX": "500",
}


def answer_to(kind: str, contract: str = "openai") -> dict[str, Any]:
    return gateway_responses.written_in(sam.template(), {"Contract": contract})[kind]


def body_of(kind: str, contract: str) -> Any:
    return json.loads(answer_to(kind, contract)["responseTemplates"]["application/json"])


def test_every_route_but_the_document_and_its_page_needs_a_key(transformed: dict[str, Any]) -> None:
    (api,) = (each for each in transformed["Resources"].values() if each["Type"] == "AWS::ApiGateway::RestApi")
    paths = api["Properties"]["Body"]["paths"]
    keyless = {route for route in sam.routes() if {"ApiKey": []} not in paths[route[1]][route[0].lower()]["security"]}
    assert keyless == sam.open_routes() == {("GET", "/openapi.json"), ("GET", "/docs")}
    assert API["Auth"]["DefaultAuthorizer"] == "ApiKey"


def test_the_authorizer_sees_the_authorization_header_and_keeps_its_verdict_for_a_minute() -> None:
    authorizer = API["Auth"]["Authorizers"]["ApiKey"]
    assert authorizer["FunctionArn"] == {"Ref": "AuthorizeFunction.Alias"}
    assert authorizer["FunctionPayloadType"] == "REQUEST"
    assert authorizer["Identity"] == {"Headers": ["Authorization"], "ReauthorizeEvery": 60}


def test_bodies_of_every_type_pass_untouched() -> None:
    assert API["BinaryMediaTypes"] == ["*~1*"]


def test_api_gateway_answers_for_itself_with_these_statuses() -> None:
    assert {kind: answer_to(kind).get("statusCode") for kind in KINDS} == STATUSES


def test_its_answers_are_in_the_words_of_the_contracts() -> None:
    text = contract_texts.TEMPLATE.read_text()
    assert contract_texts.written_into(text) == text


@pytest.mark.parametrize("contract", CONTRACTS)
@pytest.mark.parametrize("kind", KINDS)
def test_its_answers_are_json(kind: str, contract: str) -> None:
    assert isinstance(body_of(kind, contract), dict)


@pytest.mark.parametrize("kind", KINDS)
def test_its_answers_are_json_only_and_name_the_request(kind: str) -> None:
    answer = answer_to(kind)
    assert list(answer["responseTemplates"]) == ["application/json"]
    assert answer["responseParameters"]["gatewayresponse.header.x-request-id"] == "context.requestId"


@pytest.mark.parametrize("kind", [kind for kind, status in STATUSES.items() if status in {"429", "503"}])
def test_its_answers_that_a_retry_may_mend_say_when(kind: str) -> None:
    assert answer_to(kind)["responseParameters"]["gatewayresponse.header.Retry-After"] == "'1'"


def test_there_is_one_stage(transformed: dict[str, Any]) -> None:
    resources = transformed["Resources"].values()
    kinds = {"AWS::ApiGateway::Stage", "AWS::ApiGateway::Deployment"}
    named = [each["Properties"].get("StageName") for each in resources if each["Type"] in kinds]
    assert [name for name in named if name] == ["v1"]


@pytest.mark.parametrize("path", sorted({path for _, path in sam.routes()}))
def test_a_browser_may_ask_about_every_route_without_a_key(path: str, transformed: dict[str, Any]) -> None:
    (api,) = (each for each in transformed["Resources"].values() if each["Type"] == "AWS::ApiGateway::RestApi")
    preflight = api["Properties"]["Body"]["paths"][path]["options"]
    assert "security" not in preflight
    assert preflight["x-amazon-apigateway-integration"]["contentHandling"] == "CONVERT_TO_TEXT"


@pytest.mark.parametrize("name", PARAMETERS)
def test_a_parameter_is_described_has_a_default_and_refuses_nonsense(name: str) -> None:
    parameter = PARAMETERS[name]
    assert parameter["Description"].endswith(".")
    assert "Default" in parameter
    assert {"AllowedValues", "AllowedPattern", "MinValue"} & parameter.keys()


def test_every_parameter_is_shown_in_one_group() -> None:
    groups = sam.template()["Metadata"]["AWS::CloudFormation::Interface"]["ParameterGroups"]
    shown = [name for group in groups for name in group["Parameters"]]
    assert sorted(shown) == sorted(PARAMETERS)


@pytest.mark.parametrize("output", sam.template()["Outputs"].values(), ids=list(sam.template()["Outputs"]))
def test_an_output_is_described(output: dict[str, Any]) -> None:
    assert output["Description"]
