"""The query string of a list, checked."""

from collections.abc import Mapping

from filegate.contracts.answers import ListLimits
from filegate.domain.errors import InvalidInput
from filegate.domain.ids import parse_file_id
from filegate.domain.numbers import integer_between
from filegate.domain.pages import MAX_OFFSET, PageQuery
from filegate.domain.purposes import check_purpose

_ORDERS = {"asc": False, "desc": True}


def page_query(parameters: Mapping[str, str], project: str, limits: ListLimits) -> PageQuery:
    """Raises InvalidInput naming the first parameter that is wrong; unknown ones are passed over, as OpenAI does."""
    purpose = parameters.get("purpose")
    return PageQuery(
        project=project,
        limit=integer_between(1, limits.most, parameters.get("limit", str(limits.default)), "limit"),
        newest_first=_newest_first(parameters.get("order", "desc")),
        purpose=check_purpose(purpose) if purpose is not None else None,
        after=_after(parameters.get("after")),
        offset=integer_between(0, MAX_OFFSET, parameters.get("offset", "0"), "offset"),
    )


def _newest_first(order: str) -> bool:
    if order not in _ORDERS:
        raise InvalidInput("Invalid value for 'order': expected 'asc' or 'desc'.", param="order")
    return _ORDERS[order]


def _after(spelling: str | None) -> str | None:
    if spelling is None:
        return None
    file_id = parse_file_id(spelling)
    if file_id is None:
        raise InvalidInput("Invalid value for 'after': expected the id of a file.", param="after")
    return file_id
