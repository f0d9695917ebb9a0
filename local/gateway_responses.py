"""API Gateway's own error answers. MiniStack leaves them out of an imported API, so they are put there by its API."""

from collections.abc import Mapping
from typing import Any

from mypy_boto3_apigateway import APIGatewayClient

from local.template_values import TemplateValues

EXTENSION = "x-amazon-apigateway-gateway-responses"


def written_in(template: Mapping[str, Any], parameters: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    """The gateway responses of the template's API, by their type, as `put_gateway_response` takes them."""
    apis = [each for each in template["Resources"].values() if each["Type"] == "AWS::Serverless::Api"]
    values = TemplateValues(template, parameters)
    return {
        kind: values.of(response)
        for api in apis
        for kind, response in api["Properties"]["DefinitionBody"][EXTENSION].items()
    }


def put(client: APIGatewayClient, api_id: str, stage: str, responses: Mapping[str, Mapping[str, Any]]) -> None:
    for kind, arguments in responses.items():
        client.put_gateway_response(restApiId=api_id, responseType=kind, **arguments)  # type: ignore[arg-type]
    # They take effect with the next deployment only.
    client.create_deployment(restApiId=api_id, stageName=stage, description="Gateway responses")
