"""Clients of the API, and pipelines that drop objects, among them again and again the same and the impossible."""

from random import Random

import requests

from filegate.domain.drops import DroppedObject
from tests.functions.calls import ANCHOR, LIFETIME, creation
from tests.functions.drop_calls import drop
from tests.functions.upload_calls import json_event, of_upload
from tests.reliability.queues import Invoke
from tests.reliability.traffic import CONTENTS, Traffic

KEYS = (
    "acme/batch/a.jsonl",
    "acme/batch/deep/b.jsonl",
    "acme/user_data/c.txt",
    "acme/user_data/c.txt",
    "acme/no such purpose/d",
    "nobody/batch/e.jsonl",
    "without-folders",
)
LINE = b'{"custom_id":"1","method":"POST","url":"/v1/responses","body":{"model":"m","input":"a"}}\n'
TOO_LARGE = b"x" * 4000
PRESIGNED_BYTES = 17


class DropTraffic(Traffic):
    """`dropped` are all objects that were ever dropped."""

    def __init__(self, random: Random, invoke: Invoke) -> None:
        super().__init__(random, invoke)
        self.dropped: list[DroppedObject] = []
        self._requests += [self.drop, self.drop, self.drop, self.create_to_expire, self.upload_presigned]

    def drop(self) -> None:
        key, content = self._random.choice(KEYS), self._random.choice((*CONTENTS, LINE, LINE, b"", TOO_LARGE))
        self.dropped.append(drop(key, content))

    def create_to_expire(self) -> None:
        self._invoke("create_file", creation(LINE, **{ANCHOR: "created_at", LIFETIME: "3600"}))

    def upload_presigned(self) -> None:
        """As far as it comes: a part by its address, and then perhaps the completion."""
        described = {"filename": "a", "purpose": "batch", "bytes": PRESIGNED_BYTES, "mime_type": "text/plain"}
        opened = self._invoke("create_upload", json_event("create_upload", described))
        if opened.status != 200 or not opened.read:
            return
        upload = opened.read.json["id"]
        asked = of_upload(json_event("create_part_urls", {"part_numbers": [1]}), upload)
        answered = self._invoke("create_part_urls", asked)
        if answered.status == 200 and answered.read:
            (part,) = answered.read.json["data"]
            requests.put(part["url"], data=b"a" * PRESIGNED_BYTES, timeout=5).raise_for_status()
            self._uploads[upload] = [part["part_id"]]
