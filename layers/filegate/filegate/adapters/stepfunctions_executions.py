"""Executions of the state machine that does a batch (statemachines/batch.asl.json). Names are unique for 90 days.

IAM actions on the state machine: `start` needs StartExecution.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from filegate.adapters.aws import error_code, unavailable_when_aws_fails

if TYPE_CHECKING:
    from mypy_boto3_stepfunctions import SFNClient

    from filegate.domain.batches import Batch


class StepFunctionsExecutions:
    """The Executions of the domain."""

    def __init__(self, client: SFNClient, state_machine: str) -> None:
        self._states = client
        self._state_machine = state_machine

    def start(self, batch: Batch, name: str) -> None:
        try:
            with unavailable_when_aws_fails("states", "StartExecution"):
                self._states.start_execution(
                    stateMachineArn=self._state_machine,
                    name=name,
                    input=json.dumps({"project": batch.project, "batch": batch.id}),
                )
        except ClientError as error:
            if error_code(error) != "ExecutionAlreadyExists":
                raise
