"""The deployed API in this process, for any httpx2 client: API Gateway's part played as AWS documents it.

Routes, authorizer and gateway responses are those of template.yaml; the functions are run as they are, and one that
raises fails the test. The verdict on a key is asked for anew each time, where AWS would keep it for a minute.
"""

import json
import os
from base64 import b64decode
from collections.abc import Mapping
from fnmatch import fnmatchcase
from functools import cache
from importlib import import_module
from typing import Any
from uuid import uuid4

import httpx2

from local import gateway_responses
from tests import sam
from tests.proxy_events import STAGE, Event, match, proxy_event

HOST = "api.filegate.test"
BASE_URL = f"https://{HOST}/{STAGE}"
API_ARN = f"arn:aws:execute-api:eu-central-1:123456789012:a1b2c3d4e5/{STAGE}"
MOST_REQUEST_BYTES = 10 * 1_048_576
MOST_LAMBDA_BYTES = 6_291_556


class Refused(Exception):
    """API Gateway answers by itself, with the gateway response of that type; `status` where the type has none."""

    def __init__(self, kind: str, status: int = 0) -> None:
        super().__init__(kind)
        self.kind = kind
        self.status = status


class LambdaTransport(httpx2.BaseTransport):
    """Answers every request to BASE_URL; other hosts are out of reach."""

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        if request.url.host != HOST:
            raise httpx2.ConnectError(f"{request.url.host} is not in this process", request=request)
        request_id = str(uuid4())
        try:
            return _response(_answer(request, request_id), request_id)
        except Refused as refusal:
            return _gateway_response(refusal, request_id)


def client(**headers: str) -> httpx2.Client:
    """A plain HTTP client of the API, for requests that no SDK would send."""
    return httpx2.Client(transport=LambdaTransport(), base_url=BASE_URL, headers=headers)


def _answer(request: httpx2.Request, request_id: str) -> Event:
    matched = match(request)
    if matched is None:
        raise Refused("MISSING_AUTHENTICATION_TOKEN")
    if len(request.read()) > MOST_REQUEST_BYTES:
        raise Refused("REQUEST_TOO_LARGE")
    event = proxy_event(request, matched, request_id)
    if not matched.is_open:
        event["requestContext"]["authorizer"] = _authorized(event)
    if len(json.dumps(event)) > MOST_LAMBDA_BYTES:
        raise Refused("REQUEST_TOO_LARGE")
    answer = _invoke(matched.folder, event)
    if len(json.dumps(answer)) > MOST_LAMBDA_BYTES:
        raise Refused("DEFAULT_5XX", 502)
    return answer


def _authorized(event: Event) -> dict[str, str]:
    """The context that the authorizer gives the function."""
    presented = {name.lower(): value for name, value in event["headers"].items()}
    if not presented.get("authorization"):
        raise Refused("UNAUTHORIZED")
    arn = f"{API_ARN}/{event['httpMethod']}{event['path']}"
    without_body = {name: value for name, value in event.items() if name not in {"body", "isBase64Encoded"}}
    verdict = _invoke("authorize", without_body | {"type": "REQUEST", "methodArn": arn})
    if not _allows(verdict["policyDocument"], arn):
        raise Refused("ACCESS_DENIED")
    context = {name: str(value) for name, value in verdict["context"].items()}
    return context | {"principalId": verdict["principalId"], "integrationLatency": "12"}


def _allows(policy: Mapping[str, Any], arn: str) -> bool:
    effects = {
        statement["Effect"]
        for statement in policy["Statement"]
        if statement["Action"] == "execute-api:Invoke" and fnmatchcase(arn, statement["Resource"])
    }
    return effects == {"Allow"}


def _invoke(folder: str, event: Event) -> Event:
    """Events and answers cross as JSON text, as they do on AWS."""
    answer = import_module(f"functions.{folder}.app").handler(json.loads(json.dumps(event)), None)
    made: Event = json.loads(json.dumps(answer))
    return made


def _response(answer: Event, request_id: str) -> httpx2.Response:
    body = answer["body"].encode()
    content = b64decode(body, validate=True) if answer["isBase64Encoded"] else body
    headers = {"Content-Type": "application/json", "x-amzn-RequestId": request_id} | answer["headers"]
    return httpx2.Response(answer["statusCode"], headers=headers, content=content)


def _gateway_response(refusal: Refused, request_id: str) -> httpx2.Response:
    made = gateway_answers(os.environ.get("CONTRACT", "openai"))[refusal.kind]
    headers = {"Content-Type": "application/json", "x-amzn-RequestId": request_id}
    for parameter, value in made["responseParameters"].items():
        name = parameter.removeprefix("gatewayresponse.header.")
        headers[name] = request_id if value == "context.requestId" else value.strip("'")
    body = made["responseTemplates"]["application/json"].replace("$context.requestId", request_id)
    return httpx2.Response(int(made.get("statusCode", refusal.status)), headers=headers, text=body)


@cache
def gateway_answers(contract: str) -> dict[str, dict[str, Any]]:
    """What the template has API Gateway answer by itself, by response type, with the other parameters' defaults."""
    declared = sam.template()["Parameters"].items()
    defaults = {name: str(parameter["Default"]) for name, parameter in declared if "Default" in parameter}
    return gateway_responses.written_in(sam.template(), defaults | {"Contract": contract})
