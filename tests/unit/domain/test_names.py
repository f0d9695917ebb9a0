import pytest

from filegate.domain.errors import InvalidInput
from filegate.domain.names import check_name


@pytest.mark.parametrize(
    "name", ["a.jsonl", "größe 名前.txt", 'with "quotes".json', "..hidden", "a" * 255, "100%.txt", "a;b"]
)
def test_takes_plain_names(name: str) -> None:
    assert check_name(name) == name


@pytest.mark.parametrize(
    "name",
    [
        None,
        "",
        "a" * 256,
        "ä" * 128,
        "../a",
        "a/b",
        "a\\b",
        "C:\\x.txt",
        ".",
        "..",
        "a\x00b",
        "a\r\nX-Evil: 1",
        "a\x7f",
        "a\x85b",
        "a\u2028b",
    ],
)
def test_refuses_what_could_harm_and_names_the_field(name: str | None) -> None:
    with pytest.raises(InvalidInput) as refusal:
        check_name(name)
    assert refusal.value.param == "file"
