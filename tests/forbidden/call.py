"""A call that a role must not make: as a request, and in the words of IAM."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Forbidden:
    """`but_for` names the functions that may do it.

    `resource` is a logical id of the template with what follows it; in `parameters`, `{Table}` stands for the name that
    the deployment gave that resource. Without parameters it is not tried, but asked of the policies only. `call` is
    boto3's name where it is not that of the action. `keys` are what AWS calls the leading keys: the partition keys that
    a call reaches.
    """

    action: str
    resource: str
    parameters: dict[str, Any] | None = None
    keys: tuple[str, ...] = ()
    prefix: str | None = None
    but_for: frozenset[str] = frozenset()
    call: str | None = None

    def __str__(self) -> str:
        where = "".join([*(f" {key}" for key in self.keys), f" {self.prefix}" if self.prefix else ""])
        return f"{self.action} {self.resource}{where}"


def only(*functions: str) -> frozenset[str]:
    return frozenset(f"{name}Function" for name in functions)
