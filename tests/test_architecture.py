"""The rules that keep the code small and its arrows pointing inward: what may import what, and how long things get."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "layers" / "filegate" / "filegate"
SHIPPED = ("layers/filegate", "functions")
EVERYTHING = (*SHIPPED, "cli", "local", "bench", "tests")

MAY_IMPORT = {
    "functions": {"bootstrap", "config", "contracts", "domain", "http", "usecases"},
    "filegate_cli": {"bootstrap", "config", "domain", "filegate_client", "usecases"},
    "filegate_client": set(),
    "bootstrap": {"adapters", "bootstrap_batches", "config", "contracts", "domain"},
    "bootstrap_batches": {"adapters", "config", "domain"},
    "adapters": {"domain"},
    "http": {"contracts", "domain"},
    "contracts": {"domain"},
    "usecases": {"domain"},
    "config": set(),
    "domain": set(),
}
"""Each part, and the parts of ours that it may know besides itself."""

THIRD_PARTIES = {
    "adapters": {
        "aiohttp",
        "aws_lambda_powertools",
        "botocore",
        "mypy_boto3_dynamodb",
        "mypy_boto3_events",
        "mypy_boto3_s3",
        "mypy_boto3_secretsmanager",
        "mypy_boto3_sqs",
        "mypy_boto3_stepfunctions",
        "orjson",
    },
    "bootstrap": {"mypy_boto3_dynamodb"},
    "bootstrap_batches": {"mypy_boto3_dynamodb"},
    "contracts": {"pydantic"},
    "http": {"aws_lambda_powertools", "multipart", "pybase64"},
    "filegate_cli": {"botocore", "mypy_boto3_cloudformation", "mypy_boto3_secretsmanager", "rich", "typer"},
    "filegate_client": {"awscrt", "httpx2"},
}
"""No other part imports anything but the standard library."""

OURS = {"filegate", "filegate_cli", "filegate_client", "functions"}
SLOW = ("pydantic", "filegate.contracts.schemas", "filegate.contracts.document", "aiohttp", "boto3")
"""What only the document may load, as pydantic costs a cold start a tenth of a second, or only the sending of lines."""

IMPORT_ALL_BUT_THE_DOCUMENT = """
import importlib, sys
from filegate.contracts import CONTRACTS, contract_named

for name in sys.argv[1:]:
    importlib.import_module(name)
for contract in CONTRACTS:
    contract_named(contract)
print(*sys.modules)
"""
MOST_LINES_OF_A_FILE = 200
MOST_LINES_OF_A_HANDLER = 40
MOST_LINES_OF_A_FUNCTION = 40
VAGUE = {"utils", "util", "helpers", "helper", "common", "manager", "managers", "misc"}

IMPORT_EACH_ALONE = """
import importlib, sys
import aws_lambda_powertools, botocore.session

def refuse(*arguments, **options):
    raise AssertionError("built at import")

botocore.session.Session.__init__ = aws_lambda_powertools.Logger.__init__ = refuse
root, *names = sys.argv[1:]
sys.path[:0] = [root, root + "/layers/filegate"]
for name in names:
    for loaded in [each for each in sys.modules if each.startswith(("filegate", "functions"))]:
        del sys.modules[loaded]
    importlib.import_module(name)
"""


def sources(*folders: str) -> list[Path]:
    found = (path for folder in folders for path in (ROOT / folder).rglob("*.py"))
    return sorted(path for path in found if "node_modules" not in path.parts)


def shown(path: Path) -> str:
    return str(path.relative_to(ROOT))


def part_of(path: Path) -> str:
    """`domain` for a file of that folder of the package, `bootstrap` for bootstrap.py, `functions`, `filegate_cli`."""
    if path.is_relative_to(PACKAGE):
        return path.relative_to(PACKAGE).parts[0].removesuffix(".py")
    return path.relative_to(ROOT).parts[1 if path.is_relative_to(ROOT / "cli") else 0]


def imported(path: Path) -> Iterator[str]:
    """Every module that the file imports, also where that is for types only or inside a function."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield "." * node.level + (node.module or "")


