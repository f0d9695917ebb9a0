"""Answers of the deployment, in any of its contracts, and of S3: what they mean, and which error they are."""

import re
from collections.abc import Mapping
from typing import Any

import httpx2

from filegate_client.errors import Refused
from filegate_client.retries import Temporary, asked_pause, is_temporary

_S3_SAYS = re.compile(r"<Code>([^<]*)</Code>.*?<Message>([^<]*)</Message>", re.DOTALL)
# What a fresh URL mends (403), or shows to be the end of the session (404); S3 calls a slow sender a 400.
_STATUSES_OF_A_STALE_URL = frozenset({403, 404})
_SLOW_SENDER = "RequestTimeout"


def document_of(response: httpx2.Response) -> dict[str, Any]:
    """The JSON object of a good answer. Raises Refused, or Temporary where trying again may help."""
    if response.is_success:
        return _object(response)
    refusal = _refusal(response)
    if is_temporary(response):
        raise Temporary(refusal, asked_pause(response))
    raise refusal


def check_storage(response: httpx2.Response) -> None:
    """Passes a good answer of S3. Raises Refused, or Temporary where a fresh URL or waiting may help."""
    if response.is_success:
        return
    code, message = _said_by_s3(response.read().decode(errors="replace"))
    refusal = Refused(response.status_code, f"S3 answered {response.status_code} {code}: {message}", code=code)
    if response.status_code in _STATUSES_OF_A_STALE_URL or code == _SLOW_SENDER or is_temporary(response):
        raise Temporary(refusal, asked_pause(response))
    raise refusal


def _object(response: httpx2.Response) -> dict[str, Any]:
    try:
        document = response.json()
    except ValueError:
        document = None
    if not isinstance(document, dict):
        raise Refused(response.status_code, "The answer is not a JSON object: is OPENAI_BASE_URL right?")
    return document


def _refusal(response: httpx2.Response) -> Refused:
    try:
        document = response.json()
    except ValueError:
        document = None
    said = _told(document) if isinstance(document, dict) else {}
    message = said.get("message") or f"The server answered {response.status_code} {response.reason_phrase}."
    request_id = response.headers.get("x-request-id", "")
    param, code = (str(said[name]) if said.get(name) is not None else None for name in ("param", "code"))
    return Refused(response.status_code, str(message), param=param, code=code, request_id=request_id)


def _told(document: Mapping[str, Any]) -> Mapping[str, Any]:
    """`{"error": {...}}` of most contracts, or `{"detail": [{"loc", "msg"}]}` of `maniac`, or API Gateway's own."""
    error, detail = document.get("error"), document.get("detail")
    if isinstance(error, dict):
        return error
    if isinstance(detail, list) and detail and isinstance(detail[0], dict):
        location = detail[0].get("loc") or [None]
        return {"message": detail[0].get("msg"), "param": location[-1]}
    return document


def _said_by_s3(body: str) -> tuple[str, str]:
    """Code and message."""
    match = _S3_SAYS.search(body)
    return (match[1], match[2]) if match else ("", "no reason given")
