"""Whatever schemathesis makes of the document: no server error, and no answer that the document does not have."""

from io import BytesIO

import httpx2
import pytest
import requests
from requests.adapters import HTTPAdapter
from urllib3 import HTTPResponse

from filegate.domain.uploads import MAX_UPLOAD_BYTES
from tests import sam
from tests.conformance.api import Api
from tests.generated_requests import check_answers, succeeded
from tests.lambda_transport import BASE_URL, LambdaTransport

pytestmark = pytest.mark.long


class LambdaAdapter(HTTPAdapter):
    """The API in this process for `requests`, which schemathesis sends with."""

    def send(self, request: requests.PreparedRequest, *arguments: object, **options: object) -> requests.Response:
        body = request.body.encode() if isinstance(request.body, str) else request.body
        headers = [(_bytes(name), _bytes(value)) for name, value in request.headers.items()]
        sent = httpx2.Request(str(request.method), str(request.url), headers=headers, content=body)
        answer = LambdaTransport().handle_request(sent)
        body = BytesIO(answer.read())
        made = HTTPResponse(body, dict(answer.headers), answer.status_code, version=11, preload_content=False)
        return self.build_response(request, made)


def _bytes(text: str | bytes) -> bytes:
    return text if isinstance(text, bytes) else text.encode("latin-1")


def test_no_answer_is_beyond_the_document(api: Api) -> None:
    with requests.Session() as session:
        session.mount(BASE_URL, LambdaAdapter())
        session.headers["Authorization"] = f"Bearer {api.key}"
        completed, opened, large = (api.open_upload(size)["id"] for size in (3, 3, MAX_UPLOAD_BYTES))
        api.complete(completed, api.add_part(completed))
        ids = {"file_id": [api.create()["id"] for _ in range(3)], "upload_id": [completed, opened, large]}
        answered = check_answers(api.document, BASE_URL, session, ids=ids, examples=6)
    assert succeeded(answered) == {f"{method} {path}" for method, path in sam.routes()}
