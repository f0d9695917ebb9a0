"""What each function's role lets it do, from template.yaml, in the words of `trace`."""

from collections.abc import Iterator
from typing import Any

from tests import sam
from tests.reliability.trace import BUCKET, Grant

COUNTING = ("dynamodb:UpdateItem", "R#*")
"""Every route may count its requests, which only one scenario does."""

BOTH = {("s3:DeleteObject", "s3:DeleteObjectVersion")}
"""The first is asked for by S3's reference beside the second (docs/decisions.md), though our calls name versions."""

LENT = {("get_file_url", ("s3:GetObject", "files/*"))}
"""Rights that a function needs for whoever holds an URL that it has signed."""


def granted(folder: str) -> set[Grant]:
    (function,) = [each for each in sam.functions().values() if sam.folder(each) == folder]
    statements = [each for policy in function.get("Policies", []) for each in _list(policy["Statement"])]
    every = {(action, place) for each in statements for action in _list(each["Action"]) for place in _places(each)}
    return {grant for grant in every if not _only_beside(grant, every) and (folder, grant) not in LENT} - {COUNTING}


def _only_beside(grant: Grant, every: set[Grant]) -> bool:
    return any(grant[0] == first and (second, grant[1]) in every for first, second in BOTH)


def _places(statement: dict[str, Any]) -> Iterator[str]:
    for kind, condition in statement.get("Condition", {}).items():
        if kind.startswith("ForAllValues"):
            yield from condition["dynamodb:LeadingKeys"]
            return
    for resource in _list(statement["Resource"]):
        yield resource["Fn::Sub"].partition("/")[2] if "Fn::Sub" in resource else BUCKET


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
