"""template.yaml as data, read the way SAM reads it."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from samtranslator.yaml_helper import yaml_parse

ROOT = Path(__file__).parent.parent


@cache
def template() -> dict[str, Any]:
    parsed: dict[str, Any] = yaml_parse((ROOT / "template.yaml").read_text())
    return parsed


def resources(kind: str) -> dict[str, dict[str, Any]]:
    """Logical id and properties of every resource of that type."""
    every = template()["Resources"].items()
    return {name: resource.get("Properties", {}) for name, resource in every if resource["Type"] == kind}


def functions() -> dict[str, dict[str, Any]]:
    return resources("AWS::Serverless::Function")


def queues() -> dict[str, str]:
    """Logical id of every function that a queue feeds to that of the queue."""
    mappings = resources("AWS::Lambda::EventSourceMapping").values()
    fed = [(each["FunctionName"]["Ref"], each["EventSourceArn"]["Fn::GetAtt"][0]) for each in mappings]
    return {function: source for function, source in fed if source in resources("AWS::SQS::Queue")}


def steps() -> set[str]:
    """The functions that state machines call."""
    used = [
        each["Fn::GetAtt"][0]
        for machine in resources("AWS::Serverless::StateMachine").values()
        for each in machine["DefinitionSubstitutions"].values()
        if "Fn::GetAtt" in each
    ]
    return set(used)


def scheduled() -> dict[str, list[dict[str, Any]]]:
    """The functions that a clock starts, and when."""
    events = {name: function.get("Events", {}).values() for name, function in functions().items()}
    found = {name: [each["Properties"] for each in of if each["Type"] == "Schedule"] for name, of in events.items()}
    return {name: schedules for name, schedules in found.items() if schedules}


def folder(function: dict[str, Any]) -> str:
    """`get_file` for a function whose code is in functions/get_file."""
    return Path(function["CodeUri"]).name


def routes() -> dict[tuple[str, str], str]:
    """(method, path below the stage) to the folder of the function that answers it."""
    found = {}
    for function in functions().values():
        for event in function.get("Events", {}).values():
            if event["Type"] == "Api":
                found[event["Properties"]["Method"], event["Properties"]["Path"]] = folder(function)
    return found


def open_routes() -> set[tuple[str, str]]:
    """(method, path below the stage) of what needs no key."""
    events = [event for function in functions().values() for event in function.get("Events", {}).values()]
    given = [event["Properties"] for event in events if event["Type"] == "Api"]
    return {(route["Method"], route["Path"]) for route in given if route.get("Auth") == {"Authorizer": "NONE"}}


def following_the_stream() -> dict[str, dict[str, Any]]:
    """The functions that the table's stream starts, and how."""
    mappings = resources("AWS::Lambda::EventSourceMapping").values()
    stream = {"Fn::GetAtt": ["Table", "StreamArn"]}
    return {each["FunctionName"]["Ref"]: each for each in mappings if each["EventSourceArn"] == stream}


def table_properties() -> dict[str, Any]:
    """What create_table needs to make a table of the template's own shape."""
    (table,) = resources("AWS::DynamoDB::Table").values()
    names = ("BillingMode", "AttributeDefinitions", "KeySchema", "GlobalSecondaryIndexes")
    return {name: table[name] for name in names}


def code_reached(path: str) -> Iterator[ast.Module]:
    """The handler in that file, parsed, and the use cases that it reaches."""
    tree = ast.parse((ROOT / path).read_text())
    yield tree
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and str(node.module).startswith("filegate.usecases."):
            yield from code_reached(f"layers/filegate/{str(node.module).replace('.', '/')}.py")
