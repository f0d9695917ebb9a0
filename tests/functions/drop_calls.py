"""How tests drop objects, deliver the messages about them, and look at what became of them."""

import json
from functools import cache
from typing import Any

import boto3

from filegate.bootstrap import services
from filegate.domain.drops import Drop, DroppedObject
from filegate.domain.files import StoredFile
from filegate.domain.pages import PageQuery
from functions.ingest_object.app import handler as ingest
from tests.functions.calls import Event, sample

FAR = 10**11


class Context:
    """Lambda's, with a certain time left."""

    def __init__(self, left_ms: int = 180_000) -> None:
        self._left_ms = left_ms

    def get_remaining_time_in_millis(self) -> int:
        return self._left_ms


@cache
def _s3() -> Any:
    """One for all tests, for it takes long to make."""
    return boto3.client("s3")


def drop(key: str, content: bytes = b"{}\n", tags: str = "") -> DroppedObject:
    """Put it into the drop bucket as a data pipeline does."""
    version = _s3().put_object(Bucket="drop", Key=key, Body=content, Tagging=tags)["VersionId"]
    (dropped,) = services().zone.versions(Drop(key, version))
    return dropped


def message_of(dropped: DroppedObject, **changes: Any) -> Event:
    """The record of the queue's message about it; `changes` are to what it tells of the object."""
    record: Event = sample("ingest_object")["Records"][0]
    told = json.loads(record["body"])
    told["detail"]["object"] |= {"key": dropped.key, "version-id": dropped.version, "size": dropped.size} | changes
    return record | {"messageId": f"message of {dropped.version}", "body": json.dumps(told, ensure_ascii=False)}


def deliver(*dropped: DroppedObject, left_ms: int = 180_000) -> list[str]:
    """The messages that Lambda is told to give again."""
    return deliver_records(*(message_of(each) for each in dropped), left_ms=left_ms)


def deliver_records(*records: Event, left_ms: int = 180_000) -> list[str]:
    answer = ingest({"Records": list(records)}, Context(left_ms))
    return [failure["itemIdentifier"] for failure in answer["batchItemFailures"]]


def files_of(project: str) -> list[StoredFile]:
    found = services().files.page(PageQuery(project=project, limit=10_000, newest_first=False), 0)
    return list(found)


def tags_of(dropped: DroppedObject) -> dict[str, str]:
    answer = _s3().get_object_tagging(Bucket="drop", Key=dropped.key, VersionId=dropped.version)
    return {tag["Key"]: tag["Value"] for tag in answer["TagSet"]}


def check(*every: DroppedObject) -> None:
    """What holds when the dust has settled, of all objects that were ever dropped."""
    projects = {project.name for project in services().projects.all()}
    files = {file.id: file for project in projects for file in files_of(project)}
    rejected = {rejection.dropped.file_id for rejection in services().drops.rejections(None)}
    left = {dropped.file_id: dropped for dropped in services().zone.all(None)}
    assert rejected == left.keys()
    assert all("filegate-rejected" in tags_of(dropped) for dropped in left.values())
    assert files.keys() | rejected == {dropped.file_id for dropped in every}
    assert not files.keys() & rejected
    assert _objects() == {f"files/{file.project}/{file.id}" for file in files.values()}
    for project in projects:
        usage = services().projects.usage(project)
        assert (usage.files, usage.size) == (len(files_of(project)), sum(file.size for file in files_of(project)))


def _objects() -> set[str]:
    """The keys in the bucket of the files under which anything is, an unfinished upload or an old version too."""
    s3 = _s3()
    versions = s3.list_object_versions(Bucket="bytes").get("Versions", [])
    return {each["Key"] for each in versions + s3.list_multipart_uploads(Bucket="bytes").get("Uploads", [])}
