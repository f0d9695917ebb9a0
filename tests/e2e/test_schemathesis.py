"""Requests made from the document, right and wrong ones, to the deployed stack."""

import pytest
import requests
from openai import OpenAI

from tests import sam
from tests.e2e.conftest import Deployment
from tests.generated_requests import check_answers, succeeded

pytestmark = pytest.mark.stack


@pytest.fixture
def document(deployment: Deployment) -> dict[str, object]:
    answer = requests.get(f"{deployment.base_url}/openapi.json", timeout=30)
    assert answer.headers["x-request-id"]
    found: dict[str, object] = answer.json()
    return found


def test_no_answer_is_beyond_the_document(deployment: Deployment, client: OpenAI, document: dict[str, object]) -> None:
    ids = [client.files.create(file=b"{}", purpose="batch").id for _ in range(3)]
    with requests.Session() as session:
        session.headers["Authorization"] = f"Bearer {client.api_key}"
        answered = check_answers(document, deployment.base_url, session, ids=ids, examples=12)
    assert succeeded(answered) == {f"{method} {path}" for method, path in sam.routes()}


def test_the_page_of_the_document_is_for_everybody(deployment: Deployment) -> None:
    answer = requests.get(f"{deployment.base_url}/docs", timeout=30)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert "default-src 'none'" in answer.headers["content-security-policy"]
