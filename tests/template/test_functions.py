"""Every function is one folder, one log group and at least one sample event, and gets the settings it reads."""

import ast
import json
from pathlib import Path
from typing import Any

import pytest

from filegate.domain.uploads import JOINING_SECONDS
from tests import sam

GLOBALS = sam.template()["Globals"]["Function"]
API_SECONDS = 29
SAMPLES = sorted((sam.ROOT / "events").glob("*.json"))
OF_THE_API = [path for path in SAMPLES if "httpMethod" in json.loads(path.read_text())]

each_function = pytest.mark.parametrize("name", sam.functions())


def fed() -> dict[str, dict[str, Any]]:
    """The functions that a queue or a stream starts, and how."""
    mappings = sam.resources("AWS::Lambda::EventSourceMapping").values()
    return {mapping["FunctionName"]["Ref"]: mapping for mapping in mappings}


def camel(folder: str) -> str:
    return "".join(word.capitalize() for word in folder.split("_"))


def test_every_folder_is_a_function_and_every_function_a_folder() -> None:
    folders = {path.parent.name for path in (sam.ROOT / "functions").glob("*/app.py")}
    assert {sam.folder(function) for function in sam.functions().values()} == folders


@each_function
def test_a_function_is_named_for_its_folder(name: str) -> None:
    assert name == camel(sam.folder(sam.functions()[name])) + "Function"


@each_function
def test_a_function_says_what_it_does(name: str) -> None:
    assert sam.functions()[name]["Description"]


@each_function
def test_a_function_of_the_api_is_described_by_its_route(name: str) -> None:
    function = sam.functions()[name]
    routes = [
        f"{method} /v1{path}" for (method, path), folder in sam.routes().items() if folder == sam.folder(function)
    ]
    assert routes in ([], [function["Description"]])


@each_function
def test_a_function_logs_to_its_own_group_which_forgets(name: str) -> None:
    group = sam.functions()[name]["LoggingConfig"]["LogGroup"]["Ref"]
    assert group == name.removesuffix("Function") + "LogGroup"
    assert sam.resources("AWS::Logs::LogGroup")[group]["RetentionInDays"] == {"Ref": "LogRetentionDays"}


@pytest.mark.parametrize("name", [name for name in sam.functions() if name not in {*sam.queues(), *sam.steps()}])
def test_a_function_that_a_client_waits_for_gives_up_before_api_gateway_does(name: str) -> None:
    if name not in sam.scheduled().keys() | fed().keys() | sam.steps():
        assert (GLOBALS | sam.functions()[name])["Timeout"] < API_SECONDS


def test_no_function_can_outlive_its_hold_on_a_joining() -> None:
    assert sam.functions()["CompleteUploadFunction"]["Timeout"] < JOINING_SECONDS


@each_function
def test_a_function_runs_on_arm_with_python_3_13(name: str) -> None:
    function = GLOBALS | sam.functions()[name]
    assert (function["Runtime"], function["Architectures"]) == ("python3.13", ["arm64"])


@each_function
def test_a_function_has_a_sample_event(name: str) -> None:
    assert sam.folder(sam.functions()[name]) in {path.name.partition(".")[0] for path in SAMPLES}


@pytest.mark.parametrize("path", OF_THE_API, ids=lambda path: path.stem)
def test_a_sample_event_is_of_the_route_of_its_function(path: Path) -> None:
    event = json.loads(path.read_text())
    folder = path.name.partition(".")[0]
    answering = sam.routes()[event["httpMethod"], event["resource"]]
    assert folder == ("authorize" if event.get("type") == "REQUEST" else answering)


@pytest.mark.parametrize("path", OF_THE_API, ids=lambda path: path.stem)
def test_the_path_of_a_sample_event_has_its_parameters(path: Path) -> None:
    event = json.loads(path.read_text())
    assert event["path"] == event["resource"].format(**(event["pathParameters"] or {}))


def test_the_other_sample_events_are_of_functions_that_something_else_starts() -> None:
    """A clock, a queue, a stream or an execution."""
    others = {camel(path.name.partition(".")[0]) + "Function" for path in set(SAMPLES) - set(OF_THE_API)}
    assert others == sam.scheduled().keys() | fed().keys() | sam.steps()


@pytest.mark.parametrize("name", fed())
def test_a_function_of_many_records_says_which_records_failed(name: str) -> None:
    assert fed()[name]["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
    assert "answer_" in (sam.ROOT / "functions" / sam.folder(sam.functions()[name]) / "app.py").read_text()


@each_function
def test_a_function_is_given_exactly_the_settings_that_it_reads(name: str) -> None:
    function = sam.functions()[name]
    given = GLOBALS["Environment"]["Variables"] | function.get("Environment", {}).get("Variables", {})
    read = {variable for field in _settings_read(sam.folder(function)) for variable in _VARIABLES[field]}
    ours = {variable for variable in given if not variable.startswith("POWERTOOLS_")}
    assert ours == read | _READ_BY_ALL


def _tree(path: str) -> ast.Module:
    return ast.parse((sam.ROOT / path).read_text())


def _variables_by_setting() -> dict[str, set[str]]:
    """Field of Config to the environment variables from which config.py makes it."""
    (call,) = (
        node
        for node in ast.walk(_tree("layers/filegate/filegate/config.py"))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "cls"
    )
    return {str(keyword.arg): {text for text in _texts(keyword.value) if text.isupper()} for keyword in call.keywords}


def _texts(node: ast.AST) -> set[str]:
    return {each.value for each in ast.walk(node) if isinstance(each, ast.Constant) and isinstance(each.value, str)}


def _settings_by_service() -> dict[str, set[str]]:
    """Property of Services to the fields of Config that bootstrap.py and bootstrap_batches.py make it from."""
    return {
        node.name: _attributes_of("config", node)
        for module in ("bootstrap", "bootstrap_batches")
        for node in ast.walk(_tree(f"layers/filegate/filegate/{module}.py"))
        if isinstance(node, ast.FunctionDef)
    }


def _attributes_of(owner: str, tree: ast.AST) -> set[str]:
    """`table` wherever the code says `config.table` or `self.config.table`."""
    return {
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and ast.unparse(node.value).rpartition(".")[2] == owner
    }


_VARIABLES = _variables_by_setting()
_READ_BY_ALL = {"CONTRACT", "REQUESTS_PER_MINUTE"} | _VARIABLES["table"]


def _settings_read(folder: str) -> set[str]:
    reached = list(sam.code_reached(f"functions/{folder}/app.py"))
    services = _settings_by_service()
    used = set().union(*(_attributes_of("to", tree) for tree in reached)) & services.keys()
    return _attributes_of("config", reached[0]).union(*(services[service] for service in used))
