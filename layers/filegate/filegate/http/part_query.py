"""The query string of a list of parts, checked."""

from collections.abc import Mapping
from typing import NamedTuple

from filegate.domain.errors import InvalidInput
from filegate.domain.ids import parse_prefixed_id
from filegate.domain.numbers import integer_between
from filegate.domain.pages import MAX_PARTS_A_PAGE


class PartQuery(NamedTuple):
    """`after` is the id of a part, behind which the page starts."""

    after: str | None
    limit: int


def part_query(parameters: Mapping[str, str]) -> PartQuery:
    """Raises InvalidInput naming the first parameter that is wrong; unknown ones are passed over, as OpenAI does."""
    limit = parameters.get("limit", str(MAX_PARTS_A_PAGE))
    return PartQuery(_after(parameters.get("after")), integer_between(1, MAX_PARTS_A_PAGE, limit, "limit"))


def _after(spelling: str | None) -> str | None:
    if spelling is None:
        return None
    part_id = parse_prefixed_id("part_", spelling)
    if part_id is None:
        raise InvalidInput("Invalid value for 'after': expected the id of a part.", param="after")
    return part_id
