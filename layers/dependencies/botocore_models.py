"""Cuts botocore's data down to what the functions call: `python3 botocore_models.py <botocore/data>`.

botocore describes all of AWS in 28 MB of JSON, and a cold start reads, unpacks and parses all of each service that it
calls. What stays are the operations of operations.json, the shapes that they reach, and every Region. The texts of the
documentation go, and nothing stays packed, as unpacking costs more than reading. It is done in place, where botocore
looks anyway, so no setting of a function can be forgotten.

The values of DynamoDB's items are declared as documents, which botocore hands on as they are: it would otherwise look
at every one of them in turn to make a copy with nothing changed, a third of the CPU that a page takes. Only bytes
(`B`) it would encode and decode, and no item here has any.
"""

from __future__ import annotations

import gzip
import json
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

OPERATIONS = Path(__file__).parent / "operations.json"
"""Service to operations, as `make operations` reads them from the adapters."""

AS_THEY_ARE = {"dynamodb": ("AttributeMap", "AttributeValue")}
"""Service to the shapes of which botocore neither checks nor converts what is in them."""
_DOCUMENT = {"type": "structure", "members": {}, "document": True}


def trim(data: Path, kept: Mapping[str, Collection[str]]) -> None:
    for service in [each for each in data.iterdir() if each.is_dir()]:
        if service.name in kept:
            _trim_service(service, kept[service.name])
        else:
            shutil.rmtree(service)
    _write(data / "endpoints.json", _endpoints(_read(data / "endpoints.json"), kept))


def _trim_service(service: Path, operations: Collection[str]) -> None:
    *outdated, version = sorted(service.iterdir())
    for each in outdated:
        shutil.rmtree(each)
    for path in list(version.iterdir()):
        content = _without_documentation(_read(path))
        path.unlink()
        if path.name.startswith("service-2.json"):
            content = _model(content, operations, AS_THEY_ARE.get(service.name, ()))
        if not path.name.startswith("examples-"):
            _write(path.with_name(path.name.removesuffix(".gz")), content)


def _model(model: dict[str, Any], operations: Collection[str], documents: Collection[str]) -> dict[str, Any]:
    kept = {name: model["operations"][name] for name in sorted(operations)}
    shapes = model["shapes"] | dict.fromkeys(documents, _DOCUMENT)
    found, left = dict[str, Any](), list(_shapes_in(kept))
    while left:
        name = left.pop()
        if name not in found:
            found[name] = shapes[name]
            left += _shapes_in(shapes[name])
    return model | {"operations": kept, "shapes": found}


def _shapes_in(part: object) -> Iterator[str]:
    """The names of the shapes that this part of a model refers to."""
    if isinstance(part, list):
        for each in part:
            yield from _shapes_in(each)
    elif isinstance(part, dict):
        for key, value in part.items():
            if key == "shape" and isinstance(value, str):
                yield value
            else:
                yield from _shapes_in(value)


def _without_documentation(part: Any) -> Any:  # noqa: ANN401 - any JSON.
    """Blank, as botocore asks for some of them."""
    if isinstance(part, list):
        return [_without_documentation(each) for each in part]
    if not isinstance(part, dict):
        return part
    return {
        key: _blank(value) if key == "documentation" else _without_documentation(value) for key, value in part.items()
    }


def _blank(value: Any) -> Any:  # noqa: ANN401 - any JSON.
    """A member may be called documentation, too; then it is no text."""
    return "" if isinstance(value, str) else _without_documentation(value)


def _endpoints(endpoints: dict[str, Any], services: Collection[str]) -> dict[str, Any]:
    for partition in endpoints["partitions"]:
        partition["services"] = {name: each for name, each in partition["services"].items() if name in services}
    return endpoints


def _read(path: Path) -> Any:  # noqa: ANN401 - any JSON.
    content = path.read_bytes()
    return json.loads(gzip.decompress(content) if path.suffix == ".gz" else content)


def _write(path: Path, content: object) -> None:
    # A new file: what a package installer put here may be a link into its cache.
    path.unlink(missing_ok=True)
    path.write_text(json.dumps(content, separators=(",", ":")))


if __name__ == "__main__":
    trim(Path(sys.argv[1]), json.loads(OPERATIONS.read_text()))
