"""What every FileCatalog does, asked of the fake and of DynamoDB (moto) alike."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from filegate.adapters.aws import dynamodb_client
from filegate.adapters.dynamodb_files import DynamoDBFiles
from filegate.adapters.dynamodb_projects import DynamoDBProjects
from filegate.domain.errors import InvalidInput, QuotaExceeded
from filegate.domain.pages import PageQuery
from filegate.domain.ports import FileCatalog
from filegate.domain.projects import Project, Quota
from filegate.domain.purposes import MAX_PURPOSES
from tests.builders import NOW, a_file, an_id
from tests.fakes.files import InMemoryFiles

MakeFiles = Callable[[Quota], FileCatalog]


@pytest.fixture(params=["memory", "dynamodb"])
def files_with(request: pytest.FixtureRequest) -> MakeFiles:
    if request.param == "memory":
        return InMemoryFiles
    table = request.getfixturevalue("table")

    def make(quota: Quota) -> FileCatalog:
        client = dynamodb_client()
        for project in ("acme", "globex"):
            DynamoDBProjects(client, table).add(Project(project, created_at=NOW), quota)
        return DynamoDBFiles(client, table)

    return make


@pytest.fixture
def files(files_with: MakeFiles) -> FileCatalog:
    return files_with(Quota())


def everything(**fields: object) -> PageQuery:
    return PageQuery(**({"project": "acme", "limit": 100} | fields))  # type: ignore[arg-type]


def bury(files: FileCatalog, file: object) -> bool:
    return files.bury(file, deleted_at=NOW, purge_at=NOW + 60)  # type: ignore[arg-type]


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


def test_does_not_take_another_file_for_one_added_before(files: FileCatalog) -> None:
    file = a_file(b"1")
    files.add(file)
    other = replace(file, id=an_id(), size=2)
    files.add(other)
    assert files.get("acme", other.id) == other
