"""The two routes that need no key, as a browser meets them."""

import re
from base64 import b64encode
from hashlib import sha256

import pytest

from filegate.contracts import CONTRACTS
from filegate.contracts.document import document
from tests.functions.calls import Read, aws_calls, call, sample

pytestmark = pytest.mark.usefixtures("deployed")


@pytest.fixture
def page() -> Read:
    return call("get_docs")


def directives(page: Read) -> dict[str, str]:
    pairs = (directive.split(" ", 1) for directive in page.headers["Content-Security-Policy"].split("; "))
    return dict(pairs)


@pytest.mark.parametrize("contract", CONTRACTS)
def test_get_openapi_answers_the_document_of_the_contract_in_force(
    contract: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CONTRACT", contract)
    answer = call("get_openapi")
    assert (answer.status, answer.headers["Content-Type"]) == (200, "application/json")
    assert answer.json == document(contract)


def test_get_openapi_names_the_purposes_that_the_deployment_allows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALLOWED_PURPOSES", "batch,evals")
    assert call("get_openapi").json == document("openai", ("batch", "evals"))


@pytest.mark.parametrize("function", ["get_openapi", "get_docs"])
def test_everybody_is_answered_like_everywhere_and_no_service_is_asked(function: str) -> None:
    with aws_calls() as made:
        answer = call(function)
    assert made == []
    assert answer.headers["x-request-id"] == sample(function)["requestContext"]["requestId"]
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_the_page_loads_the_document_from_beside_itself(page: Read) -> None:
    assert page.headers["Content-Type"] == "text/html; charset=utf-8"
    assert 'url: new URL("openapi.json", window.location.href)' in page.content.decode()


def test_the_page_loads_nothing_else(page: Read) -> None:
    assert not re.search(
        r"<(?:script|link|img|iframe) ", re.sub(r"<(script|style)>.*?</\1>", "", page.content.decode())
    )
    assert directives(page)["default-src"] == "'none'"
    assert directives(page)["connect-src"] == "'self'"


def test_the_policy_lets_just_the_scripts_and_the_style_of_the_page_run(page: Read) -> None:
    html = page.content.decode()
    for tag, directive in (("script", "script-src"), ("style", "style-src")):
        inline = re.findall(f"<{tag}>(.*?)</{tag}>", html, re.DOTALL)
        hashes = [f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'" for text in inline]
        assert directives(page)[directive].split() == hashes
