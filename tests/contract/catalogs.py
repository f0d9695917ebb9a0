"""Questions that the tests of file catalogs ask."""

from typing import Any

from filegate.domain.files import StoredFile
from filegate.domain.pages import PageQuery
from filegate.domain.ports import FileCatalog
from filegate.domain.tombstones import Ending
from tests.builders import NOW


def everything(**fields: Any) -> PageQuery:
    return PageQuery(**({"project": "acme", "limit": 100} | fields))


def bury(files: FileCatalog, file: StoredFile) -> bool:
    return files.bury(file, Ending.DELETED, deleted_at=NOW, purge_at=NOW + 60)
