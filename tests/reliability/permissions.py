"""What each function's role lets it do, from template.yaml, in the words of `trace`."""

from collections.abc import Iterator
from typing import Any

from tests import sam
from tests.reliability.trace import Grant
from tests.template.grants import MACHINE, PROVIDERS, STREAM, TAKING, WHOLE

COUNTING = ("dynamodb:UpdateItem", "R#*")
"""Every route may count its requests, which only one scenario does."""

BOTH = {("s3:DeleteObject", "s3:DeleteObjectVersion")}
"""The first is asked for by S3's reference beside the second (docs/decisions.md), though our calls name versions."""

LENT = {("get_file_url", ("s3:GetObject", "files/*"))}
"""Rights that a function needs for whoever holds an URL that it has signed."""

TO_BE_TOLD = ("s3:ListBucket", "the drop bucket")
"""Who has this right is told 404 of what is gone, and who has not 403."""


def granted(folder: str) -> set[Grant]:
    """What its own calls may need; what Lambda does in its name is left out."""
    (function,) = [each for each in sam.functions().values() if sam.folder(each) == folder]
    statements = [each for policy in function.get("Policies", []) for each in _list(policy["Statement"])]
    own = [each for each in statements if not _by_lambda(each)]
    return {(action, place) for each in own for action in _list(each["Action"]) for place in _places(each)}


def unasked(folder: str, asked: set[Grant]) -> set[Grant]:
    """What is granted without need."""
    left = granted(folder) - asked - {COUNTING, TO_BE_TOLD}
    beside = {(first, place) for first, second in BOTH for action, place in asked if action == second}
    return {grant for grant in left - beside if (folder, grant) not in LENT}


def _by_lambda(statement: dict[str, Any]) -> bool:
    takes = {f"sqs:{each}" for each in TAKING} >= {*_list(statement["Action"])}
    resources = _list(statement["Resource"])
    return takes or any(each == STREAM or _is_of_dead_letters(each) for each in resources)


def _is_of_dead_letters(resource: dict[str, Any]) -> bool:
    return bool(resource.get("Fn::GetAtt", [""])[0].endswith("DeadLetters"))


def _places(statement: dict[str, Any]) -> Iterator[str]:
    for kind, condition in statement.get("Condition", {}).items():
        if kind.startswith("ForAllValues"):
            yield from condition["dynamodb:LeadingKeys"]
            return
    for resource in _list(statement["Resource"]):
        yield _place(resource)


def _place(resource: dict[str, Any]) -> str:
    if resource in (MACHINE, PROVIDERS):
        return "the state machine" if resource == MACHINE else "the secret"
    if "Fn::GetAtt" in resource:
        return (WHOLE | {"Bucket": "the bucket"})[resource["Fn::GetAtt"][0]]
    bucket, _, keys = resource["Fn::Sub"].partition("/")
    return keys if "DropBucket" not in bucket else "dropped objects"


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
