"""What CloudFormation knows about the deployed stack."""

import time
from collections.abc import Mapping
from typing import Any

from botocore.exceptions import ClientError
from mypy_boto3_cloudformation import CloudFormationClient

from local.progress import StepFailed

SETTLE_SECONDS = 120
# A stack in one of these states takes no update; it has no data of ours yet, or it kept them by Retain.
BEYOND_REPAIR = ("ROLLBACK_COMPLETE", "ROLLBACK_FAILED", "CREATE_FAILED", "DELETE_FAILED", "UPDATE_ROLLBACK_FAILED")


class DeployedStack:
    """One CloudFormation stack by its name."""

    def __init__(self, client: CloudFormationClient, name: str) -> None:
        self._client = client
        self.name = name

    def status(self) -> str:
        return str(self._description().get("StackStatus", "NONE"))

    def is_complete(self) -> bool:
        return self.status() in ("CREATE_COMPLETE", "UPDATE_COMPLETE")

    def version(self) -> str:
        """Names this state of the stack: another deployment makes another version."""
        described = self._description()
        return f"{described.get('StackId')} {described.get('LastUpdatedTime', described.get('CreationTime'))}"

    def outputs(self) -> dict[str, str]:
        return {each["OutputKey"]: each["OutputValue"] for each in self._description().get("Outputs", [])}

    def parameters(self) -> dict[str, str]:
        return {each["ParameterKey"]: each["ParameterValue"] for each in self._description().get("Parameters", [])}

    def physical_ids(self, resource_type: str) -> list[str]:
        resources = self._client.describe_stack_resources(StackName=self.name)["StackResources"]
        return [each["PhysicalResourceId"] for each in resources if each["ResourceType"] == resource_type]

    def make_deployable(self) -> None:
        """Waits for what an interrupted run left going on, and removes a stack that cannot be updated any more."""
        deadline = time.monotonic() + SETTLE_SECONDS
        while self.status().endswith("_IN_PROGRESS") and self.status() != "REVIEW_IN_PROGRESS":
            if time.monotonic() > deadline:
                raise StepFailed(f"Stack {self.name} stays {self.status()}. Start over with: make down clean up")
            time.sleep(0.5)
        if self.status() in BEYOND_REPAIR:
            self._client.delete_stack(StackName=self.name)

    def _description(self) -> Mapping[str, Any]:
        try:
            return self._client.describe_stacks(StackName=self.name)["Stacks"][0]
        except ClientError as error:
            if error.response["Error"]["Code"] == "ValidationError":  # There is no such stack.
                return {}
            raise
