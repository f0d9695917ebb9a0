"""Lists beside the model, page by page, also while the files change, and what a project can learn of another's."""

from typing import Any

import hypothesis.strategies as st
from hypothesis.stateful import rule

from tests.functions.calls import Read
from tests.reliability.admin_rules import Administered
from tests.reliability.machine import UNKNOWN, projects, sents
from tests.reliability.model import Json
from tests.reliability.requests import Api

OF_A_FILE = ("get_file", "get_file_content", "get_file_url", "delete_file")
OF_NO_ID = "f"
"""The last digit of no id (clock.LAST_DIGITS)."""


class Listed(Administered):
    @rule(
        name=projects,
        purpose=st.sampled_from([None, "user_data", "evals", "never"]),
        limit=st.integers(1, 3),
        order=st.sampled_from(["asc", "desc"]),
    )
    def list_page_by_page(self, name: str, purpose: str | None, limit: int, order: str) -> None:
        wanted = [file.json for file in self.model[name].listed(self.now, purpose)]
        query = {"limit": str(limit), "order": order} | ({"purpose": purpose} if purpose else {})
        found: list[Any] = []
        while True:
            page = Api(self.account, name).page(**query).json
            found += page["data"]
            assert page["total"] == self.counted(name, purpose)
            assert len(page["data"]) <= limit
            if not page["has_more"]:
                break
            query["after"] = page["last_id"]
        assert found == (wanted if order == "asc" else wanted[::-1])

    @rule(name=projects, limit=st.integers(1, 2), order=st.sampled_from(["asc", "desc"]), data=st.data())
    def list_while_files_change(self, name: str, limit: int, order: str, data: st.DataObject) -> None:
        """Whatever stays is there exactly once, and nothing is that was gone before its page was asked for."""
        before, found = self._shown(name), list[str]()
        query = {"limit": str(limit), "order": order}
        while True:
            page = Api(self.account, name).page(**query).json
            listed = [each["id"] for each in page["data"]]
            assert set(listed) <= self._shown(name)
            found += listed
            if not page["has_more"]:
                break
            query["after"] = page["last_id"]
            self._change(name, found, data)
        assert len(found) == len(set(found))
        assert before & self._shown(name) <= set(found)

    def _change(self, name: str, found: list[str], data: st.DataObject) -> None:
        """A new file, or one less: one that was listed, or one that was not yet."""
        there = sorted(self._shown(name))
        going = data.draw(st.sampled_from([None, *there]))
        if going is None:
            self._create(name, data.draw(sents), None)
        else:
            self._delete(name, going)

    def _shown(self, name: str) -> set[str]:
        return {file.id for file in self.model[name].listed(self.now, None)}

    @rule(name=projects, function=st.sampled_from(OF_A_FILE), data=st.data())
    def look_for_what_is_no_file_of_the_project(self, name: str, function: str, data: st.DataObject) -> None:
        """Of others, deleted, expired or never there: no answer tells which."""
        others = [file_id for file_id in self.ids if not self.model[name].file(file_id, self.now)]
        file_id = data.draw(st.sampled_from(others))
        api = Api(self.account, name)
        assert _told(api.of_file(function, file_id), file_id) == _told(api.of_file(function, UNKNOWN), UNKNOWN)

    @rule(name=projects, data=st.data())
    def page_behind_what_is_no_file_of_the_project(self, name: str, data: st.DataObject) -> None:
        """The id next to it, which nobody has, answers the same."""
        cursor = data.draw(st.sampled_from(self.ids))
        if cursor in self.model[name].held:
            return
        api, never = Api(self.account, name), cursor[:-1] + OF_NO_ID
        assert _told(api.page(after=cursor), cursor) == _told(api.page(after=never), never)


def _told(answer: Read, file_id: str) -> Json:
    """All of an answer but the id that was asked for."""
    told: dict[str, Any] = {"status": answer.status, "headers": answer.headers, "content": answer.content.decode()}
    return {name: str(value).replace(file_id, "<id>") for name, value in told.items()}
