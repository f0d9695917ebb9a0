import pytest

from tests.cli.conftest import Cli


@pytest.fixture
def key_id(cli: Cli) -> str:
    cli.run("projects", "create", "acme")
    return str(cli.json("keys", "create", "acme")["id"])


def shown_limit(cli: Cli) -> str:
    """The one of the only row of the table that has no revocation."""
    _, _, row = cli.run("keys", "list", "acme").stdout.splitlines()
    return str(row.split()[3])


def test_a_key_has_the_deployments_limit_unless_it_gets_its_own(cli: Cli, key_id: str) -> None:
    assert cli.json("keys", "list", "acme")[0]["requests_per_minute"] is None
    assert cli.json("keys", "create", "acme", "--requests-per-minute", "60")["requests_per_minute"] == 60
    assert [key["requests_per_minute"] for key in cli.json("keys", "list", "acme")] == [None, 60]


@pytest.mark.parametrize(
    ("limit", "stored", "shown"), [("60", 60, "60"), ("0", 0, "unlimited"), ("default", None, "default")]
)
def test_changes_a_limit_and_says_when_it_takes_effect(
    cli: Cli, key_id: str, limit: str, stored: int | None, shown: str
) -> None:
    cli.run("keys", "limit", "acme", key_id, "5")
    result = cli.run("keys", "limit", "acme", key_id, limit)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == (
        f"Requests a minute of key {key_id} of project acme: {shown}. This takes effect within 60 seconds.\n"
    )
    assert cli.json("keys", "list", "acme")[0]["requests_per_minute"] == stored
    assert shown_limit(cli) == shown


def test_a_changed_limit_is_told_to_programs_as_the_key(cli: Cli, key_id: str) -> None:
    assert cli.json("keys", "limit", "acme", key_id, "7") == cli.json("keys", "list", "acme")[0]


@pytest.mark.parametrize("limit", ["1000001", "10000000", "1.5", "many", "none", "٣", ""])
def test_refuses_a_malformed_limit_as_misuse(cli: Cli, key_id: str, limit: str) -> None:
    for command in (("limit", "acme", key_id, limit), ("create", "acme", "--requests-per-minute", limit)):
        result = cli.run("keys", *command)
        assert (result.exit_code, result.stdout) == (2, "")
    assert [key["requests_per_minute"] for key in cli.json("keys", "list", "acme")] == [None]


def test_refuses_an_unknown_key(cli: Cli, key_id: str) -> None:
    assert cli.refusal("keys", "limit", "acme", "x", "5") == "filegate: Project 'acme' has no key 'x'."
