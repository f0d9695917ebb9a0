"""Each step of a batch needs each action that its policy allows, and a batch goes on once it is allowed again."""

import time
from collections.abc import Iterator

import openai
import pytest

from tests import sam
from tests.e2e.account import Account
from tests.e2e.batch_work import created, ended, once, requests, told
from tests.e2e.conftest import Deployment
from tests.e2e.rights import actions_of

pytestmark = [pytest.mark.stack, pytest.mark.long]

STEPS = ("PlanBatchFunction", "RunChunkFunction", "FinishBatchFunction")
UNSEEN = {
    # The list is kept for minutes.
    ("RunChunkFunction", "secretsmanager:GetSecretValue"),
    # For chunks that nobody could do, whose stored lines are looked for.
    ("FinishBatchFunction", "s3:ListBucket"),
    # For files that are joined in pieces, and for what a finishing that broke off has left of them.
    ("FinishBatchFunction", "s3:AbortMultipartUpload"),
    ("FinishBatchFunction", "s3:ListBucketMultipartUploads"),
}
GRANTED = [
    (step, action) for step in STEPS for action in actions_of(sam.functions()[step]) if (step, action) not in UNSEEN
]


@pytest.fixture(scope="module")
def account(deployment: Deployment) -> Account:
    return Account(deployment)


@pytest.fixture
def client(deployment: Deployment) -> Iterator[openai.OpenAI]:
    with deployment.client() as client:
        yield client


@pytest.mark.parametrize(("step", "action"), GRANTED)
def test_a_step_needs_each_action_that_it_is_allowed(
    client: openai.OpenAI, account: Account, step: str, action: str
) -> None:
    since = time.time()
    with account.without(step, action):
        batch = created(client, requests(3, "steady"))
        assert account.denials(step, since)
    found = ended(client, batch)
    assert (found.status, told(client, found)) == ("completed", once(3))


@pytest.mark.parametrize("action", ["dynamodb:Query", "dynamodb:GetItem"])
def test_resuming_needs_each_action_with_which_it_looks(client: openai.OpenAI, account: Account, action: str) -> None:
    batch = created(client, requests(100, "still"))
    with account.without("ResumeBatchesFunction", action), pytest.raises(AssertionError, match="AccessDenied"):
        account.run("ResumeBatchesFunction")
    account.run("ResumeBatchesFunction")
    client.batches.cancel(batch.id)
