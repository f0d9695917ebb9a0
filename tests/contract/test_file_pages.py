"""How every FileCatalog pages, asked of the fake and of DynamoDB (moto) alike."""

import pytest

from filegate.domain.ports import FileCatalog
from tests.builders import NOW, a_file
from tests.contract.catalogs import bury, everything


def test_pages_run_from_new_to_old(files: FileCatalog) -> None:
    added = [a_file() for _ in range(3)]
    for file in added:
        files.add(file)
    assert files.page(everything(), NOW) == added[::-1]


def test_pages_run_from_old_to_new_when_asked(files: FileCatalog) -> None:
    added = [a_file() for _ in range(3)]
    for file in added:
        files.add(file)
    assert files.page(everything(newest_first=False), NOW) == added


def test_a_page_has_one_file_more_than_the_limit_where_there_are_more(files: FileCatalog) -> None:
    for _ in range(4):
        files.add(a_file())
    assert len(files.page(everything(limit=2), NOW)) == 3
    assert len(files.page(everything(limit=4), NOW)) == 4


@pytest.mark.parametrize("newest_first", [True, False])
@pytest.mark.parametrize("purpose", [None, "batch"])
def test_a_page_starts_beyond_the_cursor_even_when_that_file_is_deleted(
    files: FileCatalog, purpose: str | None, *, newest_first: bool
) -> None:
    added = [a_file() for _ in range(3)]
    for file in added:
        files.add(file)
    bury(files, added[1])
    page = files.page(everything(after=added[1].id, newest_first=newest_first, purpose=purpose), NOW)
    assert page == [added[0] if newest_first else added[2]]


def test_a_page_skips_an_offset(files: FileCatalog) -> None:
    added = [a_file() for _ in range(5)]
    for file in added:
        files.add(file)
    assert files.page(everything(offset=2, limit=1), NOW) == [added[2], added[1]]
    assert files.page(everything(offset=5), NOW) == []


def test_a_page_of_one_purpose_has_no_others(files: FileCatalog) -> None:
    batch, evals = a_file(purpose="batch"), a_file(purpose="evals")
    files.add(batch)
    files.add(evals)
    assert files.page(everything(purpose="evals"), NOW) == [evals]


@pytest.mark.parametrize("purpose", [None, "batch"])
def test_a_page_leaves_out_expired_files_from_their_second_on(files: FileCatalog, purpose: str | None) -> None:
    file = a_file(expires_at=NOW + 10)
    files.add(file)
    assert files.page(everything(purpose=purpose), NOW + 9) == [file]
    assert files.page(everything(purpose=purpose), NOW + 10) == []


def test_a_full_page_reaches_past_expired_files(files: FileCatalog) -> None:
    living = [a_file() for _ in range(2)]
    files.add(living[0])
    for _ in range(5):
        files.add(a_file(expires_at=NOW))
    files.add(living[1])
    assert files.page(everything(limit=2), NOW) == living[::-1]
