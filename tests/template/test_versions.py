"""The functions that clients wait for are called by an alias of their last version, as SnapStart needs it."""

import re
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest

from tests import sam
from tests.template.conftest import as_cloudformation_gets_it

GLOBALS = sam.template()["Globals"]["Function"]
PARAMETERS = sam.template()["Parameters"]
DOCUMENTS = {"GetOpenapiFunction", "GetDocsFunction"}
MOST_CHARACTERS = 256
"""Of a version's description, says Lambda."""

Resources = dict[str, dict[str, Any]]
PUBLISHED = {name: each for name, each in sam.functions().items() if "AutoPublishAlias" in each}

each_published = pytest.mark.parametrize("name", PUBLISHED)


def of_kind(transformed: dict[str, Any], kind: str) -> Resources:
    return {name: each for name, each in transformed["Resources"].items() if each["Type"] == kind}


def version_of(function: str, transformed: dict[str, Any]) -> str:
    """The logical id of the function's version, which says what is in it."""
    versions = of_kind(transformed, "AWS::Lambda::Version")
    (name,) = (name for name, each in versions.items() if each["Properties"]["FunctionName"] == {"Ref": function})
    return name


def named(value: Any) -> Iterator[str]:
    """The parameters that a part of the template refers to."""
    if isinstance(value, dict):
        yield from (found for name, each in value.items() for found in ([each] if name == "Ref" else named(each)))
    elif isinstance(value, list):
        yield from (found for each in value for found in named(each))


def described(name: str) -> list[str]:
    return re.findall(r"\$\{(\w+)\}", PUBLISHED[name]["VersionDescription"]["Fn::Sub"])


def longest(parameter: dict[str, Any]) -> int:
    """Characters that a value of it may have."""
    if "MaxLength" in parameter:
        return int(parameter["MaxLength"])
    values = parameter.get("AllowedValues") or [parameter["MaxValue"]]
    return max(len(str(value)) for value in values)


def test_what_a_client_waits_for_is_published_and_nothing_else() -> None:
    routes = {name for name, each in sam.functions().items() if sam.folder(each) in sam.routes().values()}
    assert PUBLISHED.keys() == routes - DOCUMENTS | {"AuthorizeFunction"}


@each_published
def test_api_gateway_calls_the_alias_and_may(name: str, transformed: dict[str, Any]) -> None:
    (api,) = of_kind(transformed, "AWS::ApiGateway::RestApi").values()
    called, alias = str(api["Properties"]["Body"]), f"{name}Aliaslive"
    permissions = of_kind(transformed, "AWS::Lambda::Permission").values()
    assert alias in called
    assert f"{name}.Arn" not in called
    assert f"'{name}'" not in called
    assert {"Ref": alias} in [each["Properties"]["FunctionName"] for each in permissions]


@each_published
def test_a_changed_parameter_makes_a_new_version(name: str) -> None:
    """By the description: SAM compares the template's text, in which a parameter stays what it is called."""
    settings = {key: each for key, each in (GLOBALS | PUBLISHED[name]).items() if key not in {"Policies", "Events"}}
    variables = GLOBALS["Environment"]["Variables"]
    read = {found for found in named([settings, variables]) if found in PARAMETERS}
    assert set(described(name)) == read | {"SnapStart"}


@each_published
def test_a_description_has_room_for_the_longest_values(name: str) -> None:
    names = described(name)
    assert sum(longest(PARAMETERS[each]) for each in names) + len(names) - 1 <= MOST_CHARACTERS


def test_changed_code_of_a_layer_or_of_the_function_makes_a_new_version(transformed: dict[str, Any]) -> None:
    changed = [deepcopy(sam.template()) for _ in range(3)]
    changed[0]["Resources"]["FilegateLayer"]["Properties"]["ContentUri"] = "s3://artifacts/other.zip"
    changed[1]["Resources"]["DependenciesLayer"]["Properties"]["ContentUri"] = "s3://artifacts/other.zip"
    changed[2]["Resources"]["GetFileFunction"]["Properties"]["CodeUri"] = "s3://artifacts/other.zip"
    versions = [version_of("GetFileFunction", as_cloudformation_gets_it(each)) for each in changed]
    assert len({version_of("GetFileFunction", transformed), *versions}) == 4


@each_published
def test_a_version_goes_with_the_next_one(name: str, transformed: dict[str, Any]) -> None:
    """SnapStart costs for each version that is there."""
    assert transformed["Resources"][version_of(name, transformed)]["DeletionPolicy"] == "Delete"


@each_published
def test_snapshots_are_off_unless_asked_for(name: str) -> None:
    assert PARAMETERS["SnapStart"]["Default"] == "false"
    assert PUBLISHED[name]["SnapStart"] == {"ApplyOn": {"Fn::If": ["SnapStarts", "PublishedVersions", "None"]}}
