"""One page of a project's batches."""

from filegate.domain.batch_pages import BatchPage, BatchPageQuery
from filegate.domain.ports import Batches


def list_batches(query: BatchPageQuery, *, batches: Batches) -> BatchPage:
    """At most `query.limit` batches; `has_more` tells of the rest."""
    found = batches.page(query)
    return BatchPage(found[: query.limit], has_more=len(found) > query.limit)
