"""The account that the stack is deployed to: its functions' roles, settings and logs."""

import json
import re
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import boto3

from local.credentials import REGION, ROOT_KEY
from tests.e2e.conftest import Deployment

LOG_SECONDS = 20
DENIED = re.compile(r"AccessDenied|operation: Forbidden")
"""The second is how botocore words a refused HEAD, whose answer has no body to say more."""


class Account:
    """Changes one thing for as long as a test needs, and puts it back."""

    def __init__(self, deployment: Deployment) -> None:
        session = boto3.Session(aws_access_key_id=ROOT_KEY, aws_secret_access_key=ROOT_KEY, region_name=REGION)
        self._iam = session.client("iam", endpoint_url=deployment.endpoint)
        self._lambda = session.client("lambda", endpoint_url=deployment.endpoint)
        self._logs = session.client("logs", endpoint_url=deployment.endpoint)
        cloudformation = session.client("cloudformation", endpoint_url=deployment.endpoint)
        described = cloudformation.describe_stack_resources(StackName=deployment.stack.stack.name)
        self._physical = {each["LogicalResourceId"]: each["PhysicalResourceId"] for each in described["StackResources"]}

    @contextmanager
    def without(self, function: str, action: str) -> Iterator[None]:
        """The function's role as it is deployed, but for this one action."""
        role = self._physical[f"{function}Role"]
        names = self._iam.list_role_policies(RoleName=role)["PolicyNames"]
        policies = {name: self._iam.get_role_policy(RoleName=role, PolicyName=name)["PolicyDocument"] for name in names}
        self._put(role, {name: _taken_out(document, action) for name, document in policies.items()})
        try:
            yield
        finally:
            self._put(role, policies)

    @contextmanager
    def with_variable(self, function: str, name: str, value: str) -> Iterator[None]:
        """The function with one more environment variable, and the API's alias on a version with it."""
        named: Any = {"FunctionName": self._physical[function]}
        alias: Any = named | {"Name": "live"}
        variables = self._lambda.get_function_configuration(**named)["Environment"]["Variables"]
        before = self._lambda.get_alias(**alias)["FunctionVersion"]
        self._lambda.update_function_configuration(**named, Environment={"Variables": variables | {name: value}})
        changed = self._lambda.publish_version(**named)["Version"]
        self._lambda.update_alias(**alias, FunctionVersion=changed)
        try:
            yield
        finally:
            self._lambda.update_alias(**alias, FunctionVersion=before)
            self._lambda.update_function_configuration(**named, Environment={"Variables": variables})
            self._lambda.delete_function(**named, Qualifier=changed)

    def run(self, function: str) -> dict[str, Any]:
        """What a function that the clock starts answers when it is started now."""
        answer = self._lambda.invoke(FunctionName=self._physical[function], Payload=b"{}")
        said = json.loads(answer["Payload"].read())
        assert "FunctionError" not in answer, said
        return dict(said)

    def denials(self, function: str, since: float) -> list[str]:
        """Lines of the function's log that tell of a denial, as soon as there are any."""
        group = function.removesuffix("Function") + "LogGroup"
        deadline = time.monotonic() + LOG_SECONDS
        while time.monotonic() < deadline:
            if lines := [line for line in self._logged(group, since) if DENIED.search(line)]:
                return lines
            time.sleep(0.2)
        return []

    def lines(self, since: float, of_each: Sequence[str]) -> list[str]:
        """What all functions have logged, as soon as there is something of each of these."""
        deadline = time.monotonic() + LOG_SECONDS
        while not all(self._logged(f"{name}LogGroup", since) for name in of_each):
            assert time.monotonic() < deadline, "nothing was logged"
            time.sleep(0.2)
        groups = [name for name in self._physical if name.endswith("LogGroup")]
        return [line for group in groups for line in self._logged(group, since)]

    def _logged(self, group: str, since: float) -> list[str]:
        found = self._logs.filter_log_events(logGroupName=self._physical[group], startTime=int(since * 1000))
        return [str(event["message"]) for event in found["events"]]

    def _put(self, role: str, policies: dict[str, Any]) -> None:
        for name, document in policies.items():
            self._iam.put_role_policy(RoleName=role, PolicyName=name, PolicyDocument=json.dumps(document))


def _taken_out(document: Any, action: str) -> Any:
    # A statement must allow something; this is nothing that any function does.
    left = [
        statement
        | {"Action": [each for each in _as_list(statement["Action"]) if each != action] or ["s3:ListAllMyBuckets"]}
        for statement in document["Statement"]
    ]
    return document | {"Statement": left}


def _as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
