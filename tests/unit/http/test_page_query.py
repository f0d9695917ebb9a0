import pytest

from filegate.contracts.answers import ListLimits
from filegate.domain.errors import InvalidInput
from filegate.domain.pages import PageQuery
from filegate.http.page_query import page_query
from tests.builders import an_id

LIMITS = ListLimits(default=100, most=1000)


def query(**parameters: str) -> PageQuery:
    return page_query(parameters, "acme", LIMITS)


def test_without_parameters_a_page_is_the_newest_of_all() -> None:
    assert query() == PageQuery(project="acme", limit=100)


def test_reads_every_parameter() -> None:
    cursor = an_id()
    asked = query(limit="1000", after=f"file-{cursor}", order="asc", purpose="batch", offset="7")
    assert asked == PageQuery(project="acme", limit=1000, newest_first=False, purpose="batch", after=cursor, offset=7)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("limit", "0"),
        ("limit", "1001"),
        ("limit", "-1"),
        ("limit", "ten"),
        ("limit", ""),
        ("limit", "1" * 5000),
        ("order", "up"),
        ("order", ""),
        ("after", "garbage"),
        ("after", ""),
        ("offset", "-1"),
        ("offset", "1000001"),
        ("purpose", "a b"),
        ("purpose", ""),
    ],
)
def test_refuses_a_bad_value_and_names_the_parameter(name: str, value: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        query(**{name: value})
    assert refusal.value.param == name
