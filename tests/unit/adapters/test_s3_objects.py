"""Removing versions of objects (moto): all of them, and no silence about those that stay."""

from typing import Any

import pytest
from botocore.exceptions import ClientError

from filegate.adapters.aws import s3_client
from filegate.adapters.s3_parts import S3Parts
from filegate.domain.errors import StorageUnavailable
from filegate.domain.uploads import Part
from tests.builders import a_part, an_upload

UPLOAD = an_upload()


class Answering:
    """An S3 that notes what it is asked to delete, and refuses as it is told."""

    def __init__(self, *codes: str) -> None:
        self.deleted: list[list[dict[str, str]]] = []
        self._errors = [{"Key": "parts/x", "Code": code, "Message": "."} for code in codes]

    def delete_objects(self, **asked: Any) -> dict[str, Any]:
        self.deleted.append(asked["Delete"]["Objects"])
        return {"Errors": self._errors, "ResponseMetadata": {"HTTPStatusCode": 200}}


def parts(count: int) -> list[Part]:
    return [a_part(UPLOAD, receipt=f"version-{number}") for number in range(count)]


def test_many_parts_are_removed_a_thousand_at_a_time_by_their_exact_versions() -> None:
    client: Any = Answering()
    chosen = parts(2001)
    S3Parts(client, "bytes").discard(chosen)
    assert [len(objects) for objects in client.deleted] == [1000, 1000, 1]
    assert [each["VersionId"] for objects in client.deleted for each in objects] == [part.receipt for part in chosen]


def test_a_refusal_inside_the_answer_is_an_error() -> None:
    client: Any = Answering("AccessDenied")
    with pytest.raises(ClientError, match="AccessDenied"):
        S3Parts(client, "bytes").discard(parts(1))


@pytest.mark.parametrize("code", ["InternalError", "SlowDown"])
def test_an_outage_inside_the_answer_is_one(code: str) -> None:
    client: Any = Answering(code)
    with pytest.raises(StorageUnavailable) as caught:
        S3Parts(client, "bytes").discard(parts(1))
    assert (caught.value.failure.operation, caught.value.failure.fault) == ("DeleteObjects", code)


def test_a_part_whose_answer_was_lost_has_one_version(bucket: str) -> None:
    store, part = S3Parts(s3_client(), bucket), parts(1)[0]
    assert store.put(part, b"same") == store.put(part, b"same")
