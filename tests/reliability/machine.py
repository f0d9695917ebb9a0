"""The functions beside the model: whatever is asked, in whatever order, both give the same answer.

Hypothesis prints the steps that lead to a difference, as short as it can make them, and tries them first next time.
"""

import hypothesis.strategies as st
from hypothesis import HealthCheck, Phase, note, settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from filegate.adapters.aws import dynamodb_client
from filegate.adapters.dynamodb_projects import DynamoDBProjects
from filegate.domain.projects import Project as Registered
from filegate.domain.projects import Quota, QuotaChange
from tests.builders import NOW
from tests.functions.calls import Read
from tests.reliability.account import QUOTA, new_account, scheduled
from tests.reliability.effort import examples, thorough
from tests.reliability.invariants import broken_now
from tests.reliability.model import NOT_FOUND, RETENTION_SECONDS, File, Key, Project, Refusal, Sent
from tests.reliability.requests import Api
from tests.reliability.stores import items
from tests.reliability.upload_model import Session

STEPS = settings(
    max_examples=examples(bounded=3, thoroughly=100, most=3000),
    stateful_step_count=50 if thorough() else 30,
    deadline=None,
    derandomize=not thorough(),
    print_blob=True,
    phases=[Phase.reuse, Phase.generate, Phase.shrink] if thorough() else [Phase.generate],
    suppress_health_check=list(HealthCheck),
)
"""Bounded it is the same each time, so that nobody's change fails by somebody else's bug."""

PROJECTS = ("acme", "other")
UNKNOWN = "file-" + "0" * 32

projects = st.sampled_from(PROJECTS)
contents = st.sampled_from([b"a", b"bb", b"ccc\n", b"\x00\xff" * 50])
sents = st.builds(
    Sent,
    name=st.sampled_from(["a.jsonl", "Grüße \u202e.txt", 'quote".json']),
    purpose=st.sampled_from(["user_data", "evals"]),
    content=contents,
    lifetime=st.sampled_from([None, None, 3600, 7200]),
)
keys = st.sampled_from([None, None, "one", "two"])


class Service(RuleBasedStateMachine):
    """Rules of files; Administered has those of keys and restoration, Listed of pages, UploadsToo of uploads."""

    steps = 0
    """Of all machines in this process."""

    @initialize()
    def begin(self) -> None:
        self._open = new_account()
        self.account = self._open.__enter__()
        DynamoDBProjects(dynamodb_client(), "files").add(Registered("other", created_at=NOW), QUOTA)
        self.model = {name: Project(QUOTA) for name in PROJECTS}
        self.sessions: list[tuple[str, Session]] = []
        self.keys: list[Key] = []
        self.ids = [UNKNOWN]

    def teardown(self) -> None:
        if hasattr(self, "_open"):
            self._open.__exit__(None, None, None)

    @property
    def now(self) -> int:
        return self.account.clock.seconds

    @rule(name=projects, sent=sents, key=keys)
    def create(self, name: str, sent: Sent, key: str | None) -> None:
        self._create(name, sent, key)

    def _create(self, name: str, sent: Sent, key: str | None) -> None:
        answer, expected = Api(self.account, name).create(sent, key), self.model[name].refused(key, sent, self.now)
        if expected is None:
            expected = File(answer.json["id"], sent, self.now)
            assert expected.id not in self.ids
            self.ids.append(expected.id)
            self.model[name].created(expected, key)
        self.same(answer, expected)

    @rule(name=projects, data=st.data())
    def get(self, name: str, data: st.DataObject) -> None:
        file_id = data.draw(st.sampled_from(self.ids))
        self.same(Api(self.account, name).of_file("get_file", file_id), self.there(name, file_id))

    @rule(name=projects, data=st.data())
    def content(self, name: str, data: st.DataObject) -> None:
        file_id = data.draw(st.sampled_from(self.ids))
        answer, expected = Api(self.account, name).of_file("get_file_content", file_id), self.there(name, file_id)
        if isinstance(expected, Refusal):
            self.same(answer, expected)
        else:
            assert (answer.status, answer.content) == (200, expected.sent.content)

    @rule(name=projects, data=st.data())
    def delete(self, name: str, data: st.DataObject) -> None:
        self._delete(name, data.draw(st.sampled_from(self.ids)))

    def _delete(self, name: str, file_id: str) -> None:
        answer, expected = Api(self.account, name).of_file("delete_file", file_id), self.there(name, file_id)
        if isinstance(expected, Refusal):
            self.same(answer, expected)
        else:
            assert (answer.status, answer.json) == (200, {"id": file_id, "object": "file", "deleted": True})
            self.model[name].delete(file_id, self.now)

    @rule(name=projects, size=st.integers(0, 300), files=st.integers(0, 6))
    def change_quota(self, name: str, size: int, files: int) -> None:
        DynamoDBProjects(dynamodb_client(), "files").change_quota(name, QuotaChange(size, files))
        self.model[name].quota = Quota(size, files)

    @rule(seconds=st.sampled_from([1, 1800, 3599, 3600, 86_400, RETENTION_SECONDS]))
    def wait(self, seconds: int) -> None:
        self.account.clock.advance(seconds)

    @rule()
    def time_starts_what_it_starts(self) -> None:
        for function in scheduled():
            assert self.account.invoke(function, {}).status == 200
        for name, session in self.sessions:
            if session.status(self.now) == "expired":
                session.ended = "expired"
                self.model[name].reserved.pop(session.id, None)
        if "expire_files" in scheduled():
            for project in self.model.values():
                project.reaped(self.now)

    @precondition(lambda self: hasattr(self, "account"))
    @invariant()
    def all_is_whole_and_counted(self) -> None:
        Service.steps += 1
        assert broken_now() == []
        for usage in [item for item in items() if item["SK"] == "USAGE"]:
            project = self.model[usage["PK"].removeprefix("P#")]
            counted = [usage[each] for each in ("files_held", "bytes_held", "files_left", "bytes_left")]
            files, size = project.files_held, project.bytes_held
            assert counted == [files, size, project.quota.files - files, project.quota.size - size]

    def there(self, name: str, file_id: str) -> File | Refusal:
        return self.model[name].file(file_id, self.now) or NOT_FOUND

    def counted(self, name: str, purpose: str | None) -> int:
        """What has expired counts until it is reaped."""
        return len([file for file in self.model[name].held.values() if purpose in {None, file.sent.purpose}])

    def same(self, answer: Read, expected: File | Refusal) -> None:
        note(f"answered {answer.status} {answer.content!r}")
        if isinstance(expected, File):
            assert (answer.status, answer.json) == (200, expected.json)
            return
        said = (answer.status, answer.error["code"], answer.error["param"], answer.headers.get("x-should-retry"))
        assert said == (expected.status, expected.code, expected.param, expected.should_retry)
