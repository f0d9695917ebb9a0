from filegate.domain.pages import PageQuery
from filegate.usecases.list_files import list_files
from tests.builders import NOW, a_file
from tests.fakes.files import InMemoryFiles


def a_catalog(*purposes: str, name: str = "a.jsonl") -> InMemoryFiles:
    files = InMemoryFiles()
    for purpose in purposes:
        files.add(a_file(purpose=purpose, name=name))
    return files


def listed(files: InMemoryFiles, *, limit: int, purpose: str | None = None) -> tuple[int, bool, int]:
    page = list_files(PageQuery(project="acme", limit=limit, purpose=purpose), files=files, now_ms=lambda: NOW * 1000)
    return len(page.files), page.has_more, page.total


def test_says_whether_there_is_more() -> None:
    files = a_catalog("batch", "batch", "batch")
    assert [listed(files, limit=limit)[1] for limit in (2, 3, 4)] == [True, False, False]


def test_the_total_counts_what_the_filter_can_reach() -> None:
    files = a_catalog("batch", "batch", "evals")
    assert listed(files, limit=1) == (1, True, 3)
    assert listed(files, limit=1, purpose="evals") == (1, False, 1)


def test_no_page_is_empty_and_yet_has_more() -> None:
    assert listed(a_catalog(), limit=1) == (0, False, 0)


def test_a_page_too_large_for_one_answer_ends_early_and_says_so() -> None:
    files = a_catalog(*["batch"] * 6000, name="n" * 255)
    count, has_more, total = listed(files, limit=6000)
    assert (0 < count < 6000, has_more, total) == (True, True, 6000)
