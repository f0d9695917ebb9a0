import pytest

from filegate.domain.batch_files import after_check, awaits_check, before_check
from tests.builders import a_file


def test_a_batch_file_waits_until_it_is_checked() -> None:
    waiting = before_check(a_file(purpose="batch"))
    assert (waiting.status, awaits_check(waiting)) == ("uploaded", True)
    assert not awaits_check(after_check(waiting, None))


@pytest.mark.parametrize("purpose", ["fine-tune", "user_data", "Batch", "batch_output"])
def test_a_file_of_another_purpose_waits_for_nothing(purpose: str) -> None:
    file = before_check(a_file(purpose=purpose))
    assert (file.status, awaits_check(file)) == ("processed", False)


def test_a_check_ends_in_processed_or_in_error_with_words() -> None:
    good, bad = after_check(a_file(), None), after_check(a_file(), "line 1: blank")
    assert (good.status, good.status_details) == ("processed", None)
    assert (bad.status, bad.status_details) == ("error", "line 1: blank")
