import re
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from filegate.domain.downloads import content_disposition, content_type, parse_url_seconds
from filegate.domain.errors import InvalidInput


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("a.jsonl", "application/jsonl"),
        ("A.JSON", "application/json"),
        ("a.txt", "text/plain; charset=utf-8"),
        ("a.html", "application/octet-stream"),
        ("a.svg", "application/octet-stream"),
        ("noending", "application/octet-stream"),
    ],
)
def test_the_type_is_one_that_no_browser_runs(name: str, expected: str) -> None:
    assert content_type(name) == expected


def test_the_disposition_has_a_plain_and_an_exact_name() -> None:
    expected = "attachment; filename=\"gr__e _x_.txt\"; filename*=UTF-8''gr%C3%B6%C3%9Fe%20%22x%22.txt"
    assert content_disposition('größe "x".txt') == expected


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=255))
def test_no_name_can_break_out_of_the_header(name: str) -> None:
    header = content_disposition(name)
    match = re.fullmatch(
        r"attachment; filename=\"([^\"\\\r\n]*)\"; filename\*=UTF-8''([!#$&+.^_`|~\w%-]*)", header, re.ASCII
    )
    assert match
    assert unquote(match[2]) == name


@pytest.mark.parametrize(("text", "seconds"), [(None, 300), ("1", 1), ("3600", 3600)])
def test_an_url_lives_as_long_as_asked(text: str | None, seconds: int) -> None:
    assert parse_url_seconds(text) == seconds


@pytest.mark.parametrize("text", ["0", "3601", "-1", "", "1.5", "abc", "99999999999"])
def test_an_url_lives_no_longer_than_an_hour(text: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        parse_url_seconds(text)
    assert refusal.value.param == "expiry"
