"""Pages of a project's files, in the order of their ids, which is the order of creation; and of an upload's parts."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from filegate.domain.files import StoredFile
from filegate.domain.limits import MAX_LIST_BYTES

MAX_OFFSET = 1_000_000
"""What is skipped is read all the same; whoever goes deeper is to page by `after`."""

MAX_PARTS_A_PAGE = 1_000
"""S3 lists no more of them at once."""

_OBJECT_BYTES = 512
_ESCAPED = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class PageQuery:
    """`after` is the id of a file, living or not, beyond which the page starts; `offset` files are skipped then."""

    project: str
    limit: int
    newest_first: bool = True
    purpose: str | None = None
    after: str | None = None
    offset: int = 0


@dataclass(frozen=True, slots=True)
class FilePage:
    """`total` counts all files that the query could reach, whatever its limit, `after` and `offset`."""

    files: Sequence[StoredFile]
    has_more: bool
    total: int


def fitting(files: Sequence[StoredFile]) -> Iterator[StoredFile]:
    """The first of the files that surely fit into one answer (MAX_LIST_BYTES), at least one where there is any."""
    room = MAX_LIST_BYTES
    for file in files:
        room -= _OBJECT_BYTES + _ESCAPED * len(file.name.encode())
        if room < 0:
            return
        yield file
