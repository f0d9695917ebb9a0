"""The routes of batches: a file of requests, answered one by one."""

from filegate.contracts.answers import Json
from filegate.contracts.document.batch_parameters import BATCH_ID, batch_page_parameters, new_batch_body
from filegate.contracts.document.components import reference
from filegate.contracts.document.operation import Operation, told
from filegate.contracts.document.parameters import IDEMPOTENCY_KEY
from filegate.contracts.document.refusals import OF_A_BATCH, OF_A_CANCELLATION, OF_A_NEW_BATCH, Refusal

_BATCH = reference("Batch")


def batch_operations() -> list[Operation]:
    return [
        Operation(
            name="create_batch",
            method="post",
            path="/batches",
            summary="Have the requests of a file answered",
            answers={200: told("The new batch.", _BATCH)},
            parameters=(IDEMPOTENCY_KEY,),
            body=new_batch_body(),
            refusals=OF_A_NEW_BATCH,
        ),
        Operation(
            name="list_batches",
            method="get",
            path="/batches",
            summary="List the project's batches, newest first",
            answers={200: told("A page of batches.", reference("BatchList"))},
            parameters=batch_page_parameters(),
        ),
        _of_batch("get_batch", "get", "", "How far a batch is", told("The batch.", _BATCH), {}),
        _of_batch(
            "cancel_batch",
            "post",
            "/cancel",
            "Send nothing more of a batch, and keep what was answered",
            told("It is being cancelled, or is cancelled.", _BATCH),
            OF_A_CANCELLATION,
        ),
    ]


def _of_batch(
    name: str, method: str, below: str, summary: str, answer: Json, refusals: dict[str, Refusal]
) -> Operation:
    return Operation(
        name=name,
        method=method,
        path="/batches/{batch_id}" + below,
        summary=summary,
        answers={200: answer},
        parameters=(BATCH_ID,),
        refusals=OF_A_BATCH | refusals,
    )
