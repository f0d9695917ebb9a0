"""What the functions of batches are measured in: batches of one chunk, in each state that a function finds them in.

bench.batches measures a whole chunk; here `run_chunk` has the few lines of 1 KiB, and is measured by its start.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bench.account import PROJECT, SHELF, sample
from bench.bodies import CHAT, KIB, batch_lines, with_json
from bench.situation import Situation
from filegate.bootstrap import services
from filegate.contracts.batch_lines import words_of
from filegate.domain.batches import STALE_SECONDS, Batch
from filegate.domain.replies import Reply
from filegate.usecases.chunk_work import take_chunk
from filegate.usecases.create_file import NewFile, create_file
from filegate.usecases.plan_batch import plan_batch

if TYPE_CHECKING:
    from collections.abc import Callable

WINDOW_SECONDS = 86_400


def _input() -> str:
    new = NewFile(name="requests.jsonl", purpose="batch", content=batch_lines(KIB))
    return create_file(new, PROJECT, None, services()).id


def _batch(unheard_seconds: int = 0) -> Batch:
    """One that is to be planned, of which nothing was heard for so long."""
    to = services()
    now_ms = to.now_ms()
    now = now_ms // 1000
    batch = Batch(
        id=to.new_id(now_ms),
        project=PROJECT,
        endpoint=CHAT,
        input_file_id=_input(),
        created_at=now,
        expires_at=now + WINDOW_SECONDS,
        heard_at=now - unheard_seconds,
    )
    return to.batches.add(batch)


def _planned() -> Batch:
    batch = _batch()
    plan_batch(PROJECT, batch.id, services())
    return batch


def _answered() -> Batch:
    """All that is left is to finish it."""
    batch, to = _planned(), services()
    work = take_chunk(batch, 0, words_of(to.contract), to)
    if work is None:
        raise LookupError(f"chunk 0 of batch {batch.id} cannot be taken")
    while work.left:
        work.record(work.left.popleft(), Reply(200, b'{"object":"chat.completion"}', "req_1"))
    work.seal()
    work.save()
    work.finish()
    return batch


def _creation() -> Situation:
    asked = {"input_file_id": f"file-{_input()}", "endpoint": CHAT, "completion_window": "24h"}
    return Situation("create_batch", with_json(sample("create_batch"), asked))


def _route(function: str) -> Situation:
    batch = _batch()
    return Situation(function, sample(function) | {"pathParameters": {"batch_id": f"batch_{batch.id}"}}, batch.id)


def _listing() -> Situation:
    event = sample("list_batches")
    event["requestContext"]["authorizer"]["project"] = SHELF
    return Situation("list_batches", event)


def _step(function: str, prepared: Callable[[], Batch], **more: Any) -> Situation:  # noqa: ANN401 - of the input.
    batch = prepared()
    return Situation(function, {"project": PROJECT, "batch": batch.id} | more, batch.id)


def _resuming() -> Situation:
    """With a batch that has lost its execution."""
    lost = _batch(unheard_seconds=STALE_SECONDS + 1)
    return Situation("resume_batches", sample("resume_batches"), lost.id)


BATCH_SITUATIONS: dict[str, Callable[[], Situation]] = {
    "create batch": _creation,
    "get batch": lambda: _route("get_batch"),
    "list of 20 batches": _listing,
    "cancel batch": lambda: _route("cancel_batch"),
    "plan batch": lambda: _step("plan_batch", _batch),
    "run chunk": lambda: _step("run_chunk", _planned, chunk=0),
    "finish batch": lambda: _step("finish_batch", _answered, chunks=[0]),
    "resume batches": _resuming,
}
