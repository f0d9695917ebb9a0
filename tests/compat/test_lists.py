"""Lists, page by page, as the SDK walks through them."""

import pytest
from openai import OpenAI


@pytest.fixture
def file_ids(sdk: OpenAI) -> list[str]:
    """Seven files, oldest first, of two purposes in turn."""
    purposes = ["batch", "evals"] * 4
    return [sdk.files.create(file=b"x", purpose=purpose).id for purpose in purposes[:7]]  # type: ignore[arg-type]


def test_an_empty_project_has_an_empty_list(sdk: OpenAI) -> None:
    page = sdk.files.list()
    assert (page.data, page.has_more) == ([], False)


def test_all_pages_follow_each_other_from_new_to_old(sdk: OpenAI, file_ids: list[str]) -> None:
    assert [file.id for file in sdk.files.list(limit=3)] == file_ids[::-1]


def test_all_pages_follow_each_other_from_old_to_new(sdk: OpenAI, file_ids: list[str]) -> None:
    assert [file.id for file in sdk.files.list(limit=3, order="asc")] == file_ids


def test_the_last_page_is_not_followed_by_an_empty_one(sdk: OpenAI, file_ids: list[str]) -> None:
    pages = list(sdk.files.list(limit=len(file_ids)).iter_pages())
    assert [len(page.data) for page in pages] == [len(file_ids)]


@pytest.mark.parametrize("order", ["asc", "desc"])
def test_pages_of_one_purpose_have_no_others(sdk: OpenAI, file_ids: list[str], order: str) -> None:
    listed = [file.id for file in sdk.files.list(purpose="evals", limit=2, order=order)]  # type: ignore[arg-type]
    assert listed == file_ids[1::2][:: 1 if order == "asc" else -1]


def test_without_a_limit_everything_is_on_one_page(sdk: OpenAI, file_ids: list[str]) -> None:
    assert len(sdk.files.list().data) == len(file_ids)


def test_every_file_can_be_deleted_while_the_list_is_walked(sdk: OpenAI, file_ids: list[str]) -> None:
    deleted = [sdk.files.delete(file.id).id for file in sdk.files.list(limit=2)]
    assert deleted == file_ids[::-1]
    assert sdk.files.list().data == []


def test_a_list_has_nothing_of_other_projects(stranger: OpenAI, file_ids: list[str]) -> None:
    assert list(stranger.files.list()) == []
