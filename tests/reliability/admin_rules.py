"""What administrators do beside the model: keys that come and go, and deleted files that come back."""

from typing import Any

import hypothesis.strategies as st
from hypothesis import note
from hypothesis.stateful import precondition, rule

from filegate.bootstrap import services
from filegate.domain.errors import NotRestorable, QuotaExceeded
from filegate.usecases.create_key import NewKey, create_key
from filegate.usecases.restore_file import restore_file
from filegate.usecases.revoke_key import revoke_key
from tests.functions.calls import sample
from tests.reliability.machine import PROJECTS, Service, projects
from tests.reliability.model import Key


class Administered(Service):
    @rule(data=st.data())
    def restore(self, data: st.DataObject) -> None:
        """By its id alone, in whatever project it was."""
        file_id = data.draw(st.sampled_from(self.ids))
        answered = self._restored(file_id)
        found = [(each, file) for each in self.model.values() if (file := each.restorable(file_id, self.now))]
        full = [each for each, file in found if each.no_room_for(len(file.sent.content))]
        note(f"{file_id}: {answered}")
        assert answered == ("no room" if full else "restored" if found else "gone")
        if answered == "restored":
            found[0][0].restored(file_id)

    def _restored(self, file_id: str) -> str:
        try:
            restore_file(file_id, PROJECTS, services())
        except QuotaExceeded:
            return "no room"
        except NotRestorable:
            return "gone"
        return "restored"

    @rule(name=projects)
    def make_key(self, name: str) -> None:
        to, random = services(), self.account.clock.random
        key, secret = create_key(
            NewKey(name), keys=to.keys, now_ms=to.now_ms, new_id=to.new_id, random_bits=random.getrandbits
        )
        self.keys.append(Key(name, key.id, secret))

    @precondition(lambda self: getattr(self, "keys", []))
    @rule(data=st.data())
    def revoke(self, data: st.DataObject) -> None:
        key = data.draw(st.sampled_from(self.keys))
        revoke_key(key.project, key.id, keys=services().keys, now_ms=services().now_ms)
        key.revoked = True

    @precondition(lambda self: getattr(self, "keys", []))
    @rule(data=st.data())
    def show_key(self, data: st.DataObject) -> None:
        """A living key is let in as its project, and as nobody else."""
        key = data.draw(st.sampled_from(self.keys))
        event = sample("authorize")
        event |= {"headers": event["headers"] | {"Authorization": f"Bearer {key.secret}"}}
        verdict: Any = self.account.invoke("authorize", event).value
        (statement,) = verdict["policyDocument"]["Statement"]
        assert statement["Effect"] == ("Deny" if key.revoked else "Allow")
        wanted = None if key.revoked else {"project": key.project, "key_id": key.id}
        assert verdict.get("context") == wanted
