"""Situations in which a function needs each of its rights for presigned parts, and for looking at sessions."""

from collections.abc import Iterator
from contextlib import contextmanager

import httpx2

from tests.e2e.account import Account
from tests.e2e.conftest import Deployment
from tests.e2e.situations import Call, Situation, add, connect, opened


def sent(http: httpx2.Client) -> tuple[str, str]:
    """The path of a new session, and the id of its only part, which S3 has."""
    upload = opened(http, 2)
    (address,) = http.post(f"{upload}/part_urls", json={"part_numbers": [1]}).json()["data"]
    httpx2.put(address["url"], content=b"{}").raise_for_status()
    return upload, address["part_id"]


@contextmanager
def giving_addresses(deployment: Deployment, _: Account) -> Iterator[Call]:
    with connect(deployment, deployment.new_key()) as http:
        upload = opened(http, 2)
        yield lambda: http.post(f"{upload}/part_urls", json={"part_numbers": [1]})


@contextmanager
def giving_addresses_too_late(deployment: Deployment, _: Account) -> Iterator[Call]:
    """A part has come through the API already, so what was begun at S3 has to be given up."""
    with connect(deployment, deployment.new_key()) as http:
        upload = opened(http, 2)
        add(http, upload, b"{}").raise_for_status()
        yield lambda: http.post(f"{upload}/part_urls", json={"part_numbers": [1]})


@contextmanager
def looking(deployment: Deployment, _: Account) -> Iterator[Call]:
    with connect(deployment, deployment.new_key()) as http:
        upload = opened(http, 2)
        yield lambda: http.get(upload)


@contextmanager
def listing_parts(deployment: Deployment, _: Account) -> Iterator[Call]:
    with connect(deployment, deployment.new_key()) as http:
        upload = opened(http, 2)
        yield lambda: http.get(f"{upload}/parts")


@contextmanager
def listing_presigned_parts(deployment: Deployment, _: Account) -> Iterator[Call]:
    with connect(deployment, deployment.new_key()) as http:
        upload, _part = sent(http)
        yield lambda: http.get(f"{upload}/parts")


@contextmanager
def completing_presigned_parts(deployment: Deployment, _: Account) -> Iterator[Call]:
    with connect(deployment, deployment.new_key()) as http:
        upload, part = sent(http)
        yield lambda: http.post(f"{upload}/complete", json={"part_ids": [part]})


@contextmanager
def cancelling_presigned_parts(deployment: Deployment, _: Account) -> Iterator[Call]:
    with connect(deployment, deployment.new_key()) as http:
        upload, _part = sent(http)
        yield lambda: http.post(f"{upload}/cancel")


OF_PRESIGNED_PARTS: dict[str, Situation] = {
    "CreatePartUrlsFunction": giving_addresses,
    "CreatePartUrlsFunction s3:PutObject": giving_addresses,
    "CreatePartUrlsFunction s3:AbortMultipartUpload": giving_addresses_too_late,
    "GetUploadFunction": looking,
    "ListUploadPartsFunction": listing_parts,
    "ListUploadPartsFunction s3:ListMultipartUploadParts": listing_presigned_parts,
    "CompleteUploadFunction s3:ListMultipartUploadParts": completing_presigned_parts,
    "CancelUploadFunction s3:ListMultipartUploadParts": cancelling_presigned_parts,
}
