import pytest

from filegate.domain.errors import InvalidInput
from filegate.domain.projects import check_project_name


@pytest.mark.parametrize("name", ["a", "7", "acme", "team-1", "0-", "a" * 63])
def test_a_good_name_comes_back_as_it_is(name: str) -> None:
    assert check_project_name(name) == name


@pytest.mark.parametrize(
    "name", ["", "a" * 64, "Acme", "-acme", "a_b", "a.b", "a b", "a/b", "a#b", "../a", "é", "٣", "acme\n", "\x00"]
)
def test_a_name_that_could_not_be_a_folder_everywhere_is_refused(name: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        check_project_name(name)
    assert refusal.value.param == "project"
