"""A project of 120 files, paged through by the OpenAI SDK for Python."""

from typing import Any

import pytest
from openai import OpenAI

from tests.e2e.conftest import Deployment, ManyFiles

pytestmark = pytest.mark.stack


@pytest.fixture
def client(deployment: Deployment, many_files: ManyFiles) -> OpenAI:
    return deployment.client(many_files.key)


@pytest.mark.parametrize("order", ["asc", "desc"])
def test_every_file_is_listed_once_and_in_order(client: OpenAI, many_files: ManyFiles, order: Any) -> None:
    listed = [file.id for file in client.files.list(limit=50, order=order)]
    assert listed == sorted(many_files.ids, reverse=order == "desc")


def test_files_of_one_purpose_are_listed_once_and_in_order(client: OpenAI, many_files: ManyFiles) -> None:
    evals = [file.id for file in client.files.list(limit=30, purpose="evals")]  # type: ignore[arg-type]
    others = [file.id for file in client.files.list(limit=30, purpose="batch")]
    assert evals == sorted(evals, reverse=True)
    assert sorted(evals + others) == sorted(many_files.ids)


def test_without_a_limit_one_page_holds_them_all(client: OpenAI, many_files: ManyFiles) -> None:
    pages = list(client.files.list().iter_pages())
    assert [len(page.data) for page in pages] == [len(many_files.ids)]


def test_a_page_tells_the_number_of_all_files(client: OpenAI, many_files: ManyFiles) -> None:
    page = client.files.list(limit=1)
    assert page.model_extra is not None
    assert page.model_extra["total"] == len(many_files.ids)