def parts_imported(path: Path) -> set[str]:
    names = (name.split(".") for name in imported(path))
    return {parts[1] if parts[0] == "filegate" else parts[0] for parts in names if parts[0] in OURS}


def third_parties(path: Path) -> set[str]:
    return {name.split(".")[0] for name in imported(path)} - sys.stdlib_module_names - OURS


def module_names() -> list[str]:
    package = [path.relative_to(PACKAGE.parent) for path in sources("layers/filegate")]
    functions = [path.relative_to(ROOT) for path in sources("functions")]
    return [".".join(path.with_suffix("").parts).removesuffix(".__init__") for path in package + functions]


def test_imports_point_inward_only() -> None:
    outward = {
        shown(path): sorted(forbidden)
        for path in sources(*SHIPPED, "cli")
        if (forbidden := parts_imported(path) - {part_of(path)} - MAY_IMPORT.get(part_of(path), set()))
    }
    assert outward == {}


def test_each_part_imports_only_the_packages_that_it_may_have() -> None:
    strange = {
        shown(path): sorted(forbidden)
        for path in sources(*SHIPPED, "cli")
        if (forbidden := third_parties(path) - THIRD_PARTIES.get(part_of(path), set()))
    }
    assert strange == {}


def test_the_functions_import_what_is_shipped_with_them_and_nothing_else() -> None:
    listed = (ROOT / "layers/dependencies/requirements.in").read_text().splitlines()
    shipped = {line.partition("==")[0].partition("[")[0].replace("-", "_") for line in listed if "==" in line}
    used = set().union(*(third_parties(path) for path in sources(*SHIPPED)))
    assert {name for name in used if not name.startswith("mypy_boto3")} == shipped


def test_modules_are_imported_by_their_whole_names() -> None:
    assert [shown(path) for path in sources(*EVERYTHING) for name in imported(path) if name.startswith(".")] == []


def test_only_config_names_the_environment() -> None:
    reading = [path for path in sources(*SHIPPED) if re.search(r"\b(environ|getenv)\b", path.read_text())]
    assert reading == [PACKAGE / "config.py"]


def test_every_module_imports_by_itself_without_an_environment_and_builds_nothing() -> None:
    command = [sys.executable, "-I", "-c", IMPORT_EACH_ALONE, str(ROOT), *module_names()]
    ran = subprocess.run(command, env={}, capture_output=True, text=True, check=False)  # noqa: S603 - our own code.
    assert (ran.returncode, ran.stderr) == (0, "")


def test_only_the_document_loads_what_is_slow_to_load() -> None:
    names = [name for name in module_names() if name.startswith("functions.") and name != "functions.get_openapi.app"]
    paths = {"PYTHONPATH": f"{ROOT}:{ROOT / 'layers/filegate'}"}
    command = [sys.executable, "-c", IMPORT_ALL_BUT_THE_DOCUMENT, *names]
    ran = subprocess.run(command, env=paths, capture_output=True, text=True, check=True)  # noqa: S603 - our own code.
    assert names
    assert [module for module in ran.stdout.split() if module.startswith(SLOW)] == []


def test_no_file_is_long() -> None:
    lines = {shown(path): len(path.read_text().splitlines()) for path in sources(*EVERYTHING)}
    assert {name: count for name, count in lines.items() if count > MOST_LINES_OF_A_FILE} == {}


def test_no_handler_is_long() -> None:
    lines = {shown(path): len(path.read_text().splitlines()) for path in sources("functions")}
    assert {name: count for name, count in lines.items() if count > MOST_LINES_OF_A_HANDLER} == {}


def test_no_function_is_long() -> None:
    lines = {
        f"{shown(path)}: {node.name}": (node.end_lineno or node.lineno) - node.lineno + 1
        for path in sources(*EVERYTHING)
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }
    assert {name: count for name, count in lines.items() if count > MOST_LINES_OF_A_FUNCTION} == {}


def test_no_file_or_folder_has_a_vague_name() -> None:
    assert [shown(path) for path in sources(*EVERYTHING) if VAGUE & {path.stem, *path.relative_to(ROOT).parts}] == []
