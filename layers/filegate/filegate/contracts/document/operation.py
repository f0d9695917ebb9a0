"""One route of the API, as the document needs to know it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from filegate.contracts.answers import Json
from filegate.contracts.document.refusals import Refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One route, named for the function behind it. Those that are `open` need no key and count against no limit."""

    name: str
    method: str
    path: str
    summary: str
    answers: Mapping[int, Json]
    parameters: tuple[Json, ...] = ()
    body: Json | None = None
    refusals: Mapping[str, Refusal] = field(default_factory=dict)
    open: bool = False

    @property
    def tag(self) -> str:
        if self.open:
            return "About the API"
        return self.path.split("/")[1].capitalize()


def told(description: str, schema: Json) -> Json:
    """An answer of JSON."""
    return {"description": description, "content": {"application/json": {"schema": schema}}}
