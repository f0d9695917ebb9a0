import pytest

from filegate.adapters.aws import dynamodb_client
from filegate.adapters.dynamodb_keys import DynamoDBKeys
from filegate.domain.keys import digest_of, well_formed
from tests.cli.conftest import Cli


@pytest.fixture(autouse=True)
def project(cli: Cli) -> None:
    cli.run("projects", "create", "acme")


def test_a_new_key_stands_alone_on_stdout_and_is_said_to_be_shown_once(cli: Cli) -> None:
    result = cli.run("keys", "create", "acme", COLUMNS="20")
    assert well_formed(result.stdout.removesuffix("\n"))
    assert "will not be shown again" in result.stderr


def test_a_new_key_is_told_to_programs_as_one_document(cli: Cli) -> None:
    document = cli.json("keys", "create", "acme", "--name", "ci")
    assert list(document) == ["id", "project", "name", "created_at", "requests_per_minute", "key"]
    assert (document["project"], document["name"]) == ("acme", "ci")
    assert well_formed(document["key"])


def test_a_new_key_opens_the_project(cli: Cli, table: str) -> None:
    secret = cli.run("keys", "create", "acme").stdout.strip()
    found = DynamoDBKeys(dynamodb_client(), table).find(digest_of(secret))
    assert found is not None
    assert found.project == "acme"


def test_a_key_is_never_shown_again(cli: Cli) -> None:
    secret = cli.json("keys", "create", "acme")["key"]
    assert secret not in cli.run("keys", "list", "acme").output
    assert secret not in cli.run("keys", "list", "acme", "--json").output


def test_lists_keys_oldest_first(cli: Cli) -> None:
    made = [cli.json("keys", "create", "acme", "--name", name) for name in ("first", "second")]
    expected = [{name: value for name, value in key.items() if name != "key"} for key in made]
    assert cli.json("keys", "list", "acme") == [key | {"revoked_at": None} for key in expected]


def test_each_key_is_a_row_of_the_table_whatever_its_name(cli: Cli) -> None:
    key = cli.json("keys", "create", "acme", "--name", "[red]" + "x" * 59)
    _, _, row = cli.run("keys", "list", "acme", COLUMNS="40").stdout.splitlines()
    assert row.startswith(key["id"])
    assert key["name"] in row


def test_revokes_a_key(cli: Cli) -> None:
    key = cli.json("keys", "create", "acme")
    assert key["id"] in cli.run("keys", "revoke", "acme", key["id"]).stdout
    assert cli.json("keys", "list", "acme")[0]["revoked_at"] is not None


def test_revoking_again_answers_the_same(cli: Cli) -> None:
    key_id = cli.json("keys", "create", "acme")["id"]
    first = cli.json("keys", "revoke", "acme", key_id)
    assert cli.json("keys", "revoke", "acme", key_id) == first
    assert list(first) == ["id", "project", "name", "created_at", "requests_per_minute", "revoked_at"]


@pytest.mark.parametrize("command", ["create", "list"])
def test_refuses_an_unknown_project(cli: Cli, command: str) -> None:
    assert cli.refusal("keys", command, "nobody") == "filegate: There is no project 'nobody'."


def test_refuses_an_unknown_key(cli: Cli) -> None:
    assert cli.refusal("keys", "revoke", "acme", "x\x1b[31m") == "filegate: Project 'acme' has no key 'x�[31m'."


def test_refuses_a_name_with_control_characters_as_misuse(cli: Cli) -> None:
    assert "printable" in cli.refusal("keys", "create", "acme", "--name", "a\x07b", code=2)
