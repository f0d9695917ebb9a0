"""Calls with the rights of a function's role, as somebody would make them who has taken over that function."""

import json
from functools import cache
from typing import Any

import boto3
from botocore import xform_name
from botocore.client import BaseClient
from botocore.config import Config
from botocore.exceptions import ClientError
from botocore.session import Session

from local.credentials import REGION, ROOT_KEY
from tests.e2e.conftest import Deployment
from tests.forbidden import Forbidden

SERVICES = {"states": "stepfunctions"}
ONCE = Config(retries={"total_max_attempts": 1})


class Roles:
    """One session for them all: a client costs 50 ms to make, and its credentials can be changed."""

    def __init__(self, deployment: Deployment) -> None:
        self._endpoint = deployment.endpoint
        root = boto3.Session(aws_access_key_id=ROOT_KEY, aws_secret_access_key=ROOT_KEY, region_name=REGION)
        cloudformation, self._iam, self._sts = (
            root.client(service, endpoint_url=deployment.endpoint) for service in ("cloudformation", "iam", "sts")
        )
        self._session = Session()
        self._session.set_credentials("nobody", "nobody", "nobody")
        described = cloudformation.describe_stack_resources(StackName=deployment.stack.stack.name)
        self._physical = {each["LogicalResourceId"]: each["PhysicalResourceId"] for each in described["StackResources"]}
        self._client = cache(self._made)

    def take_over(self, function: str) -> None:
        """The calls from now on are that function's."""
        role = self._iam.get_role(RoleName=self._physical[f"{function}Role"])["Role"]["Arn"]
        given = self._sts.assume_role(RoleArn=role, RoleSessionName=function[:64])["Credentials"]
        credentials = self._session.get_credentials()
        credentials.access_key, credentials.secret_key = given["AccessKeyId"], given["SecretAccessKey"]
        credentials.token = given["SessionToken"]

    def answer(self, call: Forbidden) -> str:
        """The code of the error, or that it was done."""
        service, _, action = call.action.partition(":")
        method = getattr(self._client(SERVICES.get(service, service)), call.call or xform_name(action))
        try:
            method(**self._named(call.parameters))
        except ClientError as error:
            return str(error.response["Error"]["Code"])
        return "done"

    def _named(self, parameters: Any) -> Any:
        text = json.dumps(parameters, default=lambda value: value.decode())
        for logical, physical in self._physical.items():
            text = text.replace(f"{{{logical}}}", physical)
        return json.loads(text)

    def _made(self, service: str) -> BaseClient:
        return self._session.create_client(service, region_name=REGION, endpoint_url=self._endpoint, config=ONCE)
