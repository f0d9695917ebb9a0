"""The contracts once more, as closed schemas: for the document and for tests, never for an answer.

They are written by hand beside the modules that make the answers, so that each side checks the other. Importing this
imports pydantic, which costs a cold start a tenth of a second; only the document does.
"""

from collections.abc import Sequence
from importlib import import_module
from typing import Protocol, cast

from pydantic import BaseModel

from filegate.contracts import CONTRACTS

Model = type[BaseModel]


class Schemas(Protocol):
    """A module of this package. `ERRORS` are the shapes that an error may have."""

    File: Model
    FileList: Model
    Deleted: Model
    DownloadUrl: Model
    Upload: Model
    UploadPart: Model
    UploadPartList: Model
    UploadPartUrls: Model
    Batch: Model
    BatchList: Model
    ERRORS: Sequence[Model]


def schemas_named(contract: str) -> Schemas:
    """The schemas of the contract of that name, in the module that is named as the contract's own. Raises KeyError."""
    module = CONTRACTS[contract].rpartition(".")[2]
    return cast("Schemas", import_module(f"{__name__}.{module}"))
