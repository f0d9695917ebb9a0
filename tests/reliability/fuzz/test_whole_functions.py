"""Hostile requests to the functions, as API Gateway hands them on, in all contracts.

None is our failure, every error has the contract's shape, and what is refused leaves nothing (edge.py).
"""

from typing import Any
from urllib.parse import parse_qsl

import hypothesis.strategies as st

from tests.functions.calls import Event, Read, create, creation, sample, with_body
from tests.functions.upload_calls import JSON, OF_AN_UPLOAD, added, on, opened, part_event
from tests.reliability.fuzz.cases import corpus, fuzz, lines_of, mutated, texts
from tests.reliability.fuzz.edge import Edge, with_query
from tests.reliability.fuzz.test_forms import TOKENS as OF_FORMS
from tests.reliability.fuzz.test_json_bodies import TOKENS as OF_BODIES

OF_A_FILE = ("get_file", "get_file_content", "get_file_url", "delete_file")
WITH_A_BODY = ("create_upload", "complete_upload", "create_part_urls")
KNOWN = {"after", "expiry", "limit", "offset", "order", "purpose"}
"""Parameters of queries. Others change nothing."""
WITH_A_QUERY = ("list_files", "get_file_url", "list_upload_parts")
UNKNOWN = "0" * 32
OTHER = f"file-{UNKNOWN}"


def form_event(function: str, body: bytes) -> Event:
    return on(function, with_body(body)) | {"pathParameters": {"upload_id": f"upload_{UNKNOWN}"}}


def test_forms(edge: Edge, record_property: Any) -> None:
    def case(body: bytes) -> None:
        for function in ("create_file", "add_upload_part"):
            edge.ask(function, form_event(function, body))

    for body in edge.share([*corpus("forms").values()]):
        case(body)
    fuzz(case, mutated("forms", OF_FORMS), record_property, bounded=8, most=500)


def test_json_bodies(edge: Edge, record_property: Any) -> None:
    upload = opened(6)
    part = added(upload, b"abcdef")
    edge.keep()

    def case(body: bytes) -> None:
        body = body.replace(b"part_" + UNKNOWN.encode(), part.encode())
        for function in WITH_A_BODY:
            edge.ask(function, on(function, with_body(body, JSON)) | {"pathParameters": {"upload_id": upload}})

    for body in edge.share([*corpus("bodies").values()]):
        case(body)
    fuzz(case, mutated("bodies", OF_BODIES), record_property, bounded=5, most=250)


def test_ids_in_both_spellings(edge: Edge, record_property: Any) -> None:
    """One and the same 404 for whatever is no file of the project's."""
    known = create()
    edge.keep()
    hidden = edge.of_file("get_file", OTHER).content

    def case(spelling: str) -> None:
        for function in OF_A_FILE:
            assert edge.of_file(function, spelling).status == 404
        if spelling.isascii() and spelling.isalnum() and len(spelling) <= 64:
            said = edge.of_file("get_file", spelling).content
            assert said.replace(f"object: {spelling}".encode(), b"") == hidden.replace(f"object: {OTHER}".encode(), b"")
        for function in OF_AN_UPLOAD:
            event = part_event(b"x") if function == "add_upload_part" else sample(function)
            assert edge.ask(function, event | {"pathParameters": {"upload_id": spelling}}).status in {400, 404, 422}

    for spelling in edge.share(lines_of("ids")):
        case(spelling)
    fuzz(case, texts, record_property, bounded=2, most=60)
    assert edge.of_file("get_file", known).status == 200


def test_queries(edge: Edge, record_property: Any) -> None:
    ours = create()
    edge.keep()

    def asked(function: str, query: list[tuple[str, str]]) -> Read:
        path = {"file_id": ours, "upload_id": f"upload_{UNKNOWN}"}
        return edge.ask(function, with_query(function, query) | {"pathParameters": path})

    plainly = {function: asked(function, []) for function in WITH_A_QUERY}

    def case(query: list[tuple[str, str]]) -> None:
        names = [name for name, _ in query]
        for function in WITH_A_QUERY:
            answer = asked(function, query)
            if answer.status == 200 and function == "list_files":
                assert {file["id"] for file in answer.json["data"]} <= {ours}
            if len(set(names)) == len(names) and not KNOWN & set(names):
                assert answer.status == plainly[function].status
                # A presigned URL has the second of its making in it.
                assert answer == plainly[function] or function == "get_file_url"

    case([("project", "other")])
    for line in edge.share(lines_of("queries")):
        case(parse_qsl(line, keep_blank_values=True))
    known = [pair for line in lines_of("queries") for pair in parse_qsl(line, keep_blank_values=True)]
    names = st.one_of(st.sampled_from([name for name, _ in known]), texts)
    pairs = st.one_of(st.sampled_from(known), st.tuples(names, texts))
    fuzz(case, st.lists(pairs, max_size=4), record_property, bounded=5, most=250)


def test_headers(edge: Edge, record_property: Any) -> None:
    ours = create()
    edge.keep()

    def case(headers: list[tuple[str, str]]) -> None:
        event = creation()
        edge.ask("create_file", event | {"headers": event["headers"] | dict(headers)})
        answer = edge.of_file("get_file_content", ours, **dict(headers))
        ranged = "range" in {name.lower() for name, _ in headers}
        assert answer.status == (302 if ranged else 200)
        assert answer.headers["x-request-id"] == sample("get_file_content")["requestContext"]["requestId"]

    known = [(name, value.strip()) for name, _, value in (line.partition(":") for line in lines_of("headers"))]
    for pair in edge.share(known):
        case([pair])
    names = st.sampled_from(sorted({name for name, _ in known}))
    pairs = st.one_of(st.sampled_from(known), st.tuples(names, texts))
    fuzz(case, st.lists(pairs, max_size=3), record_property, bounded=3, most=120)
