"""Answers that API Gateway makes without a function, as to a browser's preflight. MiniStack imports them empty."""

from collections.abc import Iterator, Mapping
from typing import Any

from mypy_boto3_apigateway import APIGatewayClient

INTEGRATION = "x-amazon-apigateway-integration"


def put(client: APIGatewayClient, api_id: str, definition: Mapping[str, Any]) -> None:
    resources = {each["path"]: each["id"] for each in client.get_resources(restApiId=api_id, limit=500)["items"]}
    for path, method, responses in _mocks(definition):
        for response in responses.values():
            client.put_integration_response(
                restApiId=api_id,
                resourceId=resources[path],
                httpMethod=method.upper(),
                statusCode=response["statusCode"],
                responseParameters=response.get("responseParameters", {}),
            )


def _mocks(definition: Mapping[str, Any]) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    for path, operations in definition.get("paths", {}).items():
        for method, operation in operations.items():
            integration = operation.get(INTEGRATION, {})
            if integration.get("type") == "mock":
                yield path, method, integration["responses"]
