"""Tells whether anything that is deployed has changed since it was deployed."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from pathlib import Path

DEPLOYED = ("functions", "layers", "statemachines", "local")


def digest(template: Path, parameters: Mapping[str, str]) -> str:
    total = hashlib.sha256(json.dumps(parameters, sort_keys=True).encode())
    for path in [template, *_files(template.parent)]:
        total.update(f"{path.relative_to(template.parent)}\0{path.stat().st_size}\0".encode())
        total.update(path.read_bytes())
    return total.hexdigest()


def _files(root: Path) -> Iterator[Path]:
    for folder in DEPLOYED:
        yield from sorted(
            path for path in (root / folder).rglob("*") if path.is_file() and "__pycache__" not in path.parts
        )
