"""The deployment to administer: a table, named outright or by the outputs of its CloudFormation stack."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, cast

import botocore.session
import typer
from botocore.exceptions import ClientError

from filegate.bootstrap import Services
from filegate.config import Config
from filegate_cli.failures import CommandFailed

if TYPE_CHECKING:
    from mypy_boto3_cloudformation import CloudFormationClient

DEFAULT_STACK = "filegate"
TABLE_OUTPUT = "TableName"
INGESTION_OUTPUTS = {
    TABLE_OUTPUT: "TABLE_NAME",
    "BucketName": "BUCKET_NAME",
    "DropBucketName": "DROP_BUCKET_NAME",
    "IngestQueueUrl": "INGEST_QUEUE_URL",
    "IngestDeadLettersUrl": "INGEST_DEAD_LETTERS_URL",
}
"""Each output of a stack, and the setting of its functions that has the same value."""

_REMEDY = "Give --table or --stack, or set FILEGATE_TABLE or FILEGATE_STACK."

TableOption = Annotated[
    str | None, typer.Option("--table", envvar="FILEGATE_TABLE", help="The DynamoDB table; the stack's by default.")
]
StackOption = Annotated[
    str, typer.Option("--stack", envvar="FILEGATE_STACK", help="The CloudFormation stack whose table it is.")
]


def services_of(table: str | None, stack: str) -> Services:
    """Raises CommandFailed where no table is named and the stack does not name one."""
    return Services(Config.from_env({"TABLE_NAME": table or _table_of(stack)}))


def ingestion_of(stack: str) -> Services:
    """The services of a stack whose drop zone is to be administered. Raises CommandFailed where it has none."""
    outputs = _outputs(stack)
    missing = [name for name in INGESTION_OUTPUTS if not outputs.get(name)]
    if missing:
        raise CommandFailed(f"No drop zone to work on: the stack '{stack}' has no output {missing[0]}. {_REMEDY}")
    return Services(Config.from_env({variable: outputs[name] for name, variable in INGESTION_OUTPUTS.items()}))


def _table_of(stack: str) -> str:
    table = _outputs(stack).get(TABLE_OUTPUT)
    if not table:
        raise CommandFailed(f"No table to work on: the stack '{stack}' has no output {TABLE_OUTPUT}. {_REMEDY}")
    return table


def _outputs(stack: str) -> Mapping[str, str]:
    return described_stack(stack).outputs


@dataclass(frozen=True)
class DescribedStack:
    """What CloudFormation tells of a stack, by name."""

    outputs: Mapping[str, str]
    parameters: Mapping[str, str]


def described_stack(stack: str) -> DescribedStack:
    """Raises CommandFailed where there is none."""
    cloudformation = cast("CloudFormationClient", botocore.session.get_session().create_client("cloudformation"))
    try:
        found = cloudformation.describe_stacks(StackName=stack)["Stacks"][0]
    except ClientError as error:
        if error.response["Error"]["Code"] != "ValidationError":
            raise
        remedy = "Give --stack, or set FILEGATE_STACK."
        raise CommandFailed(f"Nothing to work on: there is no stack '{stack}' here. {remedy}") from error
    return DescribedStack(
        {each["OutputKey"]: each["OutputValue"] for each in found.get("Outputs", [])},
        {each["ParameterKey"]: each["ParameterValue"] for each in found.get("Parameters", [])},
    )
