"""Who gets at what: every route, asked with every sort of key, about things of one's own, of others, and of nobody."""

import re
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import httpx2
import pytest

from tests import sam
from tests.e2e.access_answers import misshapen, said, traces
from tests.e2e.access_matrix import ALONE, MATRIX, NOTHING, Route, Row
from tests.e2e.access_things import KINDS, UNKNOWN, Thing
from tests.e2e.access_world import World, made_world
from tests.e2e.conftest import Deployment

pytestmark = pytest.mark.stack

Record = Callable[[str, object], None]
States = Callable[[Row], list[str]]
Ask = Callable[[Route, Row], Iterator[str | None]]
AT_ONCE = 4
"""Routes, each of them one request after the other: the local stack starts a process for each further one."""
CACHE_SECONDS = 60
PATIENCE_SECONDS = CACHE_SECONDS + 15


@pytest.fixture(scope="module")
def world(deployment: Deployment) -> Iterator[World]:
    with made_world(deployment) as world:
        yield world


def all_states(row: Row) -> list[str]:
    """Of the thing that the route is about."""
    return list(KINDS[row.kind]) if row.kind else [ALONE]


def some_states(row: Row) -> list[str]:
    """The first, and none at all."""
    first, *_ = names = all_states(row)
    return list(dict.fromkeys((first, names[-1])))


in_states = pytest.mark.parametrize("states", [some_states, pytest.param(all_states, marks=pytest.mark.long)])


def asked(client: httpx2.Client, route: Route, thing: Thing, **carried: object) -> httpx2.Response:
    method, path = route
    return client.request(method, re.sub(r"{\w+}", thing.id, path), **carried)  # type: ignore[arg-type]


