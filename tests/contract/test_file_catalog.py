"""What every FileCatalog does, asked of the fake and of DynamoDB (moto) alike."""

from dataclasses import replace

import pytest

from filegate.domain.batch_files import after_check, before_check
from filegate.domain.errors import InvalidInput, QuotaExceeded
from filegate.domain.ports import FileCatalog
from filegate.domain.projects import Quota
from filegate.domain.purposes import MAX_PURPOSES
from tests.builders import NOW, a_file, an_id
from tests.contract.catalogs import bury, everything
from tests.contract.conftest import MakeFiles


def test_finds_a_file_exactly_as_it_was_added(files: FileCatalog) -> None:
    file = a_file(name="naïve “名前”.jsonl", expires_at=NOW + 3600, status_details="line 1: no custom_id")
    files.add(file)
    assert files.get("acme", file.id) == file


def test_knows_nothing_of_an_id_never_added(files: FileCatalog) -> None:
    assert files.get("acme", an_id()) is None


def test_hides_a_file_from_other_projects(files: FileCatalog) -> None:
    file = a_file()
    files.add(file)
    assert files.get("globex", file.id) is None
    assert files.page(everything(project="globex"), NOW) == []
    assert files.count("globex", None) == 0


def test_counts_a_file_once_however_often_it_is_added(files: FileCatalog) -> None:
    file = a_file()
    files.add(file)
    files.add(file)
    assert files.count("acme", None) == 1


def test_counts_by_purpose(files: FileCatalog) -> None:
    for purpose in ("batch", "batch", "evals"):
        files.add(a_file(purpose=purpose))
    counts = [files.count("acme", purpose) for purpose in ("batch", "evals", "vision", None)]
    assert counts == [2, 1, 0, 3]


def test_refuses_a_file_beyond_the_quota_of_bytes(files_with: MakeFiles) -> None:
    files = files_with(Quota(size=10))
    files.add(a_file(b"12345678"))
    with pytest.raises(QuotaExceeded):
        files.add(a_file(b"123"))
    assert files.count("acme", None) == 1


def test_takes_a_file_that_fills_the_quota_to_the_byte(files_with: MakeFiles) -> None:
    files = files_with(Quota(size=10))
    files.add(a_file(b"1234567890"))
    assert files.count("acme", None) == 1


def test_refuses_a_file_beyond_the_quota_of_files(files_with: MakeFiles) -> None:
    files = files_with(Quota(files=1))
    files.add(a_file())
    refused = a_file()
    with pytest.raises(QuotaExceeded):
        files.add(refused)
    assert files.get("acme", refused.id) is None


def test_has_room_again_after_a_file_is_buried(files_with: MakeFiles) -> None:
    files = files_with(Quota(files=1, size=100))
    first = a_file()
    files.add(first)
    bury(files, first)
    files.add(a_file())
    assert files.count("acme", None) == 1


def test_refuses_one_purpose_too_many_but_not_one_in_use(files: FileCatalog) -> None:
    for number in range(MAX_PURPOSES):
        files.add(a_file(purpose=f"purpose-{number}"))
    with pytest.raises(InvalidInput, match="purposes"):
        files.add(a_file(purpose="one-more"))
    files.add(a_file(purpose="purpose-0"))
    assert files.count("acme", None) == MAX_PURPOSES + 1


def test_buries_a_file_out_of_sight_and_out_of_the_count(files: FileCatalog) -> None:
    file = a_file()
    files.add(file)
    assert bury(files, file)
    assert files.get("acme", file.id) is None
    assert files.page(everything(), NOW) == []
    assert files.count("acme", "batch") == 0


def test_buries_a_file_only_once(files: FileCatalog) -> None:
    kept, file = a_file(), a_file()
    files.add(kept)
    files.add(file)
    bury(files, file)
    assert not bury(files, file)
    assert files.count("acme", None) == 1


def test_does_not_take_another_file_for_one_added_before(files: FileCatalog) -> None:
    file = a_file(b"1")
    files.add(file)
    other = replace(file, id=an_id(), size=2)
    files.add(other)
    assert files.get("acme", other.id) == other


def test_a_check_changes_the_status_and_nothing_else(files: FileCatalog) -> None:
    file = before_check(a_file(expires_at=NOW + 3600))
    files.add(file)
    checked = after_check(file, "line 1: blank")
    assert files.record_check(checked)
    assert files.get("acme", file.id) == checked
    assert list(files.page(everything(), NOW)) == list(files.page(everything(purpose="batch"), NOW)) == [checked]
    assert files.count("acme", "batch") == 1


def test_a_check_that_found_nothing_leaves_no_details(files: FileCatalog) -> None:
    file = before_check(a_file())
    files.add(file)
    files.record_check(after_check(file, None))
    assert files.get("acme", file.id) == after_check(file, None)


def test_only_a_file_that_waits_for_a_check_takes_its_result(files: FileCatalog) -> None:
    file = a_file()
    files.add(file)
    assert not files.record_check(after_check(file, "line 1: blank"))
    assert files.get("acme", file.id) == file


def test_the_first_of_two_checks_decides(files: FileCatalog) -> None:
    file = before_check(a_file())
    files.add(file)
    first, other = after_check(file, "line 1: blank"), after_check(file, None)
    assert [files.record_check(checked) for checked in (first, first, other)] == [True, True, False]
    assert files.get("acme", file.id) == first


def test_a_check_does_not_bring_a_buried_or_unknown_file_back(files: FileCatalog) -> None:
    file = before_check(a_file())
    files.add(file)
    bury(files, file)
    for gone in (file, before_check(a_file())):
        assert not files.record_check(after_check(gone, None))
        assert files.get("acme", gone.id) is None


def test_a_check_touches_the_file_of_its_own_project_only(files: FileCatalog) -> None:
    mine = before_check(a_file())
    files.add(mine)
    assert not files.record_check(replace(after_check(mine, None), project="globex"))
    assert files.get("acme", mine.id) == mine


def test_adding_a_file_again_after_its_check_changes_nothing(files: FileCatalog) -> None:
    file = before_check(a_file())
    files.add(file)
    checked = after_check(file, "line 1: blank")
    files.record_check(checked)
    files.add(file)
    assert files.get("acme", file.id) == checked
    assert files.count("acme", None) == 1
