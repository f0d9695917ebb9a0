"""What IAM says to a call of a function, from the policies of template.yaml.

Resources go by their logical ids, with what follows them: `Table/index/by_expiry`. It knows the two conditions that
the policies have, and as IAM does, it takes ForAllValues as met by a call that has no such key at all.
"""

from collections.abc import Iterator, Mapping, Sequence
from fnmatch import fnmatchcase
from typing import Any

from tests import sam

Context = Mapping[str, Sequence[str]]
"""Condition keys to their values in the call; a key that the call does not have is not there."""


def allows(function: str, action: str, resource: str, context: Context) -> bool:
    """Whether any statement allows it; that none denies is another test's."""
    return any(
        action in as_list(statement["Action"])
        and any(fnmatchcase(resource, each) for each in resources(statement))
        and all(_met(*condition, context) for condition in statement.get("Condition", {}).items())
        for statement in statements(function)
    )


def statements(function: str) -> list[dict[str, Any]]:
    policies = sam.functions()[function].get("Policies", [])
    return [statement for policy in policies for statement in as_list(policy["Statement"])]


def resources(statement: dict[str, Any]) -> Iterator[str]:
    for resource in as_list(statement["Resource"]):
        if "Fn::GetAtt" in resource:
            yield resource["Fn::GetAtt"][0]
        elif "Ref" in resource:
            yield resource["Ref"]
        else:
            yield resource["Fn::Sub"].replace("${", "").replace(".Arn}", "")


def as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _met(operator: str, wanted: Mapping[str, Any], context: Context) -> bool:
    assert operator in {"ForAllValues:StringLike", "StringLike"}, operator
    return all(_like(operator, context.get(key), as_list(patterns)) for key, patterns in wanted.items())


def _like(operator: str, found: Sequence[str] | None, patterns: Sequence[str]) -> bool:
    if found is None:
        return operator.startswith("ForAllValues")
    return all(any(fnmatchcase(value, pattern) for pattern in patterns) for value in found)
