"""When a request is tried again, and how soon."""

from statistics import mean

import pytest

import filegate_client
from filegate_client import Refused, Unreachable, retries
from tests.cli.service import Service
from tests.cli.service_answers import plain, refused

Pauses = list[float | None]


@pytest.fixture
def file_id(service: Service) -> str:
    return service.add_file(b"abc")


@pytest.mark.parametrize("status", [408, 429, 500, 502, 503, 504])
def test_what_may_pass_is_tried_again(service: Service, file_id: str, status: int) -> None:
    service.faults.answer("GET", lambda: refused(status, "Later."), lambda: refused(status, "Later."))
    assert filegate_client.get_file(file_id).id == file_id
    assert len(service.requests) == 3


@pytest.mark.parametrize("status", [400, 401, 403, 404, 409, 413, 415, 422])
def test_what_no_repetition_mends_is_not(service: Service, file_id: str, status: int) -> None:
    service.faults.answer("GET", lambda: refused(status, "No."))
    with pytest.raises(Refused, match=r"^No\.$"):
        filegate_client.get_file(file_id)
    assert len(service.requests) == 1


def test_the_server_may_say_to_try_again(service: Service, file_id: str) -> None:
    service.faults.answer("GET", lambda: refused(409, "Busy.", x_should_retry="true"))
    assert filegate_client.get_file(file_id).id == file_id


def test_the_server_may_say_not_to_try_again(service: Service, file_id: str) -> None:
    service.faults.answer("GET", lambda: refused(503, "Never.", x_should_retry="false"))
    with pytest.raises(Refused, match="Never"):
        filegate_client.get_file(file_id)


def test_a_broken_connection_is_tried_again_but_not_for_ever(service: Service, file_id: str) -> None:
    service.faults.refuse_connection("GET", times=100)
    with pytest.raises(Unreachable, match=r"files\.test could not be reached: connection refused"):
        filegate_client.get_file(file_id)
    assert len(service.requests) == retries.ATTEMPTS


def test_a_temporary_error_that_stays_is_shown_in_the_end(service: Service, file_id: str) -> None:
    service.faults.always("GET", lambda: refused(503, "The database is too busy."))
    with pytest.raises(Refused, match="The database is too busy") as caught:
        filegate_client.get_file(file_id)
    assert caught.value.status == 503


@pytest.mark.parametrize(("said", "asked"), [("7", 7.0), ("0.5", 0.5), ("-1", 0.0), ("Sun, 22 Nov 2026", None)])
def test_retry_after_is_honoured(
    service: Service, file_id: str, pauses: Pauses, said: str, asked: float | None
) -> None:
    service.faults.answer("GET", lambda: refused(429, "Slower.", retry_after=said))
    filegate_client.get_file(file_id)
    assert pauses == [asked]


def test_pauses_grow_to_a_bound_and_are_spread() -> None:
    pauses = {number: [retries.seconds_before(number, None) for _ in range(200)] for number in range(1, 20)}
    assert all(0.25 <= each <= 0.5 for each in pauses[1])
    assert len(set(pauses[1])) > 100
    assert mean(pauses[1]) < mean(pauses[2]) < mean(pauses[4])
    assert max(pauses[19]) <= retries.MOST_SECONDS


def test_what_is_asked_is_waited_for_but_not_longer_than_a_minute() -> None:
    assert 7 <= retries.seconds_before(1, 7) <= 7 * 1.25
    assert retries.seconds_before(1, 3_600) <= 60 * 1.25


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ('{"detail": [{"loc": ["body", "purpose"], "msg": "Unknown.", "type": "value"}]}', "Unknown. (param: purpose)"),
        ('{"ok": false, "error": {"message": "Down."}, "message": "Other."}', "Down."),
        ('{"message": "Forbidden"}', "Forbidden"),
        ("<html>", "The server answered 400 Bad Request."),
        ("[]", "The server answered 400 Bad Request."),
        ('{"detail": []}', "The server answered 400 Bad Request."),
    ],
)
def test_errors_of_every_contract_are_understood(service: Service, file_id: str, body: str, message: str) -> None:
    service.faults.answer("GET", lambda: plain(400, body))
    with pytest.raises(Refused) as caught:
        filegate_client.get_file(file_id)
    assert str(caught.value) == message


@pytest.mark.parametrize("body", ["<html>", "[]"])
def test_an_answer_from_elsewhere_is_said(service: Service, file_id: str, body: str) -> None:
    service.faults.answer("GET", lambda: plain(200, body))
    with pytest.raises(Refused, match="is OPENAI_BASE_URL right"):
        filegate_client.get_file(file_id)


def test_a_redirect_is_not_followed(service: Service, file_id: str) -> None:
    service.faults.answer("GET", lambda: plain(302, "", Location="https://elsewhere.test/"))
    with pytest.raises(Refused, match="302"):
        filegate_client.get_file(file_id)
    assert {host for host, _ in service.headers} == {"files.test"}
