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

from filegate.adapters import (
    dynamodb_claims,
    dynamodb_drops,
    dynamodb_files,
    dynamodb_keys,
    dynamodb_projects,
    dynamodb_rates,
    dynamodb_uploads,
    eventbridge,
    s3_blobs,
    s3_drops,
    s3_parts,
    sqs_ingest,
)
from tests import sam

PORTS = {
    "files": (dynamodb_files, "P#*"),
    "keys": (dynamodb_keys, "K#*"),
    "projects": (dynamodb_projects, "P#*"),
    "rates": (dynamodb_rates, "R#*"),
    "claims": (dynamodb_claims, "I#*"),
    "uploads": (dynamodb_uploads, "P#*"),
    "blobs": (s3_blobs, ""),
    "parts": (s3_parts, ""),
    "zone": (s3_drops, ""),
    "drops": (dynamodb_drops, "P#*"),
    "queue": (sqs_ingest, ""),
    "bus": (eventbridge, ""),
}
"""What handlers and use cases call the ports; who is behind them when deployed, and under which keys its items are."""

Grant = tuple[str, str]
"""An action, and the keys of the table or of the bucket that it is for, or the bucket itself."""

BY_EXPIRY = "the index by_expiry"
PLACES = {"the table": "dynamodb", BY_EXPIRY: "dynamodb", "files/*": "s3", "parts/*": "s3", "the bucket": "s3"}
OF_DROPS = {"dropped objects": "s3", "the drop bucket": "s3", "the ingest queue": "sqs", "the dead letters": "sqs"}
OF_DROPS |= {"rejections": "dynamodb", "the record of the sweep": "dynamodb", "the index by_purpose": "dynamodb"}
PLACES |= OF_DROPS | {"the bus": "events", "the stream": "dynamodb", "what was not told": "sqs"}
OVERDUE = "U#*"
"""The keys of that index under which uploads are."""
TABLE = {"Fn::GetAtt": ["Table", "Arn"]}
INDEXES = [
    {"Fn::Sub": f"${{Table.Arn}}/index/{index['IndexName']}"}
    for table in sam.resources("AWS::DynamoDB::Table").values()
    for index in table["GlobalSecondaryIndexes"]
]
BUCKET = {"Fn::GetAtt": ["Bucket", "Arn"]}
OBJECTS = {f"${{Bucket.Arn}}/{keys}": keys for keys in ("files/*", "parts/*")}
OBJECTS["${DropBucket.Arn}/*"] = "dropped objects"
CONDITIONS = {"s3:ListBucketVersions": {"StringLike": {"s3:prefix": "files/*"}}}
"""Of actions on the bucket, where AWS has any that narrows them."""

WHOLE = {
    "DropBucket": "the drop bucket",
    "IngestQueue": "the ingest queue",
    "EventBus": "the bus",
    "UnpublishedQueue": "what was not told",
}
"""Resources that have no keys to tell apart."""

STREAM = {"Fn::GetAtt": ["Table", "StreamArn"]}
OURS = [{"Fn::GetAtt": [name, "Arn"]} for name in WHOLE]
RESOURCES = {
    "dynamodb": [TABLE, STREAM, *INDEXES],
    "s3": [BUCKET, *OURS, *({"Fn::Sub": each} for each in OBJECTS)],
    "sqs": OURS,
    "events": OURS,
}
FROM_ITS_SOURCE = {
    "IngestObjectFunction": {
        (f"sqs:{action}", "the ingest queue") for action in ("ReceiveMessage", "DeleteMessage", "GetQueueAttributes")
    },
    "PublishEventsFunction": {
        ("sqs:SendMessage", "what was not told"),
        *((f"dynamodb:{action}", "the stream") for action in ("DescribeStream", "GetRecords", "GetShardIterator")),
    },
}
"""What Lambda does for a function in its name, to feed it."""

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


def keys(statement: dict[str, Any]) -> list[str]:
    """Of a statement about the table, the one condition that it must have."""
    resource = statement["Resource"]
    if resource == STREAM:
        return ["the stream"]
    if "Fn::GetAtt" in resource and resource["Fn::GetAtt"][0] in WHOLE:
        return [WHOLE[resource["Fn::GetAtt"][0]]]
    if resource == BUCKET:
        assert statement.get("Condition") == CONDITIONS.get(statement["Action"])
        return ["the bucket"]
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
        keys = {"the table": leading, BY_EXPIRY: OVERDUE, "rejections": "D#*"}.get(place, place)
        keys = "DROPS" if place == "the record of the sweep" else keys
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
        each for name, each in vars(module).items() if name.startswith(("DynamoDB", "S3", "SQS", "EventBridge"))
    )
    methods = {name for name in vars(adapter) if not name.startswith("_")}
    assert documented(port).keys() == methods
    assert all(documented(port).values())


@each_function
def test_a_function_may_do_exactly_what_the_methods_that_it_calls_need(name: str) -> None:
    called = calls(sam.folder(sam.functions()[name]))
    needed = set(chain(*(documented(port)[method] for port, method in called)))
    assert granted(name) == needed | FROM_ITS_SOURCE.get(name, set())


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
