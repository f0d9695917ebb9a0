"""Batches as OpenAI words them, in every contract; ids of files are the contract's own, and so are errors of lines."""

from filegate.contracts.answers import Contract, Json
from filegate.domain.batch_pages import BatchPage
from filegate.domain.batches import WINDOW, Batch, BatchStatus, Fault, TokenUsage

_MOMENTS = {
    "in_progress_at": BatchStatus.IN_PROGRESS,
    "finalizing_at": BatchStatus.FINALIZING,
    "completed_at": BatchStatus.COMPLETED,
    "failed_at": BatchStatus.FAILED,
    "expired_at": BatchStatus.EXPIRED,
    "cancelling_at": BatchStatus.CANCELLING,
    "cancelled_at": BatchStatus.CANCELLED,
}


def batch(batch: Batch, contract: Contract) -> Json:
    """Every key is always there, as at OpenAI, and null where it has no value; but `usage` comes with the end."""
    answer: Json = {
        "id": spelled(batch.id),
        "object": "batch",
        "endpoint": batch.endpoint,
        "model": batch.model,
        "errors": {"object": "list", "data": [_fault(each) for each in batch.faults]} if batch.faults else None,
        "input_file_id": contract.spelled(batch.input_file_id),
        "completion_window": WINDOW,
        "status": batch.status.value,
        "output_file_id": _file(batch.output_id, "output", batch, contract),
        "error_file_id": _file(batch.error_id, "error", batch, contract),
        "created_at": batch.created_at,
        "expires_at": batch.expires_at,
    }
    answer |= {name: batch.reached.get(status) for name, status in _MOMENTS.items()}
    counts = batch.counts
    answer["request_counts"] = {"total": counts.total, "completed": counts.completed, "failed": counts.failed}
    answer["metadata"] = None if batch.metadata is None else dict(batch.metadata)
    return answer if batch.usage is None else answer | {"usage": _usage(batch.usage)}


def batch_list(page: BatchPage, contract: Contract) -> Json:
    data = [batch(each, contract) for each in page.batches]
    return {
        "object": "list",
        "data": data,
        "first_id": data[0]["id"] if data else None,
        "last_id": data[-1]["id"] if data else None,
        "has_more": page.has_more,
    }


def spelled(batch_id: str) -> str:
    return f"batch_{batch_id}"


def _file(file_id: str | None, part: str, batch: Batch, contract: Contract) -> str | None:
    """The ids are known before there are files, and where there are no lines, there is never a file."""
    return contract.spelled(file_id) if file_id and part in batch.files else None


def _fault(fault: Fault) -> Json:
    return {"code": fault.code, "message": fault.message, "param": fault.param, "line": fault.line}


def _usage(usage: TokenUsage) -> Json:
    return {
        "input_tokens": usage.input,
        "input_tokens_details": {"cached_tokens": usage.cached},
        "output_tokens": usage.output,
        "output_tokens_details": {"reasoning_tokens": usage.reasoning},
        "total_tokens": usage.input + usage.output,
    }
