"""Every action in every function's policy is needed: without it the route fails, and the log says AccessDenied.

That shows two things at once: that no policy allows more than its function does, and that the local stack enforces
policies at all, so that the other tests would fail where one allows too little.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

import httpx2
import pytest

from filegate.domain.projects import Quota
from tests import sam
from tests.e2e.account import Account
from tests.e2e.batch_situations import OF_BATCHES
from tests.e2e.conftest import Deployment
from tests.e2e.lossy_s3 import lossy_s3
from tests.e2e.presigned_situations import giving_addresses_too_late
from tests.e2e.rights import actions_of
from tests.e2e.situations import Call, Situation, connect
from tests.e2e.upload_situations import OF_UPLOADS, adding_too_much

pytestmark = [pytest.mark.stack, pytest.mark.long]

FORM: Any = {"file": ("a.jsonl", b"{}"), "purpose": (None, "batch")}


def asking(method: str, path: str) -> Situation:
    """A project with one file, about which, or beside which, is asked."""

    @contextmanager
    def situation(deployment: Deployment, _: Account) -> Iterator[Call]:
        with connect(deployment, deployment.new_key()) as http:
            path_of_file = path.format(file_id=http.post("/files", files=FORM).json()["id"])
            yield lambda: http.request(method, path_of_file)

    return situation


@contextmanager
def showing_a_new_key(deployment: Deployment, _: Account) -> Iterator[Call]:
    """No verdict is kept of it yet."""
    with connect(deployment, deployment.new_key()) as http:
        yield lambda: http.get("/files")


@contextmanager
def creating(deployment: Deployment, _: Account) -> Iterator[Call]:
    with connect(deployment, deployment.new_key()) as http:
        yield lambda: http.post("/files", files=FORM)


@contextmanager
def creating_in_a_full_project(deployment: Deployment, _: Account) -> Iterator[Call]:
    """The bytes that are stored already have to go again, and so has the claim to the idempotency key."""
    key = deployment.new_key(deployment.new_project(Quota(files=0)))
    with connect(deployment, key) as http:
        yield lambda: http.post("/files", files=FORM, headers={"Idempotency-Key": str(uuid4())})


@contextmanager
def creating_while_answers_of_s3_are_lost(deployment: Deployment, account: Account) -> Iterator[Call]:
    with (
        lossy_s3(deployment.endpoint) as line,
        account.with_variable("CreateFileFunction", "AWS_ENDPOINT_URL_S3", line),
        creating(deployment, account) as call,
    ):
        yield call


@contextmanager
def following_an_address(deployment: Deployment, account: Account) -> Iterator[Call]:
    """S3 grants what the function that signed it may do, when the address is followed."""
    with asking("GET", "/files/{file_id}/url")(deployment, account) as ask:
        yield lambda: httpx2.get(ask().json()["url"])


SITUATIONS: dict[str, Situation] = {
    "AuthorizeFunction": showing_a_new_key,
    "CreateFileFunction": creating,
    "CreateFileFunction s3:GetObject": creating_while_answers_of_s3_are_lost,
    "CreateFileFunction s3:DeleteObjectVersion": creating_in_a_full_project,
    "CreateFileFunction dynamodb:DeleteItem": creating_in_a_full_project,
    "ListFilesFunction": asking("GET", "/files"),
    "GetFileFunction": asking("GET", "/files/{file_id}"),
    "DeleteFileFunction": asking("DELETE", "/files/{file_id}"),
    "GetFileContentFunction": asking("GET", "/files/{file_id}/content"),
    "GetFileUrlFunction": asking("GET", "/files/{file_id}/url"),
    "GetFileUrlFunction s3:GetObject": following_an_address,
    **OF_UPLOADS,
    **OF_BATCHES,
}
USUALLY = {creating_in_a_full_project: 403, adding_too_much: 400, giving_addresses_too_late: 400}
DENIED = {showing_a_new_key: 503, following_an_address: 403}


UPLOADS_THAT_DISCARD = ("AddUploadPartFunction", "CompleteUploadFunction", "CancelUploadFunction")
UNSEEN = {
    # AWS asks for both rights to delete versions by DeleteObjects; MiniStack asks for s3:DeleteObject only.
    *((name, "s3:DeleteObjectVersion") for name in UPLOADS_THAT_DISCARD),
    # It is for finding out what became of a joining whose last answer was lost, which a unit test plays through.
    ("CompleteUploadFunction", "s3:GetObject"),
}


def granted() -> list[tuple[str, str]]:
    """Function and action, for all that the template allows the functions that a request reaches."""
    every = [(name, action) for name, function in _asked().items() for action in actions_of(function)]
    return [pair for pair in every if pair not in UNSEEN]


def _asked() -> dict[str, dict[str, Any]]:
    """Not those that the clock or the table's stream starts."""
    asked = {"authorize", *sam.routes().values()}
    return {name: function for name, function in sam.functions().items() if sam.folder(function) in asked}


@pytest.fixture(scope="module")
def account(deployment: Deployment) -> Account:
    return Account(deployment)


@pytest.mark.parametrize(("function", "action"), granted())
def test_a_function_needs_each_action_that_it_is_allowed(
    deployment: Deployment, account: Account, function: str, action: str
) -> None:
    situation = SITUATIONS.get(f"{function} {action}", SITUATIONS[function])
    with situation(deployment, account) as call:
        since = time.time()
        with account.without(function, action):
            answer = call()
        assert answer.status_code == DENIED.get(situation, 500)
        assert "AccessDenied" in answer.text or account.denials(function, since)
        assert call().status_code == USUALLY.get(situation, 200)
