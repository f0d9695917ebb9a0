"""Lines of a batch's output and error files, as OpenAI writes them; `ai-stats` says more about those that failed."""

import json
from hashlib import sha256

from filegate.contracts.answers import Contract
from filegate.domain.batches import Batch
from filegate.domain.ports import LineWords
from filegate.domain.replies import Reply, Unanswered

_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
"""Made once: a line has three such texts."""


def words_of(contract: Contract) -> LineWords:
    """What writes the lines in that contract."""

    def written(batch: Batch, number: int, custom_id: str, result: Reply | Unanswered) -> bytes:
        return line(f"batch_req_{_request_id(batch, number)}", custom_id, result, contract)

    return written


def line(request_id: str, custom_id: str, result: Reply | Unanswered, contract: Contract) -> bytes:
    """One line with its newline. Where every attempt failed, the answer to the last one is shown if there was any."""
    reply = result if isinstance(result, Reply) else result.attempts.last_reply
    error = None if isinstance(result, Reply) else contract.line_error(result)
    if reply is not None and not contract.explains_lines:
        error = None
    return b'{"id":%s,"custom_id":%s,"response":%s,"error":%s}\n' % (
        _text(request_id),
        _text(custom_id),
        b"null" if reply is None else _response(reply),
        _text(error),
    )


def _response(reply: Reply) -> bytes:
    return b'{"status_code":%d,"request_id":%s,"body":%s}' % (reply.status, _text(reply.request_id), reply.body)


def _request_id(batch: Batch, number: int) -> str:
    """The same for the same line, however often it is written."""
    return sha256(f"{batch.id} {number}".encode()).hexdigest()[:32]


def _text(value: object) -> bytes:
    return _ENCODER.encode(value).encode()
