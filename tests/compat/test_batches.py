"""Batches as the SDK has them: typed objects, pages, and the errors that its users catch."""

import openai
import pytest
from openai import OpenAI
from openai.types import Batch

ENDPOINT = "/v1/embeddings"
UNKNOWN_ID = "batch_01890a5dac96774bbcceb302099a8057"
LINE = b'{"custom_id":"1","method":"POST","url":"/v1/embeddings","body":{"model":"m","input":"a"}}'


def create(sdk: OpenAI) -> Batch:
    file = sdk.files.create(file=("in.jsonl", LINE), purpose="batch")
    return sdk.batches.create(input_file_id=file.id, endpoint=ENDPOINT, completion_window="24h", metadata={"a": "b"})


def test_a_batch_is_created_found_and_cancelled(sdk: OpenAI) -> None:
    batch = create(sdk)
    assert (batch.status, batch.endpoint, batch.metadata) == ("validating", ENDPOINT, {"a": "b"})
    assert sdk.batches.retrieve(batch.id) == batch
    cancelled = sdk.batches.cancel(batch.id)
    assert (cancelled.status, cancelled.cancelling_at is None) == ("cancelling", False)


def test_every_page_of_the_list_is_turned(sdk: OpenAI) -> None:
    ids = [create(sdk).id for _ in range(3)]
    assert [batch.id for batch in sdk.batches.list(limit=2)] == ids[::-1]


def test_an_unknown_batch_and_a_strangers_are_not_found(sdk: OpenAI, stranger: OpenAI) -> None:
    for batch_id in (UNKNOWN_ID, create(stranger).id):
        with pytest.raises(openai.NotFoundError, match="No such Batch object"):
            sdk.batches.retrieve(batch_id)


def test_a_wrong_endpoint_is_a_bad_request_that_names_it(sdk: OpenAI) -> None:
    file = sdk.files.create(file=("in.jsonl", LINE), purpose="batch")
    with pytest.raises(openai.BadRequestError) as refusal:
        sdk.batches.create(input_file_id=file.id, endpoint="/v1/none", completion_window="24h")  # type: ignore[arg-type]
    assert refusal.value.param == "endpoint"
