"""filegate providers: where batches are sent, in the deployment's secret."""

import json
from pathlib import Path

import boto3
import pytest

from tests.cli.conftest import Cli

OPENAI = {"name": "openai", "base_url": "https://api.openai.com/v1", "key": "sk-secret", "models": ["gpt-*"]}
LOCAL = "http://127.0.0.1:11434/v1"


def deploy(plain_http: str, outputs: dict[str, str]) -> None:
    described = {
        "Parameters": {"PlainHttpProviders": {"Type": "String", "Default": plain_http}},
        "Resources": {"Topic": {"Type": "AWS::SNS::Topic"}},
        "Outputs": {name: {"Value": value} for name, value in outputs.items()},
    }
    parameters = [{"ParameterKey": "PlainHttpProviders", "ParameterValue": plain_http}]
    boto3.client("cloudformation").create_stack(
        StackName="filegate", TemplateBody=json.dumps(described), Parameters=parameters
    )


@pytest.fixture
def providers(cli: Cli, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Cli:
    boto3.client("secretsmanager").create_secret(Name="providers", SecretString="[]")
    deploy("false", {"ProvidersSecret": "providers"})
    monkeypatch.chdir(tmp_path)
    return cli


def kept() -> object:
    return json.loads(boto3.client("secretsmanager").get_secret_value(SecretId="providers")["SecretString"])


def test_one_command_sends_batches_to_one_provider(providers: Cli) -> None:
    words = ("use", OPENAI["base_url"], "--key", "sk-secret", "--model", "gpt-*", "--name", "openai")
    done = providers.run("providers", *map(str, words))
    assert done.stdout == "openai\nBatches are sent there within 5 minutes.\n"
    assert kept() == [OPENAI]


def test_the_key_can_come_from_the_environment(providers: Cli) -> None:
    providers.run("providers", "use", "https://one.test/v1", FILEGATE_PROVIDER_KEY="sk-secret")
    assert kept() == [{"name": "provider", "base_url": "https://one.test/v1", "key": "sk-secret"}]


def test_a_list_in_a_file_replaces_the_list(providers: Cli) -> None:
    Path("providers.json").write_text(json.dumps([OPENAI, OPENAI | {"name": "second"}]))
    assert providers.run("providers", "set", "providers.json").stdout.startswith("openai, second\n")
    assert kept() == [OPENAI, OPENAI | {"name": "second"}]


def test_no_list_ever_shows_a_key(providers: Cli) -> None:
    Path("providers.json").write_text(json.dumps([OPENAI]))
    providers.run("providers", "set", "providers.json")
    (listed,) = providers.json("providers", "list")
    assert (listed["name"], listed["models"], listed["concurrency"]) == ("openai", ["gpt-*"], 16)
    shown = providers.run("providers", "list")
    assert "https://api.openai.com/v1" in shown.stdout
    assert "sk-secret" not in json.dumps(listed) + shown.stdout


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{nonsense sk-secret", "p.json is no JSON (line 1, column 2)."),
        ("{}", "p.json cannot be used: expected a JSON array of providers"),
        ('[{"name": "a", "base_url": "https://a/v1"}]', "p.json cannot be used: [0].key: missing"),
        (json.dumps([OPENAI | {"base_url": LOCAL}]), "p.json cannot be used: [0].base_url: expected https"),
        (json.dumps([OPENAI, OPENAI]), "p.json cannot be used: two providers have the same name"),
        (json.dumps([OPENAI | {"model": "a"}]), "p.json cannot be used: [0]: unknown field 'model'"),
        (
            json.dumps([OPENAI | {"timeout": 601}]),
            "p.json cannot be used: [0].timeout: expected a number from 1 to 600",
        ),
        (json.dumps([OPENAI | {"models": ["m" * 66_000]}]), "The list has 66090 bytes; a secret holds 65536."),
    ],
)
def test_a_wrong_list_is_told_in_one_line_and_changes_nothing(providers: Cli, text: str, said: str) -> None:
    Path("p.json").write_text(text)
    assert providers.refusal("providers", "set", "p.json") == f"filegate: {said}"
    assert kept() == []


def test_a_server_of_this_machine_needs_a_stack_that_lets_it_be_reached(cli: Cli) -> None:
    boto3.client("secretsmanager").create_secret(Name="providers", SecretString="[]")
    deploy("true", {"ProvidersSecret": "providers"})
    assert cli.run("providers", "use", LOCAL).exit_code == 0
    assert kept() == [{"name": "provider", "base_url": LOCAL, "key": "none"}]


def test_a_stack_without_batches_is_told_plainly(cli: Cli) -> None:
    deploy("false", {"TableName": "files"})
    assert "the stack 'filegate' has no output ProvidersSecret" in cli.refusal("providers", "list")


def test_a_secret_that_is_gone_is_told_plainly(cli: Cli) -> None:
    deploy("false", {"ProvidersSecret": "gone"})
    assert cli.refusal("providers", "list").startswith("filegate: AWS refused GetSecretValue")
