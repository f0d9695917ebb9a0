"""API Gateway's own error answers. MiniStack leaves SAM's GatewayResponses out, so they are put there by its API."""

from collections.abc import Iterator, Mapping
from typing import Any

from mypy_boto3_apigateway import APIGatewayClient

from local.template_values import TemplateValues

PLACES = {"Headers": "header", "Paths": "path", "QueryStrings": "querystring"}


def written_in(template: Mapping[str, Any], parameters: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    """The gateway responses of the template's API, by their type, as `put_gateway_response` takes them."""
    apis = [each for each in template["Resources"].values() if each["Type"] == "AWS::Serverless::Api"]
    values = TemplateValues(template, parameters)
    return {
        kind: _as_arguments(values.of(response))
        for api in apis
        for kind, response in api["Properties"].get("GatewayResponses", {}).items()
    }


def put(client: APIGatewayClient, api_id: str, stage: str, responses: Mapping[str, Mapping[str, Any]]) -> None:
    for kind, arguments in responses.items():
        client.put_gateway_response(restApiId=api_id, responseType=kind, **arguments)  # type: ignore[arg-type]
    # They take effect with the next deployment only.
    client.create_deployment(restApiId=api_id, stageName=stage, description="Gateway responses")


def _as_arguments(response: Mapping[str, Any]) -> dict[str, Any]:
    arguments: dict[str, Any] = {"responseParameters": dict(_parameters(response.get("ResponseParameters", {})))}
    if "StatusCode" in response:
        arguments["statusCode"] = str(response["StatusCode"])
    if "ResponseTemplates" in response:
        arguments["responseTemplates"] = response["ResponseTemplates"]
    return arguments


def _parameters(by_place: Mapping[str, Mapping[str, str]]) -> Iterator[tuple[str, str]]:
    for place, values in by_place.items():
        for name, value in values.items():
            yield f"gatewayresponse.{PLACES[place]}.{name}", value
