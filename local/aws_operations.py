"""Writes the AWS operations that the adapters call into layers/dependencies/operations.json: `make operations`.

The layer ships botocore with these and no others. An operation counts as called where its name in Python (put_item,
for PutItem) stands in the code of the adapters, as an attribute or as a text: rather one too many than one too few.
"""

import ast
import json
from collections.abc import Iterator
from pathlib import Path

import botocore.session
from botocore import xform_name

ROOT = Path(__file__).parent.parent
ADAPTERS = ROOT / "layers/filegate/filegate/adapters"
OPERATIONS = ROOT / "layers/dependencies/operations.json"

CALLED_BY_LIBRARIES = {"s3": {"HeadBucket"}, "secretsmanager": {"GetSecretValue"}}
"""What no adapter calls itself: S3's client asks where a bucket is, when it was sent to the wrong Region. Powertools
reads the secret.
"""


def called() -> dict[str, list[str]]:
    """Service, by the name of its client, to the names of its operations."""
    trees = [ast.parse(path.read_text()) for path in sorted(ADAPTERS.glob("*.py"))]
    names = {name for tree in trees for name in _names(tree)}
    session = botocore.session.get_session()
    found = {}
    for service in sorted({name for tree in trees for name in _clients(tree)}):
        offered = session.get_service_model(service).operation_names
        used = {operation for operation in offered if xform_name(operation) in names}
        found[service] = sorted(used | CALLED_BY_LIBRARIES.get(service, set()))
    return found


def _names(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            yield node.attr
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def _clients(tree: ast.AST) -> Iterator[str]:
    """The first argument of each `create_client` that names a service."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "create_client":
            (first, *_) = node.args
            if isinstance(first, ast.Constant):
                yield str(first.value)


if __name__ == "__main__":
    OPERATIONS.write_text(json.dumps(called(), indent=2) + "\n")
