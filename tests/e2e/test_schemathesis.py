"""Requests made from the document, right and wrong ones, to the deployed stack in each contract."""

from collections.abc import Callable

import pytest
import requests
from openai import OpenAI

from filegate.contracts import CONTRACTS
from filegate.domain.uploads import MAX_UPLOAD_BYTES
from tests import sam
from tests.e2e.conftest import Deployment
from tests.generated_requests import check_answers, succeeded

pytestmark = [pytest.mark.stack, pytest.mark.long]


@pytest.fixture(
    scope="module",
    params=[each if each == "openai" else pytest.param(each, marks=pytest.mark.long) for each in CONTRACTS],
)
def in_contract(request: pytest.FixtureRequest, deploy: Callable[..., Deployment]) -> Deployment:
    """The stack that other tests use too: the default contract is deployed without being named."""
    return deploy() if request.param == "openai" else deploy(Contract=request.param)


def test_no_answer_is_beyond_the_document(in_contract: Deployment) -> None:
    document = requests.get(f"{in_contract.base_url}/openapi.json", timeout=30).json()
    with in_contract.client() as client, requests.Session() as session:
        files = [client.files.create(file=b"{}", purpose="batch").id for _ in range(3)]
        ids = {"file_id": files, "upload_id": [_completed(client), _opened(client), _opened(client, MAX_UPLOAD_BYTES)]}
        session.headers["Authorization"] = f"Bearer {client.api_key}"
        answered = check_answers(document, in_contract.base_url, session, ids=ids, examples=10)
    assert succeeded(answered) == {f"{method} {path}" for method, path in sam.routes()}


def _opened(client: OpenAI, size: int = 2) -> str:
    return client.uploads.create(bytes=size, filename="a", mime_type="text/plain", purpose="batch").id


def _completed(client: OpenAI) -> str:
    upload_id = _opened(client)
    part = client.uploads.parts.create(upload_id, data=b"{}")
    return client.uploads.complete(upload_id, part_ids=[part.id]).id


def test_the_page_of_the_document_is_for_everybody(deployment: Deployment) -> None:
    answer = requests.get(f"{deployment.base_url}/docs", timeout=30)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert "default-src 'none'" in answer.headers["content-security-policy"]
