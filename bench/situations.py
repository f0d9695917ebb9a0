"""What each function is measured in: an event, and all that must be there for it to succeed, made anew for each."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace

from bench.account import BUCKET, DROP_BUCKET, PROJECT, SHELF, sample
from bench.batch_situations import BATCH_SITUATIONS
from bench.bodies import KIB, MIB, Event, batch_lines, with_form, with_json
from bench.situation import Situation
from filegate.adapters.aws import dynamodb_client, s3_client
from filegate.bootstrap import services
from filegate.usecases.add_upload_part import add_upload_part
from filegate.usecases.complete_upload import Completion, complete_upload
from filegate.usecases.create_file import NewFile, create_file
from filegate.usecases.create_part_urls import create_part_urls
from filegate.usecases.create_upload import NewUpload, create_upload
from filegate.usecases.delete_file import delete_file

INLINE_BYTES = 64 * KIB


def _of_a_file(function: str, event: str = "", size: int = KIB) -> Situation:
    file_id = _file(size)
    parameters = {"pathParameters": {"file_id": f"file-{file_id}"}}
    return Situation(function, sample(event or function) | parameters, file_id)


def _file(size: int = KIB) -> str:
    new = NewFile(name="lines.jsonl", purpose="user_data", content=b"x" * size)
    return create_file(new, PROJECT, None, services()).id


def _upload(size: int) -> str:
    new = NewUpload(name="lines.jsonl", purpose="batch", size=size)
    return create_upload(new, PROJECT, 3600, services()).id


def _of_an_upload(function: str, size: int = KIB) -> Situation:
    upload_id = _upload(size)
    return Situation(function, _about(sample(function), upload_id), upload_id)


def _about(event: Event, upload_id: str) -> Event:
    return event | {"pathParameters": {"upload_id": f"upload_{upload_id}"}}


def _creation(size: int, purpose: str = "user_data") -> Situation:
    return Situation("create_file", with_form(sample("create_file"), "file", batch_lines(size), purpose=purpose))


def _addition(size: int) -> Situation:
    upload = _of_an_upload("add_upload_part", size)
    return replace(upload, event=with_form(upload.event, "data", batch_lines(size)))


def _completion() -> Situation:
    upload_id, part = _filled()
    body = {"part_ids": [part]}
    return Situation("complete_upload", _about(with_json(sample("complete_upload"), body), upload_id), upload_id)


def _filled() -> tuple[str, str]:
    """An upload with its part."""
    content = batch_lines(KIB)
    upload_id = _upload(len(content))
    return upload_id, f"part_{add_upload_part(f'upload_{upload_id}', PROJECT, content, services()).id}"


def _part_list() -> Situation:
    upload = _of_an_upload("list_upload_parts")
    create_part_urls(f"upload_{upload.subject}", PROJECT, [1], services())
    return upload


def _check() -> Situation:
    """Of a file that was joined."""
    upload_id, part = _filled()
    completed = complete_upload(f"upload_{upload_id}", PROJECT, Completion([part]), services())
    file_id = completed.file.id if completed.file else ""
    told = {"key": f"files/{PROJECT}/{file_id}"}
    return Situation("check_file", _with_object("check_file", BUCKET, told), file_id)


def _drop() -> Situation:
    key = f"{PROJECT}/user_data/lines.jsonl"
    version = s3_client().put_object(Bucket=DROP_BUCKET, Key=key, Body=batch_lines(KIB))["VersionId"]
    return Situation(
        "ingest_object", _with_object("ingest_object", DROP_BUCKET, {"key": key, "version-id": version}), version
    )


def _with_object(function: str, bucket: str, told: dict[str, str]) -> Event:
    """The sample's first message, about another object."""
    event = sample(function)
    record = event["Records"][0]
    body = json.loads(record["body"])
    body["detail"]["bucket"]["name"] = bucket
    body["detail"]["object"] |= told
    return event | {"Records": [record | {"body": json.dumps(body)}]}


def _buried(function: str) -> Situation:
    """With a file whose bytes may go at once."""
    file_id = _file()
    to = services()
    delete_file(f"file-{file_id}", PROJECT, files=to.files, now_ms=to.now_ms, retention_days=0)
    return Situation(function, sample(function), file_id)


def _reaping() -> Situation:
    now = _buried("reap_files")
    key = {"PK": {"S": f"P#{PROJECT}"}, "SK": {"S": f"T#{now.subject}"}}
    now.event["Records"][0]["dynamodb"] |= {
        "Keys": key,
        "NewImage": dynamodb_client().get_item(TableName="files", Key=key)["Item"],
    }
    return now


def _listing(size: int = 20) -> Situation:
    event, query = sample("list_files"), {"limit": [str(size)]}
    event["requestContext"]["authorizer"]["project"] = SHELF
    return Situation("list_files", event | {"multiValueQueryStringParameters": query})


def _by_a_clock(function: str) -> Callable[[], Situation]:
    return lambda: Situation(function, sample(function))


SITUATIONS: dict[str, Callable[[], Situation]] = {
    "authorize": lambda: Situation("authorize", sample("authorize")),
    "get": lambda: _of_a_file("get_file"),
    "list of 20": _listing,
    "delete": lambda: _of_a_file("delete_file"),
    "content, 64 KiB inline": lambda: _of_a_file("get_file_content", size=INLINE_BYTES),
    "content, redirect": lambda: _of_a_file("get_file_content", "get_file_content.range"),
    "url": lambda: _of_a_file("get_file_url"),
    "create, 1 KiB": lambda: _creation(KIB),
    "create, 4 MiB": lambda: _creation(4 * MIB),
    "create, 4 MiB for a batch": lambda: _creation(4 * MIB, "batch"),
    "create upload": lambda: Situation("create_upload", sample("create_upload")),
    "get upload": lambda: _of_an_upload("get_upload"),
    "add part, 4 MiB": lambda: _addition(4 * MIB),
    "addresses of parts": lambda: _of_an_upload("create_part_urls"),
    "list parts": _part_list,
    "complete upload": _completion,
    "cancel upload": lambda: _of_an_upload("cancel_upload"),
    "openapi.json": lambda: Situation("get_openapi", sample("get_openapi")),
    "docs": lambda: Situation("get_docs", sample("get_docs")),
    "check file": _check,
    "ingest object": _drop,
    "publish events": lambda: Situation("publish_events", sample("publish_events")),
    "reap files": _reaping,
    "expire uploads": _by_a_clock("expire_uploads"),
    "expire files": _by_a_clock("expire_files"),
    "purge files": lambda: _buried("purge_files"),
    "sweep store": _by_a_clock("sweep_store"),
    "sweep drops": _by_a_clock("sweep_drops"),
    **BATCH_SITUATIONS,
}
"""At least one for each function."""
