"""File names that would forge a header, a log line or what a terminal shows: harmless wherever they end up."""

import json
import unicodedata
from collections.abc import Iterator
from email.message import Message
from io import StringIO
from logging import StreamHandler
from ssl import PROTOCOL_TLS_CLIENT, SSLContext
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx2
import pytest
from typer.testing import CliRunner

from filegate.domain.downloads import content_disposition
from filegate.domain.errors import InvalidInput
from filegate.domain.names import check_name
from filegate.http.observation import _logger
from filegate_cli.app import app
from filegate_cli.output import print_json, print_table, say, say_aside
from filegate_client.connection import Connection
from tests.builders import NOW
from tests.functions.calls import creation, sample
from tests.reliability.account import Account, new_account
from tests.reliability.effort import thorough
from tests.reliability.fuzz.cases import fuzz, lines_of, texts

OBEYED = {"Cc", "Cf", "Zl", "Zp", "Cs"}
"""Categories of characters by which a terminal, or whoever lays out a line, is told what to do."""

each_name = pytest.mark.parametrize("name", lines_of("names"))


@pytest.fixture
def log() -> Iterator[StringIO]:
    """What the functions log, as it is written to their log groups."""
    logger, stream = _logger(), StringIO()
    handler = StreamHandler(stream)
    handler.setFormatter(logger.registered_formatter)
    logger.addHandler(handler)
    yield stream
    logger.removeHandler(handler)


def accepted(name: str) -> bool:
    try:
        return check_name(name) == name
    except InvalidInput:
        return False


def offered(name: str) -> None:
    """One header of plain ASCII, which Python's own parser of mail reads as an attachment of that very name."""
    if not accepted(name):
        return
    header = content_disposition(name)
    assert header.isascii()
    assert header.isprintable()
    message = Message()
    message["Content-Disposition"] = header
    kind, plain, (parameter, (charset, _, exact)) = message.get_params(header="content-disposition")
    assert (kind, plain[0], parameter) == (("attachment", ""), "filename", "filename")
    assert exact.encode("latin-1").decode(charset) == name


@each_name
def test_a_name_of_the_corpus_is_refused_or_offered_in_one_plain_header(name: str) -> None:
    offered(name)


def test_every_name_is_refused_or_offered_in_one_plain_header(record_property: Any) -> None:
    fuzz(offered, texts, record_property, bounded=100, most=8_000)


def stored_and_offered(account: Account, name: str) -> None:
    created = account.invoke("create_file", creation(name=name.replace("\r", "%0D").replace("\n", "%0A"))).read
    assert created
    if created.status != 200:
        assert (created.status, created.error["param"]) == (400, "file")
        return
    assert created.json["filename"] == name.replace("%22", '"')
    event = {"pathParameters": {"file_id": created.json["id"]}}
    content = account.invoke("get_file_content", sample("get_file_content") | event).read
    url = account.invoke("get_file_url", sample("get_file_url") | event).read
    assert content
    assert url
    header = content_disposition(created.json["filename"])
    assert content.headers["Content-Disposition"] == header
    query = parse_qs(urlsplit(url.json["url"]).query, strict_parsing=True)
    assert query["response-content-disposition"] == [header]
    assert url.json["url"].isascii()


def test_a_download_offers_the_name_harmlessly_and_no_log_line_has_it(log: StringIO) -> None:
    names = [name for name in lines_of("names") if '"' not in name and "\\" not in name]
    with new_account() as account:
        for name in names if thorough() else names[::3]:
            stored_and_offered(account, name)
    lines = log.getvalue().splitlines()
    assert lines
    assert {json.loads(line)["message"] for line in lines} == {"request"}
    assert not [name for name in names if len(name) > 3 and name in log.getvalue()]


def test_what_fails_is_logged_on_one_line_whatever_is_in_it(log: StringIO, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> None:
        raise RuntimeError("\r\n" + '{"level":"INFO","message":"forged"}' + "\n\u2028\u202e")

    monkeypatch.setattr("functions.get_file.app.get_file", fails)
    with new_account() as account:
        answer = account.invoke("get_file", sample("get_file")).read
    assert answer
    assert answer.status == 500
    lines = [json.loads(line) for line in log.getvalue().removesuffix("\n").split("\n")]
    assert [line["message"] for line in lines] == ["unexpected failure", "request"]


def obeyed(text: str) -> list[str]:
    return [each for each in text if each != "\n" and unicodedata.category(each) in OBEYED]


def shown(text: str, capsys: pytest.CaptureFixture[str]) -> str:
    capsys.readouterr()
    say(text)
    say_aside(text)
    print_table(("name", "other"), [(text, text)], folding="name")
    print_json({"name": text, text: 1})
    said = capsys.readouterr()
    return said.out + said.err


def test_the_terminal_obeys_no_text(capsys: pytest.CaptureFixture[str], record_property: Any) -> None:
    def case(text: str) -> None:
        assert obeyed(shown(text, capsys)) == []

    for name in [*lines_of("names"), *lines_of("drops")]:
        case(name)
    fuzz(case, texts, record_property, bounded=60, most=2_000)


def test_no_text_adds_a_line_to_a_table(capsys: pytest.CaptureFixture[str], record_property: Any) -> None:
    def case(text: str) -> None:
        capsys.readouterr()
        print_table(("name",), [(text,)], folding="name")
        assert len(capsys.readouterr().out.split("\n")) == 4

    fuzz(case, texts, record_property, bounded=30, most=1_000)


def test_every_command_shows_hostile_names_harmlessly(monkeypatch: pytest.MonkeyPatch) -> None:
    documents = [
        {"id": f"file-{name}", "bytes": 1, "created_at": NOW, "filename": name, "purpose": name, "status": name}
        for name in lines_of("names")
    ]
    page = {"data": documents, "has_more": False}
    shown_one = documents[0] | {name: name for name in lines_of("names")} | {"url": documents[1]["filename"]}
    monkeypatch.setattr(
        Connection, "ask", lambda _, __, path, **___: page if path == "/files" else shown_one | {"digest": "none"}
    )
    monkeypatch.setattr(httpx2, "create_ssl_context", lambda: SSLContext(PROTOCOL_TLS_CLIENT))
    monkeypatch.setenv("OPENAI_BASE_URL", "https://files.test/v1")
    monkeypatch.setenv("OPENAI_API_KEY", "fg_x")  # pragma: allowlist secret
    for arguments in (
        ["ls"],
        ["ls", "--json"],
        ["show", "x"],
        ["show", "x", "--json"],
        ["rm", *lines_of("names")[1:9]],
    ):
        result = CliRunner().invoke(app, arguments)
        assert (result.exit_code, obeyed(result.output)) == (0, [])
        assert "gpj.exe" in result.output
