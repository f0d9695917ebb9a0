"""The functions of uploads beside the model, among all that is done with files."""

from hashlib import md5

import hypothesis.strategies as st
import pytest
from hypothesis.stateful import precondition, rule

from tests.reliability.machine import STEPS, Service, contents, projects, sents
from tests.reliability.model import File, Sent
from tests.reliability.requests import Api
from tests.reliability.upload_model import ENDED, Session

pytestmark = pytest.mark.long


class UploadsToo(Service):
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
        if session.status(self.now) != "pending":
            self.same(answer, ENDED)
            return
        shown = {"object": "upload.part", "created_at": self.now, "upload_id": session.id}
        assert (answer.status, answer.json) == (200, {"id": answer.json["id"]} | shown)
        session.parts[answer.json["id"]] = content

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
            self.same(answer, ENDED)
            return
        session.ended = "cancelled"
        self.model[name].reserved.pop(session.id, None)
        assert (answer.status, answer.json) == (200, session.json(self.now))


TestUploads = UploadsToo.TestCase
TestUploads.settings = STEPS
