"""Each function may do exactly what it does: the actions that the docstrings of the adapters name for the methods
of the ports that its handler and its use cases call, under the keys where that adapter has its items, in our own
table and bucket and in nothing else.
"""

import ast
import re
from collections.abc import Iterator
from itertools import chain, product
from typing import Any

import pytest

from tests import sam
from tests.template.grants import (
    BUCKET,
    BY_EXPIRY,
    CONDITIONS,
    FOLLOWING,
    KEYS,
    MACHINE,
    OBJECTS,
    OF_BATCHES,
    OURS,
    OVERDUE,
    PLACES,
    PORTS,
    PROVIDERS,
    RESOURCES,
    STREAM,
    TAKING,
    WHOLE,
    Grant,
)

each_function = pytest.mark.parametrize("name", sam.functions())
each_port = pytest.mark.parametrize("port", PORTS)


def as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def statements(name: str) -> list[dict[str, Any]]:
    return [
        statement for policy in sam.functions()[name].get("Policies", []) for statement in as_list(policy["Statement"])
    ]


def granted(name: str) -> set[Grant]:
    return {grant for statement in statements(name) for grant in product(as_list(statement["Action"]), keys(statement))}


def taken(name: str) -> set[Grant]:
    """What Lambda needs to feed the function by a queue."""
    queues = [named(queue) for function, queue in sam.queues().items() if function == name]
    return {(f"sqs:{action}", queue) for queue in queues for action in TAKING}


def followed(name: str) -> set[Grant]:
    """What Lambda needs to start the function by the table's stream, and to put away what was given up."""
    mappings = [each for function, each in sam.following_the_stream().items() if function == name]
    queues = [each["DestinationConfig"]["OnFailure"]["Destination"]["Fn::GetAtt"][0] for each in mappings]
    reading = {(f"dynamodb:{action}", "the stream") for action in FOLLOWING if mappings}
    return reading | {("sqs:SendMessage", named(queue)) for queue in queues}


def named(resource: str) -> str:
    return WHOLE.get(resource, resource)


def keys(statement: dict[str, Any]) -> list[str]:
    """Of a statement about the table, the one condition that it must have."""
    resource = statement["Resource"]
    for whole, place in ((STREAM, "the stream"), (MACHINE, "the state machine"), (PROVIDERS, "the secret")):
        if resource == whole:
            return [place]
    if resource in OURS:
        return [named(resource["Fn::GetAtt"][0])]
    if resource == BUCKET:
        of_batches = statement.get("Condition") == OF_BATCHES
        assert of_batches or statement.get("Condition") == CONDITIONS.get(statement["Action"])
        return ["the list of batches" if of_batches else "the bucket"]
    if "Fn::Sub" in resource and resource["Fn::Sub"] in OBJECTS:
        return [OBJECTS[resource["Fn::Sub"]]]
    ((kind, condition),) = statement["Condition"].items()
    assert (kind, list(condition)) == ("ForAllValues:StringLike", ["dynamodb:LeadingKeys"])
    leading: list[str] = condition["dynamodb:LeadingKeys"]
    return leading


def documented(port: str) -> dict[str, set[Grant]]:
    """Method to grants, from sentences like "IAM actions on the table: `get` and `count` need GetItem; ..."."""
    adapter, leading = PORTS[port]
    prose = " ".join(str(adapter.__doc__).split())
    grants: dict[str, set[Grant]] = {}
    for place, clauses in re.findall(r"IAM actions on ([\w /*]+?): (.+?)\.(?: |$)", prose):
        keys = (KEYS | {"the table": leading, BY_EXPIRY: OVERDUE.get(port, "")}).get(place, place)
        for clause in clauses.split("; "):
            methods, needs = re.split(" needs? ", clause, maxsplit=1)
            actions = re.findall(r"\b(?:[A-Z][a-z]+)+\b", needs)
            for method in re.findall(r"`(\w+)`", methods):
                grants.setdefault(method, set()).update((f"{PLACES[place]}:{action}", keys) for action in actions)
    return grants


def calls(folder: str) -> set[tuple[str, str]]:
    """(port, method) for every call in the handler, in the use cases that it reaches, and at every route's edge."""
    path = f"functions/{folder}/app.py"
    at_the_edge = {("rates", "hit")} if "route(respond, services)" in (sam.ROOT / path).read_text() else set()
    return at_the_edge | {call for tree in sam.code_reached(path) for call in _port_calls(tree)}


def _port_calls(tree: ast.Module) -> Iterator[tuple[str, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            owner = ast.unparse(node.func.value).rpartition(".")[2]
            if owner in PORTS:
                yield owner, node.func.attr


@each_port
def test_an_adapter_says_what_each_of_its_methods_needs(port: str) -> None:
    module, _ = PORTS[port]
    (adapter,) = (
        each
        for name, each in vars(module).items()
        if name.startswith(("DynamoDB", "S3", "SQS", "EventBridge", "StepFunctions", "Http"))
    )
    methods = {name for name in vars(adapter) if not name.startswith("_")}
    assert documented(port).keys() == methods
    assert {(port, method) for method, grants in documented(port).items() if not grants} <= {("upstreams", "connected")}


@each_function
def test_a_function_may_do_exactly_what_the_methods_that_it_calls_need(name: str) -> None:
    called = calls(sam.folder(sam.functions()[name]))
    needed = set(chain(*(documented(port)[method] for port, method in called)))
    assert granted(name) == needed | taken(name) | followed(name)


@each_function
def test_a_policy_has_no_wildcard_in_its_actions(name: str) -> None:
    assert not [action for action, _ in granted(name) if "*" in action or "?" in action]


@each_function
def test_a_policy_allows_named_actions_only(name: str) -> None:
    for statement in statements(name):
        assert statement["Effect"] == "Allow"
        assert not {"NotAction", "NotResource"} & statement.keys()


@each_function
def test_a_policy_reaches_our_own_table_and_bucket_only(name: str) -> None:
    for statement in statements(name):
        (service,) = {action.partition(":")[0] for action in as_list(statement["Action"])}
        assert [each for each in as_list(statement["Resource"]) if each not in RESOURCES[service]] == []
