"""The API as a state machine asks it: one method a route, and the answer as a client reads it."""

import json
from dataclasses import dataclass
from typing import Any

from filegate.contracts.schemas import schemas_named
from tests.functions.calls import ANCHOR, LIFETIME, Event, Read, as_project, creation, sample
from tests.functions.upload_calls import json_event, of_upload, part_event
from tests.reliability.account import Account
from tests.reliability.file_scenarios import keyed
from tests.reliability.model import Sent


@dataclass(frozen=True)
class Api:
    account: Account
    project: str

    def create(self, sent: Sent, key: str | None) -> Read:
        # As every client spells a quote there.
        name = sent.name.replace('"', "%22")
        ends = {ANCHOR: "created_at", LIFETIME: str(sent.lifetime)} if sent.lifetime else {}
        event = creation(sent.content, name=name, purpose=sent.purpose, **ends)
        return self._ask("create_file", keyed(event, key) if key else event)

    def page(self, **query: str) -> Read:
        values = {name: [value] for name, value in query.items()}
        return self._ask("list_files", sample("list_files") | {"multiValueQueryStringParameters": values})

    def of_file(self, function: str, file_id: str) -> Read:
        return self._ask(function, sample(function) | {"pathParameters": {"file_id": file_id}})

    def open(self, sent: Sent, size: int) -> Read:
        described: dict[str, Any] = {"filename": sent.name, "purpose": sent.purpose, "bytes": size, "mime_type": "a/b"}
        if sent.lifetime:
            described["expires_after"] = {"anchor": "created_at", "seconds": sent.lifetime}
        return self._ask("create_upload", json_event("create_upload", described))

    def add_part(self, upload_id: str, content: bytes) -> Read:
        return self._ask("add_upload_part", of_upload(part_event(content), upload_id))

    def complete(self, upload_id: str, part_ids: list[str], md5: str | None) -> Read:
        asked = {"part_ids": part_ids} | ({"md5": md5} if md5 else {})
        return self._ask("complete_upload", of_upload(json_event("complete_upload", asked), upload_id))

    def address(self, upload_id: str, number: int) -> Read:
        asked = json_event("create_part_urls", {"part_numbers": [number]})
        return self._ask("create_part_urls", of_upload(asked, upload_id))

    def parts(self, upload_id: str) -> Read:
        event = sample("list_upload_parts") | {"multiValueQueryStringParameters": {}}
        return self._ask("list_upload_parts", of_upload(event, upload_id))

    def cancel(self, upload_id: str) -> Read:
        return self._ask("cancel_upload", of_upload(sample("cancel_upload"), upload_id))

    def _ask(self, function: str, event: Event) -> Read:
        """Every error is as the contract has it. What is no JSON as it comes is for tests of other things."""
        outcome = self.account.invoke(function, json.loads(json.dumps(as_project(event, self.project))))
        assert outcome.read, outcome
        if outcome.status >= 400:
            schemas_named("openai").ERRORS[0].model_validate_json(outcome.read.content)
        return outcome.read
