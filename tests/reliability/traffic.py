"""Clients that do what comes to their minds: requests by chance, of which some die on the way."""

from collections.abc import Callable
from random import Random

from tests.functions.calls import Event, creation, sample
from tests.functions.upload_calls import json_event, of_upload, part_event
from tests.reliability.account import Outcome
from tests.reliability.file_scenarios import keyed
from tests.reliability.queues import Invoke

CONTENTS = (b"{}\n", b"a line\n", b"another line\n")
_KEYS = ("one", "two", "three")


class Traffic:
    """`acknowledged` are the ids of files that a client was told of, and did not delete."""

    def __init__(self, random: Random, invoke: Invoke) -> None:
        self.acknowledged: set[str] = set()
        self._deleted: set[str] = set()
        self._random = random
        self._invoke = invoke
        self._uploads: dict[str, list[str]] = {}
        self._requests: list[Callable[[], None]] = [
            self.create,
            self.create_once,
            self.delete,
            self.open,
            self.add,
            self.complete,
            self.complete,
            self.cancel,
        ]

    def go_on(self) -> None:
        self._random.choice(self._requests)()

    def create(self) -> None:
        self._keep(self._invoke("create_file", creation(self._random.choice(CONTENTS))))

    def create_once(self) -> None:
        self._keep(self._invoke("create_file", keyed(creation(), self._random.choice(_KEYS))))

    def delete(self) -> None:
        if self.acknowledged:
            file_id = self._random.choice(sorted(self.acknowledged))
            self.acknowledged.discard(file_id)
            self._deleted.add(file_id)
            self._invoke("delete_file", sample("delete_file") | {"pathParameters": {"file_id": file_id}})

    def open(self) -> None:
        described = {"filename": "a", "purpose": "batch", "bytes": 12, "mime_type": "text/plain"}
        opened = self._invoke("create_upload", json_event("create_upload", described))
        if opened.status == 200 and opened.read:
            self._uploads[opened.read.json["id"]] = []

    def add(self) -> None:
        if self._uploads:
            upload = self._random.choice(sorted(self._uploads))
            added = self._invoke("add_upload_part", of_upload(part_event(b"123456"), upload))
            if added.status == 200 and added.read:
                self._uploads[upload].append(added.read.json["id"])

    def complete(self) -> None:
        if self._uploads:
            upload = self._random.choice(sorted(self._uploads))
            asked: Event = json_event("complete_upload", {"part_ids": self._uploads[upload][:2]})
            completed = self._invoke("complete_upload", of_upload(asked, upload))
            if completed.status == 200 and completed.read:
                self.acknowledged.add(completed.read.json["file"]["id"])
                del self._uploads[upload]

    def cancel(self) -> None:
        if self._uploads:
            upload = self._random.choice(sorted(self._uploads))
            self._invoke("cancel_upload", sample("cancel_upload") | {"pathParameters": {"upload_id": upload}})

    def _keep(self, created: Outcome) -> None:
        if created.status == 200 and created.read:
            # A repeated idempotency key tells of the file also when it was deleted meanwhile.
            self.acknowledged |= {created.read.json["id"]} - self._deleted