def on_every_route(ask: Ask, record: Record) -> list[str]:
    """What was wrong. Routes are asked side by side."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        found = list(pool.map(lambda row: list(ask(*row)), MATRIX.items()))
    record("access cases", sum(map(len, found)))
    return [wrong for of_route in found for wrong in of_route if wrong]


def test_every_route_has_a_row_and_every_row_an_answer_for_each_state() -> None:
    assert MATRIX.keys() == sam.routes().keys()
    for row in MATRIX.values():
        assert row.owner.keys() == (KINDS[row.kind].keys() - {UNKNOWN} if row.kind else {ALONE})


@in_states
def test_a_key_that_opens_nothing_is_told_the_same_by_every_route(
    world: World, record_property: Record, states: States
) -> None:
    def ask(route: Route, row: Row) -> Iterator[str | None]:
        for name, client in world.refused.items():
            for state in states(row):
                thing = world.things[row.kind][state] if row.kind else NOTHING
                answer = asked(client, route, thing, **row.carries(world.stranger, thing))
                status = 200 if route in sam.open_routes() else 401
                yield complaint(world, route, f"{name}, {state}", answer, thing, status)
                if status == 401 and said(answer, thing) != world.words[name]:
                    yield f"{route} {name}, {state}: {answer.text}"

    before = world.seen_by_owner()
    assert on_every_route(ask, record_property) == []
    assert world.seen_by_owner() == before


def test_the_owner_is_shown_what_nobody_else_may_see(world: World) -> None:
    """Else the search for it in the answers to others would find nothing whatever they say."""
    shown = traces(world.owner.http.get("/files"), NOTHING, world.secrets())
    assert {world.owner.project, world.things["file"]["living"].digits} <= set(shown)


def test_what_is_another_projects_is_answered_as_if_there_were_no_such_thing(
    world: World, record_property: Record
) -> None:
    def ask(route: Route, row: Row) -> Iterator[str | None]:
        for state in all_states(row):
            thing = world.things[row.kind][state] if row.kind else NOTHING
            answer = asked(world.stranger.http, route, thing, **row.carries(world.stranger, thing))
            yield complaint(world, route, state, answer, thing, 404 if row.kind else row.status(state))
            if row.kind:
                nothing = KINDS[row.kind][UNKNOWN](world.stranger)
                unknown = asked(world.stranger.http, route, nothing, **row.carries(world.stranger, nothing))
                if said(answer, thing) != said(unknown, nothing):
                    yield f"{route} {state}: {answer.text} is not {unknown.text}"

    before = world.seen_by_owner()
    assert on_every_route(ask, record_property) == []
    assert world.seen_by_owner() == before


@in_states
def test_the_owner_is_answered_as_the_matrix_says(world: World, record_property: Record, states: States) -> None:
    def ask(route: Route, row: Row) -> Iterator[str | None]:
        for state in states(row):
            # A new one each time: some routes change it.
            thing = KINDS[row.kind][state](world.owner) if row.kind else NOTHING
            answer = asked(world.owner.http, route, thing, **row.carries(world.owner, thing))
            yield wrong_answer(route, state, answer, row.status(state))

    assert on_every_route(ask, record_property) == []


def complaint(world: World, route: Route, case: str, answer: httpx2.Response, thing: Thing, status: int) -> str | None:
    """What is wrong with an answer to somebody else than the owner."""
    if found := traces(answer, thing, world.secrets()):
        return f"{route} {case}: shows {found}"
    return wrong_answer(route, case, answer, status)


def wrong_answer(route: Route, case: str, answer: httpx2.Response, status: int) -> str | None:
    if answer.status_code != status:
        return f"{route} {case}: {answer.status_code} for {status}: {answer.text}"
    if shape := misshapen(route, answer):
        return f"{route} {case}: {shape}"
    return None


@pytest.mark.parametrize("query", ["order=asc", "order=desc", "limit=1", "order=asc&purpose={purpose}"])
def test_a_cursor_of_another_project_pages_as_one_of_nobody(world: World, query: str) -> None:
    purpose = f"of-{world.stranger.project}"
    pages = [
        world.stranger.http.get(f"/files?{query.format(purpose=purpose)}&after=file-{digits}").json()
        for digits in (world.things["file"]["living"].digits, world.beside("file", "living"))
    ]
    assert pages[0] == pages[1]
    assert {file["filename"] for file in pages[0]["data"]} <= {f"{world.stranger.project}.jsonl"}


def test_parts_behind_a_part_of_another_project_are_those_behind_one_of_nobody(world: World) -> None:
    mine, theirs = world.strangers_upload, world.things["upload"]["filled"]
    unknown = f"part_{int(theirs.part[-32:], 16) + 1:032x}"
    pages = [world.stranger.http.get(f"/uploads/{mine.id}/parts?after={part}") for part in (theirs.part, unknown)]
    assert said(pages[0], theirs) == said(pages[1], theirs)


def test_lists_and_counts_of_a_project_are_its_own(world: World) -> None:
    listed = world.stranger.http.get("/files").json()
    assert {file["filename"] for file in listed["data"]} == {f"{world.stranger.project}.jsonl"}
    assert listed["total"] == len(listed["data"])
    empty = world.stranger.http.get(f"/files?purpose=of-{world.owner.project}").json()
    assert (empty["data"], empty["total"], empty["has_more"]) == ([], 0, False)


def test_idempotency_keys_of_two_projects_do_not_meet(world: World) -> None:
    both = (world.owner, world.stranger)
    headers = {"Idempotency-Key": "the same"}
    made = [each.http.post("/files", files=each.form(), headers=headers).raise_for_status().json() for each in both]
    again = [each.http.post("/files", files=each.form(), headers=headers).json() for each in both]
    assert made == again
    assert [file["filename"] for file in made] == [f"{each.project}.jsonl" for each in both]
    assert made[0]["id"] != made[1]["id"]


@pytest.mark.long
def test_a_key_in_use_opens_nothing_a_minute_after_its_revocation(deployment: Deployment) -> None:
    """For as long API Gateway keeps the authorizer's verdict; until then it answers as before, and nothing between."""
    with made_world(deployment) as world:
        assert world.owner.http.get("/files").status_code == 200
        deployment.revoke_keys(world.owner.project)
        since = time.monotonic()
        while (status := world.owner.http.get("/files").status_code) == 200:
            assert time.monotonic() - since < PATIENCE_SECONDS
            time.sleep(0.5)
    assert status == 401
