"""The query string of a list of batches, checked."""

from collections.abc import Mapping

from filegate.domain.batch_pages import DEFAULT_LIMIT, MAX_LIMIT, BatchPageQuery
from filegate.domain.errors import InvalidInput
from filegate.domain.ids import parse_prefixed_id
from filegate.domain.numbers import integer_between


def batch_page_query(parameters: Mapping[str, str], project: str) -> BatchPageQuery:
    """Raises InvalidInput naming the first parameter that is wrong; unknown ones are passed over, as OpenAI does."""
    limit = integer_between(1, MAX_LIMIT, parameters.get("limit", str(DEFAULT_LIMIT)), "limit")
    spelling = parameters.get("after")
    after = None if spelling is None else parse_prefixed_id("batch_", spelling)
    if spelling is not None and after is None:
        raise InvalidInput("Invalid value for 'after': expected the id of a batch.", param="after")
    return BatchPageQuery(project, limit, after)
