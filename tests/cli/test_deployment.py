"""Which table the command works on."""

import json

import boto3
import pytest

from tests.cli.conftest import Cli


@pytest.fixture
def cli(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> Cli:
    """The command with nothing said about its table."""
    monkeypatch.delenv("FILEGATE_TABLE")
    return cli


def deploy(stack: str, outputs: dict[str, str]) -> None:
    described = {
        "Resources": {"Topic": {"Type": "AWS::SNS::Topic"}},
        "Outputs": {name: {"Value": value} for name, value in outputs.items()},
    }
    boto3.client("cloudformation").create_stack(StackName=stack, TemplateBody=json.dumps(described))


@pytest.mark.parametrize("words", [("--table", "files"), ("--table", "files", "--stack", "nothing")])
def test_the_table_that_is_named(cli: Cli, words: tuple[str, ...]) -> None:
    assert cli.run("projects", "list", *words).exit_code == 0


def test_the_table_of_the_stack_called_filegate(cli: Cli, table: str) -> None:
    deploy("filegate", {"ApiId": "abc", "TableName": table})
    assert cli.run("projects", "create", "acme").exit_code == 0


@pytest.mark.parametrize("by", ["option", "environment"])
def test_the_table_of_the_stack_that_is_named(cli: Cli, table: str, by: str) -> None:
    deploy("filegate-staging", {"TableName": table})
    words, environment = (
        (("--stack", "filegate-staging"), {}) if by == "option" else ((), {"FILEGATE_STACK": "filegate-staging"})
    )
    assert cli.run("projects", "list", *words, **environment).exit_code == 0


def test_without_a_stack_there_is_no_table(cli: Cli) -> None:
    assert "there is no stack 'filegate' here" in cli.refusal("projects", "list")


def test_a_stack_without_the_output_is_no_deployment(cli: Cli) -> None:
    deploy("filegate", {"ApiId": "abc"})
    assert "has no output TableName" in cli.refusal("projects", "list")


def test_a_table_that_is_not_there_is_told_plainly(cli: Cli) -> None:
    assert cli.refusal("projects", "list", "--table", "gone").startswith("filegate: There is no such table")
