"""One page of a project's files."""

from filegate.domain.pages import FilePage, PageQuery, fitting
from filegate.domain.ports import Clock, FileCatalog


def list_files(query: PageQuery, *, files: FileCatalog, now_ms: Clock) -> FilePage:
    """At most `query.limit` files, fewer where more would not fit into an answer; `has_more` tells of the rest."""
    found = files.page(query, now_ms() // 1000)
    shown = list(fitting(found[: query.limit]))
    return FilePage(shown, has_more=len(found) > len(shown), total=files.count(query.project, query.purpose))
