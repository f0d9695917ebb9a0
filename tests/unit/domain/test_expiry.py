import pytest

from filegate.domain.errors import InvalidInput
from filegate.domain.expiry import lifetime_of, parse_expires_after
from tests.builders import NOW, a_file


def test_a_file_lives_for_ever_where_nothing_was_said() -> None:
    assert parse_expires_after(None, None) is None


@pytest.mark.parametrize("seconds", [3600, 2_592_000])
def test_takes_both_ends_of_the_range(seconds: int) -> None:
    assert parse_expires_after("created_at", str(seconds)) == seconds


@pytest.mark.parametrize(
    "seconds", ["3599", "2592001", "-3600", "1e4", "3600.0", "", " 3600", "9" * 5000, "\u0663\u0666\u0660\u0660"]
)
def test_refuses_seconds_out_of_range_and_names_the_field(seconds: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        parse_expires_after("created_at", seconds)
    assert refusal.value.param == "expires_after[seconds]"


@pytest.mark.parametrize(
    ("anchor", "seconds", "missing"),
    [("created_at", None, "expires_after[seconds]"), (None, "3600", "expires_after[anchor]")],
)
def test_refuses_half_of_it_and_names_the_other_half(anchor: str | None, seconds: str | None, missing: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        parse_expires_after(anchor, seconds)
    assert (refusal.value.param, refusal.value.kind) == (missing, "missing")


def test_refuses_another_anchor() -> None:
    with pytest.raises(InvalidInput) as refusal:
        parse_expires_after("last_active_at", "3600")
    assert refusal.value.param == "expires_after[anchor]"


def test_a_file_is_expired_from_its_very_second_on() -> None:
    file = a_file(expires_at=NOW)
    assert (file.expired(NOW - 1), file.expired(NOW)) == (False, True)


@pytest.mark.parametrize(
    ("purpose", "asked", "lives"), [("batch", None, 60), ("batch", 3600, 3600), ("evals", None, None)]
)
def test_what_the_client_asks_for_comes_before_the_default_of_the_purpose(
    purpose: str, asked: int | None, lives: int | None
) -> None:
    assert lifetime_of(purpose, asked, {"batch": 60}) == lives
