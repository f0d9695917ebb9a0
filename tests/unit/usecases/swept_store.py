"""A store to sweep: the real adapters over AWS in this process, pages of a chosen size, a clock to be moved on."""

import time
from typing import Any

from filegate.adapters.aws import dynamodb_client, s3_client
from filegate.adapters.dynamodb_files import DynamoDBFiles
from filegate.adapters.dynamodb_inventory import DynamoDBInventory
from filegate.adapters.dynamodb_projects import DynamoDBProjects
from filegate.adapters.dynamodb_sweeps import DynamoDBSweeps
from filegate.adapters.dynamodb_tombstones import DynamoDBTombstones
from filegate.adapters.dynamodb_uploads import DynamoDBUploads
from filegate.adapters.json_texts import parse
from filegate.adapters.s3_blobs import S3Blobs
from filegate.adapters.s3_inventory import S3Inventory
from filegate.domain.files import StoredFile
from filegate.domain.projects import Project, Quota
from filegate.domain.sweep import ORPHAN_SECONDS, Finding, Findings
from filegate.domain.tombstones import Ending
from filegate.domain.uploads import Upload
from filegate.usecases.sweep_store import sweep_store
from tests.builders import LIMITS, NOW, a_file, an_id, an_upload

LONG_MS = 600_000


class SweptStore:
    """An hour has passed since everything in it was made, unless a test says otherwise."""

    def __init__(self, table: str, bucket: str, page_size: int = 1000) -> None:
        dynamodb, self.s3 = dynamodb_client(), s3_client()
        self.bucket = bucket
        self.projects = DynamoDBProjects(dynamodb, table)
        self.records = DynamoDBInventory(dynamodb, table, page_size)
        self.files = DynamoDBFiles(dynamodb, table)
        self.tombstones = DynamoDBTombstones(dynamodb, table)
        self.uploads = DynamoDBUploads(dynamodb, table)
        self.sweeps = DynamoDBSweeps(dynamodb, table)
        self.blobs = S3Blobs(self.s3, bucket)
        self.objects = S3Inventory(self.s3, bucket, page_size)
        self.batch_limits, self.parse_json = LIMITS, parse
        self.told: list[tuple[Finding, str, str]] = []
        self.later = ORPHAN_SECONDS + 1
        self.tick_ms = 0
        for project in ("acme", "acme-b", "globex"):
            self.projects.add(Project(project, created_at=NOW), Quota())

    def now_ms(self) -> int:
        self.later_ms = getattr(self, "later_ms", 0) + self.tick_ms
        return time.time_ns() // 1_000_000 + self.later * 1000 + self.later_ms

    def new_id(self, unix_ms: int) -> str:
        return an_id(unix_ms // 1000)

    def stored(self, content: bytes = b"12345", **fields: Any) -> StoredFile:
        file = a_file(content, **fields)
        self.blobs.put(file, content)
        self.files.add(file)
        return file

    def buried(self, **fields: Any) -> StoredFile:
        file = self.stored(**fields)
        self.files.bury(file, Ending.DELETED, deleted_at=NOW, purge_at=NOW + 1)
        return file

    def orphan(self, project: str = "acme", name: str | None = None) -> str:
        key = f"files/{project}/{name or an_id()}"
        self.s3.put_object(Bucket=self.bucket, Key=key, Body=b"orphan")
        return key

    def opened(self, **fields: Any) -> Upload:
        upload = an_upload(**fields)
        self.uploads.open(upload)
        return upload

    def part_of(self, session: str, project: str = "acme") -> str:
        key = f"parts/{project}/{session}/{an_id()}"
        self.s3.put_object(Bucket=self.bucket, Key=key, Body=b"part")
        return key

    def multipart(self, key: str) -> str:
        return self.s3.create_multipart_upload(Bucket=self.bucket, Key=key)["UploadId"]

    def swept(self, milliseconds: int = LONG_MS) -> dict[str, int]:
        """What one run counts, but for what is 0."""
        found = Findings(lambda *about: self.told.append(about))
        self.finished = sweep_store(self.now_ms() + milliseconds, self, found)
        return {finding.value: number for finding, number in found.counts.items() if number}

    def keys(self) -> list[str]:
        listed = self.s3.get_paginator("list_objects_v2").paginate(Bucket=self.bucket)
        return [each["Key"] for page in listed for each in page.get("Contents", [])]

    def unfinished(self) -> list[str]:
        return [each["Key"] for each in self.s3.list_multipart_uploads(Bucket=self.bucket).get("Uploads", [])]
