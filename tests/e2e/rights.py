"""What the template allows a function."""

from typing import Any


def actions_of(function: dict[str, Any]) -> list[str]:
    statements = [each for policy in function.get("Policies", []) for each in as_list(policy["Statement"])]
    return sorted({action for statement in statements for action in as_list(statement["Action"])})


def as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
