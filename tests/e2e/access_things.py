"""What two projects have, in every state it can be in: the things that the access matrix asks about.

A new kind of resource needs makers of its states in KINDS, and rows in access_matrix.
"""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from secrets import token_hex
from typing import Any

import boto3
import httpx2

from local.credentials import REGION, ROOT_KEY
from tests.e2e.conftest import Deployment
from tests.e2e.hearing import eventually
from tests.e2e.situations import add, connect, opened


@dataclass(frozen=True)
class Tenant:
    """A project, and a client with its key. Its name is in all that it sends: names, purposes and contents."""

    deployment: Deployment
    project: str
    key: str
    http: httpx2.Client

    def form(self) -> dict[str, Any]:
        name = f"{self.project}.jsonl"
        return {"file": (name, f'"{self.project}"\n'.encode()), "purpose": (None, f"of-{self.project}")}

    def created(self) -> str:
        return str(self.http.post("/files", files=self.form()).raise_for_status().json()["id"])

    def session(self) -> str:
        """The path of a new upload of two bytes."""
        return opened(self.http, 2, filename=f"{self.project}.jsonl", purpose=f"of-{self.project}")

    def ends(self, key: str, in_seconds: int = 0) -> None:
        """The record of the sort key; the API takes no life as short as that."""
        session = boto3.Session(aws_access_key_id=ROOT_KEY, aws_secret_access_key=ROOT_KEY, region_name=REGION)
        session.client("dynamodb", endpoint_url=self.deployment.endpoint).update_item(
            TableName=self.deployment.outputs["TableName"],
            Key={"PK": {"S": f"P#{self.project}"}, "SK": {"S": key}},
            UpdateExpression="SET expires_at = :then",
            ConditionExpression="attribute_exists(PK)",
            ExpressionAttributeValues={":then": {"N": str(int(time.time()) + in_seconds)}},
        )


@dataclass(frozen=True)
class Thing:
    """`part` is the id of a part of an upload, of one that there is where it has any."""

    id: str
    part: str = ""

    @property
    def digits(self) -> str:
        return self.id[-32:]


Maker = Callable[[Tenant], Thing]
UNKNOWN = "unknown"
A_PART = f"part_01890a5dac96774bbcceb{token_hex(6)[:11]}"


def tenant(deployment: Deployment) -> Tenant:
    project = deployment.new_project()
    key = deployment.new_key(project)
    return Tenant(deployment, project, key, connect(deployment, key))


def unknown_digits() -> str:
    """Of an id that nothing has, and that is as new as any."""
    return f"{time.time_ns() // 1_000_000:012x}7{token_hex(2)[:3]}8{token_hex(8)[:15]}"


def unknown_file(_: Tenant) -> Thing:
    return Thing(f"file-{unknown_digits()}")


def living(of: Tenant) -> Thing:
    return Thing(of.created())


def deleted(of: Tenant) -> Thing:
    thing = living(of)
    of.http.delete(f"/files/{thing.id}").raise_for_status()
    return thing


def expired_file(of: Tenant) -> Thing:
    thing = living(of)
    of.ends(f"F#{thing.digits}")
    return thing


def unknown_upload(_: Tenant) -> Thing:
    return Thing(f"upload_{unknown_digits()}", A_PART)


def pending(of: Tenant) -> Thing:
    return Thing(of.session().rpartition("/")[2], A_PART)


def filled(of: Tenant) -> Thing:
    path = of.session()
    return Thing(path.rpartition("/")[2], add(of.http, path, b"{}").raise_for_status().json()["id"])


def presigned(of: Tenant) -> Thing:
    path = of.session()
    (given,) = of.http.post(f"{path}/part_urls", json={"part_numbers": [1]}).raise_for_status().json()["data"]
    httpx2.put(given["url"], content=b"{}").raise_for_status()
    return Thing(path.rpartition("/")[2], given["part_id"])


def cancelled(of: Tenant) -> Thing:
    thing = filled(of)
    of.http.post(f"/uploads/{thing.id}/cancel").raise_for_status()
    return thing


def completed(of: Tenant) -> Thing:
    thing = filled(of)
    of.http.post(f"/uploads/{thing.id}/complete", json={"part_ids": [thing.part]}).raise_for_status()
    return thing


def expired_upload(of: Tenant) -> Thing:
    thing = filled(of)
    of.ends(f"U#{thing.digits}")
    return thing


def wrong_input(of: Tenant) -> Thing:
    """The input of a batch that fails at once, and so leaves no files."""
    form = of.form() | {"purpose": (None, "batch")}
    return Thing(str(of.http.post("/files", files=form).raise_for_status().json()["id"]))


def failed(of: Tenant) -> Thing:
    asked = {"input_file_id": wrong_input(of).id, "endpoint": "/v1/embeddings", "completion_window": "24h"}
    path = f"/batches/{of.http.post('/batches', json=asked).raise_for_status().json()['id']}"
    eventually(lambda: of.http.get(path).raise_for_status().json()["status"] == "failed")
    return Thing(path.rpartition("/")[2])


def unknown_batch(_: Tenant) -> Thing:
    return Thing(f"batch_{unknown_digits()}")


KINDS: Mapping[str, Mapping[str, Maker]] = {
    "file": {"living": living, "deleted": deleted, "expired": expired_file, UNKNOWN: unknown_file},
    "upload": {
        "filled": filled,
        "pending": pending,
        "presigned": presigned,
        "cancelled": cancelled,
        "expired": expired_upload,
        "completed": completed,
        UNKNOWN: unknown_upload,
    },
    "input": {"wrong": wrong_input, UNKNOWN: unknown_file},
    "batch": {"failed": failed, UNKNOWN: unknown_batch},
}
"""By the kind, the makers of its states. The first is the one that a bounded run asks about."""
