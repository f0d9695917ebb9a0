"""The API: who is asked for the key, and what API Gateway answers by itself, which reads like our own answers."""

import json
from typing import Any

import pytest

from filegate.contracts import contract_named
from filegate.domain.errors import FileTooLarge, Unauthenticated
from filegate.domain.limits import MAX_FILE_BYTES
from local import gateway_responses
from tests import sam

(API,) = sam.resources("AWS::Serverless::Api").values()
PARAMETERS = sam.template()["Parameters"]
CONTRACTS = PARAMETERS["Contract"]["AllowedValues"]
KINDS = list(API["GatewayResponses"])
STATUSES = {
    "UNAUTHORIZED": "401",
    "ACCESS_DENIED": "401",
    "MISSING_AUTHENTICATION_TOKEN": "404",
    "REQUEST_TOO_LARGE": "413",
    "THROTTLED": "429",
    "AUTHORIZER_FAILURE": "503",
    "INTEGRATION_FAILURE": "503",
    "INTEGRATION_TIMEOUT": "503",
    "DEFAULT_4XX": None,
    "DEFAULT_5XX": None,
}


def answer_to(kind: str, contract: str = "openai") -> dict[str, Any]:
    return gateway_responses.written_in(sam.template(), {"Contract": contract})[kind]


def body_of(kind: str, contract: str) -> Any:
    return json.loads(answer_to(kind, contract)["responseTemplates"]["application/json"])


def shape(value: Any) -> Any:
    """Names without values."""
    return {name: shape(inner) for name, inner in value.items()} if isinstance(value, dict) else None


def test_every_route_needs_a_key() -> None:
    events = [event for function in sam.functions().values() for event in function.get("Events", {}).values()]
    assert not any("Auth" in event["Properties"] for event in events)
    assert API["Auth"]["DefaultAuthorizer"] == "ApiKey"


def test_the_authorizer_sees_the_authorization_header_and_keeps_its_verdict_for_a_minute() -> None:
    authorizer = API["Auth"]["Authorizers"]["ApiKey"]
    assert authorizer["FunctionArn"] == {"Fn::GetAtt": ["AuthorizeFunction", "Arn"]}
    assert authorizer["FunctionPayloadType"] == "REQUEST"
    assert authorizer["Identity"] == {"Headers": ["Authorization"], "ReauthorizeEvery": 60}


def test_bodies_of_every_type_pass_untouched() -> None:
    assert API["BinaryMediaTypes"] == ["*~1*"]


def test_api_gateway_answers_for_itself_with_these_statuses() -> None:
    assert {kind: answer_to(kind).get("statusCode") for kind in KINDS} == STATUSES


@pytest.mark.parametrize("contract", CONTRACTS)
@pytest.mark.parametrize("kind", KINDS)
def test_its_answers_have_the_shape_of_the_contract(kind: str, contract: str) -> None:
    assert shape(body_of(kind, contract)) == shape(contract_named(contract).error(None).body)


@pytest.mark.parametrize("kind", KINDS)
def test_its_answers_are_json_only_and_name_the_request(kind: str) -> None:
    answer = answer_to(kind)
    assert list(answer["responseTemplates"]) == ["application/json"]
    assert answer["responseParameters"]["gatewayresponse.header.x-request-id"] == "context.requestId"


@pytest.mark.parametrize("kind", [kind for kind, status in STATUSES.items() if status in {"429", "503"}])
def test_its_answers_that_a_retry_may_mend_say_when(kind: str) -> None:
    assert answer_to(kind)["responseParameters"]["gatewayresponse.header.Retry-After"] == "'1'"


@pytest.mark.parametrize("contract", CONTRACTS)
def test_a_refused_key_reads_as_in_the_contract(contract: str) -> None:
    ours = contract_named(contract).error(Unauthenticated("Incorrect API key provided."))
    assert body_of("ACCESS_DENIED", contract) == ours.body
    assert answer_to("ACCESS_DENIED", contract)["statusCode"] == str(ours.status)


def test_too_large_a_request_is_refused_as_too_large_a_file_is() -> None:
    ours = contract_named("openai").error(FileTooLarge(MAX_FILE_BYTES)).body["error"]
    theirs = body_of("REQUEST_TOO_LARGE", "openai")["error"]
    same = ("type", "param", "code")
    assert [theirs[name] for name in same] == [ours[name] for name in same]
    assert str(MAX_FILE_BYTES) in theirs["message"]


def test_every_text_is_there_in_every_contract() -> None:
    assert all(list(texts) == CONTRACTS for texts in sam.template()["Mappings"].values())


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
