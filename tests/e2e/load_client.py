"""One client of the load: it creates, reads, lists, deletes and uploads, with the OpenAI SDK and the SDK's retries."""

from collections.abc import Callable
from hashlib import sha256
from random import Random
from typing import Any

import openai
from openai import OpenAI

from tests.e2e.load_ledger import Ledger

LARGE, SMALL, PART = 1_200_000, 3_000, 40_000
"""More than what is downloaded through the API, and less."""
PURPOSES: Any = ("batch", "evals", "user_data")


class LoadClient:
    """`calls` counts the calls of the SDK, whatever became of them; `wrong` has what must never be answered."""

    def __init__(self, sdk: OpenAI, ledger: Ledger, choice: Random, name: str) -> None:
        self.wrong: list[str] = []
        self.calls = 0
        self.unanswered = 0
        self._sdk, self._ledger, self._choice, self._name = sdk, ledger, choice, name
        self._does: list[tuple[Callable[[], None], int]] = [
            (self._create, 30),
            (self._retrieve, 20),
            (self._read, 20),
            (self._list, 10),
            (self._delete, 14),
            (self._upload, 6),
        ]

    def act(self) -> bool:
        """Does something; False where it got no answer, for all the SDK's retries."""
        deeds, weights = zip(*self._does, strict=True)
        (deed,) = self._choice.choices(deeds, weights)
        try:
            deed()
        except (openai.APIConnectionError, openai.InternalServerError):
            self.unanswered += 1
            return False
        except openai.APIStatusError as error:
            self.wrong.append(f"{deed.__name__}: {error.status_code} {error.message}")
        return True

    def _call(self, call: Callable[..., Any], *arguments: Any, **given: Any) -> Any:
        self.calls += 1
        return call(*arguments, **given)

    def _content(self, size: int) -> bytes:
        return self._choice.randbytes(self._choice.randrange(1, size))

    def _new_name(self) -> str:
        return f"{self._name}-{self.calls}"

    def _create(self) -> None:
        name, once = self._new_name(), self._choice.random() < 0.5
        content = self._content(LARGE if self._choice.random() < 0.1 else SMALL)
        self._ledger.send(name, content, once=once)
        headers = {"Idempotency-Key": name} if once else {}
        purpose = self._choice.choice(PURPOSES)
        made = self._call(self._sdk.files.create, file=(name, content), purpose=purpose, extra_headers=headers)
        self._ledger.keep(made.id, name)

    def _upload(self) -> None:
        name = self._new_name()
        parts = [self._content(PART) for _ in range(self._choice.randrange(1, 4))]
        self._ledger.send(name, b"".join(parts))
        described: Any = {"filename": name, "purpose": "user_data", "mime_type": "text/plain"}
        upload = self._call(self._sdk.uploads.create, bytes=sum(map(len, parts)), **described)
        ids = [self._call(self._sdk.uploads.parts.create, upload.id, data=part).id for part in parts]
        self._ledger.keep(self._call(self._sdk.uploads.complete, upload.id, part_ids=ids).file.id, name)

    def _retrieve(self) -> None:
        if (file_id := self._ledger.any_kept(self._choice)) and (
            file := self._asked(file_id, self._sdk.files.retrieve)
        ):
            sent = self._ledger.kept[file_id]
            self._expect((file.filename, file.bytes) == (sent.name, sent.size), f"{file_id} is described as {file}")

    def _read(self) -> None:
        if (file_id := self._ledger.any_kept(self._choice)) and (
            answer := self._asked(file_id, self._sdk.files.content)
        ):
            whole = sha256(answer.read()).hexdigest() == self._ledger.kept[file_id].digest
            self._expect(whole, f"{file_id} has other bytes")

    def _asked(self, file_id: str, call: Callable[[str], Any]) -> Any:
        """None where it is being deleted, and that was quicker."""
        try:
            return self._call(call, file_id)
        except openai.NotFoundError:
            self._expect(file_id not in self._ledger.certain(), f"{file_id} is not found")

    def _list(self) -> None:
        before = self._ledger.certain()
        found = [file.id for file in self._call(self._sdk.files.list)]
        self._expect(len(found) == len(set(found)), "a list shows a file twice")
        self._expect(not self._ledger.missing(before, found), f"a list has not {self._ledger.missing(before, found)}")

    def _delete(self) -> None:
        if file_id := self._ledger.any_kept(self._choice):
            self._ledger.let_go(file_id)
            # Where the first answer was lost, and where two do it at once, the file is not found any more.
            self._asked(file_id, self._sdk.files.delete)
            self._ledger.lose(file_id)

    def _expect(self, holds: bool, wrong: str) -> None:  # noqa: FBT001
        if not holds:
            self.wrong.append(wrong)
