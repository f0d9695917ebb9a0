"""Two projects: an owner with one thing in each state, and a stranger who must not notice any of it."""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any

import httpx2

from tests.e2e.access_answers import said
from tests.e2e.access_matrix import NOTHING
from tests.e2e.access_things import KINDS, UNKNOWN, Tenant, Thing, filled, living, tenant
from tests.e2e.conftest import Deployment
from tests.e2e.situations import connect

UNKNOWN_KEY = "fg_000000000000000000000000000000003XyXwI"


@dataclass(frozen=True)
class World:
    """`things` are the owner's, by kind and state; `refused` are clients whose keys open nothing, `words` what they
    are told."""

    owner: Tenant
    stranger: Tenant
    things: Mapping[str, Mapping[str, Thing]]
    strangers_upload: Thing
    refused: Mapping[str, httpx2.Client]
    words: Mapping[str, Any]

    def secrets(self) -> set[str]:
        """What only the owner may see."""
        things = [thing for of_kind in self.things.values() for state, thing in of_kind.items() if state != UNKNOWN]
        ids = {found for thing in things for found in (thing.digits, thing.part[-32:]) if found}
        return {self.owner.project, self.owner.key, *ids}

    def seen_by_owner(self) -> list[Any]:
        """Everything that there is, as its owner is shown it."""
        uploads = [f"/uploads/{thing.id}" for thing in self.things["upload"].values()]
        content = f"/files/{self.things['file']['living'].id}/content"
        batch = f"/batches/{self.things['batch']['failed'].id}"
        paths = ["/files", content, batch, *uploads, *(f"{upload}/parts" for upload in uploads)]
        return [said(self.owner.http.get(path), NOTHING) for path in paths]

    def beside(self, kind: str, state: str) -> str:
        """The digits of an id that nothing has, next to those of the thing: they sort alike."""
        return f"{int(self.things[kind][state].digits, 16) + 1:032x}"


@contextmanager
def made_world(deployment: Deployment) -> Iterator[World]:
    with ExitStack() as stack:
        owner, stranger = tenant(deployment), tenant(deployment)
        refused = _refused(deployment, owner)
        for client in (owner.http, stranger.http, *refused.values()):
            stack.enter_context(client)
        living(stranger)
        things = {kind: {state: make(owner) for state, make in makers.items()} for kind, makers in KINDS.items()}
        words = {name: said(client.get("/files"), NOTHING) for name, client in refused.items()}
        yield World(owner, stranger, things, filled(stranger), refused, words)


def _refused(deployment: Deployment, owner: Tenant) -> dict[str, httpx2.Client]:
    revoked = deployment.new_key(project := deployment.new_project())
    deployment.revoke_keys(project)
    keys = {"malformed key": owner.key[:-1], "unknown key": UNKNOWN_KEY, "revoked key": revoked}
    nobody = httpx2.Client(base_url=deployment.base_url, timeout=60)
    return {"no key": nobody} | {name: connect(deployment, key) for name, key in keys.items()}
