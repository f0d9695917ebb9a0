import json

from filegate.contracts import openai
from filegate.domain.limits import MAX_LIST_BYTES
from filegate.domain.pages import FilePage, fitting
from tests.builders import a_file


def test_ordinary_files_all_fit() -> None:
    files = [a_file() for _ in range(1000)]
    assert list(fitting(files)) == files


def test_a_page_of_the_longest_names_stays_within_one_answer() -> None:
    worst = a_file(name='"' * 255, purpose="p" * 64, expires_at=2_000_000_000, status_details=None)
    shown = list(fitting([worst] * 10_000))
    assert 0 < len(shown) < 10_000
    assert len(json.dumps(openai.file_list(FilePage(shown, has_more=True, total=10_000)))) <= MAX_LIST_BYTES
