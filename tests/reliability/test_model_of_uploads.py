"""The functions of uploads beside the model, among all that is done with files, keys and quotas."""

from hashlib import md5
from typing import Any

import hypothesis.strategies as st
import requests
from hypothesis.stateful import precondition, rule, run_state_machine_as_test

from tests.reliability.machine import STEPS, Service, contents, projects, sents
from tests.reliability.model import File, Sent
from tests.reliability.page_rules import Listed
from tests.reliability.requests import Api
from tests.reliability.upload_model import CLOSED, Session


class UploadsToo(Listed):
    @rule(name=projects, sent=sents, size=st.sampled_from([1, 2, 3, 6]))
    def open(self, name: str, sent: Sent, size: int) -> None:
        answer, expected = Api(self.account, name).open(sent, size), self.model[name].no_room_for(size)
        if expected:
            self.same(answer, expected)
            return
        session = Session(answer.json["id"], sent, size, self.now)
        assert (answer.status, answer.json) == (200, session.json(self.now))
        self.model[name].reserved[session.id] = size
        self.sessions.append((name, session))

    @precondition(lambda self: getattr(self, "sessions", []))
    @rule(content=contents, data=st.data())
    def add_part(self, content: bytes, data: st.DataObject) -> None:
        name, session = data.draw(st.sampled_from(self.sessions))
        answer = Api(self.account, name).add_part(session.id, content)
        if session.status(self.now) != "pending" or session.address:
            self.same(answer, CLOSED)
            return
        shown = {"object": "upload.part", "created_at": self.now, "upload_id": session.id}
        assert (answer.status, answer.json) == (200, {"id": answer.json["id"]} | shown)
        session.parts[answer.json["id"]] = content

    @precondition(lambda self: getattr(self, "sessions", []))
    @rule(data=st.data())
    def ask_for_an_address(self, data: st.DataObject) -> None:
        name, session = data.draw(st.sampled_from(self.sessions))
        answer = Api(self.account, name).address(session.id, 1)
        if session.status(self.now) != "pending" or (session.parts and not session.address):
            self.same(answer, CLOSED)
            return
        (told,) = answer.json["data"]
        assert (told["part_number"], told["expires_at"]) == (1, session.expires_at)
        session.address = (told["url"], told["part_id"], told["expires_at"])

    @precondition(lambda self: any(session.address for _, session in getattr(self, "sessions", [])))
    @rule(data=st.data())
    def send_to_an_address(self, data: st.DataObject) -> None:
        session = data.draw(st.sampled_from([session for _, session in self.sessions if session.address]))
        content = data.draw(st.binary(min_size=session.size, max_size=session.size))
        assert session.address
        url, part_id, until = session.address
        status = requests.put(url, data=content, timeout=5).status_code
        assert status == (403 if self.now > until else 404 if session.ended else 200)
        if status == 200:
            session.parts[part_id] = content

    @precondition(lambda self: getattr(self, "sessions", []))
    @rule(data=st.data())
    def list_parts(self, data: st.DataObject) -> None:
        name, session = data.draw(st.sampled_from(self.sessions))
        answer = Api(self.account, name).parts(session.id)
        there = session.parts if session.status(self.now) == "pending" else {}
        assert {each["id"]: each["bytes"] for each in answer.json["data"]} == {
            part_id: len(content) for part_id, content in there.items()
        }

    @precondition(lambda self: getattr(self, "sessions", []))
    @rule(digest=st.sampled_from([None, "right", "wrong"]), data=st.data())
    def complete(self, digest: str | None, data: st.DataObject) -> None:
        name, session = data.draw(st.sampled_from(self.sessions))
        chosen = st.lists(st.sampled_from(sorted(session.parts)), max_size=3) if session.parts else st.just([])
        part_ids = data.draw(chosen)
        if not part_ids:
            return
        joined = session.joined(part_ids)
        right = md5(joined, usedforsecurity=False).hexdigest()
        told = {"right": right, "wrong": "0" * 32}.get(digest or "")
        answer, expected = (
            Api(self.account, name).complete(session.id, part_ids, told),
            session.refused(part_ids, told, self.now),
        )
        if expected:
            self.same(answer, expected)
            return
        if session.file is None:
            self.made(name, session, joined, answer.json["file"]["id"])
        assert (answer.status, answer.json) == (200, session.json(self.now))

    def made(self, name: str, session: Session, content: bytes, file_id: str) -> None:
        sent = Sent(session.sent.name, session.sent.purpose, content, session.sent.lifetime)
        session.file, session.ended = File(file_id, sent, self.now), "completed"
        assert file_id not in self.ids
        self.ids.append(file_id)
        del self.model[name].reserved[session.id]
        self.model[name].held[file_id] = session.file

    @precondition(lambda self: getattr(self, "sessions", []))
    @rule(data=st.data())
    def cancel(self, data: st.DataObject) -> None:
        name, session = data.draw(st.sampled_from(self.sessions))
        answer = Api(self.account, name).cancel(session.id)
        if session.status(self.now) not in {"pending", "cancelled"}:
            self.same(answer, CLOSED)
            return
        session.ended = "cancelled"
        self.model[name].reserved.pop(session.id, None)
        assert (answer.status, answer.json) == (200, session.json(self.now))


def test_the_functions_answer_as_the_model_does(record_property: Any) -> None:
    before = Service.steps
    run_state_machine_as_test(UploadsToo, settings=STEPS)
    record_property("model steps run", Service.steps - before)
