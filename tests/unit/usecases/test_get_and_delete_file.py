import pytest

from filegate.domain.errors import FileNotFound
from filegate.domain.files import StoredFile
from filegate.domain.ids import canonical_uuid
from filegate.domain.tombstones import Ending
from filegate.usecases.delete_file import delete_file
from filegate.usecases.get_file import get_file
from tests.builders import NOW, a_file, an_id
from tests.fakes.files import InMemoryFiles


@pytest.fixture
def file() -> StoredFile:
    return a_file(expires_at=NOW + 10)


@pytest.fixture
def files(file: StoredFile) -> InMemoryFiles:
    files = InMemoryFiles()
    files.add(file)
    return files


def find(spelling: str, files: InMemoryFiles, *, project: str = "acme", now: int = NOW) -> StoredFile:
    return get_file(spelling, project, files=files, now_ms=lambda: now * 1000)


def delete(spelling: str, files: InMemoryFiles, *, now: int = NOW) -> StoredFile:
    return delete_file(spelling, "acme", files=files, now_ms=lambda: now * 1000, retention_days=30)


def test_finds_a_file_by_either_spelling(file: StoredFile, files: InMemoryFiles) -> None:
    assert find(f"file-{file.id}", files) == find(canonical_uuid(file.id), files) == file


def test_unknown_foreign_expired_and_malformed_ids_get_one_and_the_same_error(
    file: StoredFile, files: InMemoryFiles
) -> None:
    spelling = f"file-{file.id}"
    attempts = [
        (f"file-{an_id()}", "acme", NOW),
        (spelling, "globex", NOW),
        (spelling, "acme", NOW + 10),
        ("x", "acme", NOW),
    ]
    for attempt, project, now in attempts:
        with pytest.raises(FileNotFound, match=f"^No such File object: {attempt}$"):
            find(attempt, files, project=project, now=now)


def test_the_error_repeats_no_more_of_an_endless_id_than_it_must(files: InMemoryFiles) -> None:
    with pytest.raises(FileNotFound) as error:
        find("x" * 9000, files)
    assert len(error.value.message) < 100


def test_a_deleted_file_is_gone_at_once(file: StoredFile, files: InMemoryFiles) -> None:
    delete(f"file-{file.id}", files)
    with pytest.raises(FileNotFound):
        find(f"file-{file.id}", files)
    assert (file.project, file.id) in files.tombstones


def test_a_file_is_deleted_only_once(file: StoredFile, files: InMemoryFiles) -> None:
    delete(f"file-{file.id}", files)
    with pytest.raises(FileNotFound):
        delete(f"file-{file.id}", files)


def test_an_expired_file_cannot_be_deleted(file: StoredFile, files: InMemoryFiles) -> None:
    with pytest.raises(FileNotFound):
        delete(f"file-{file.id}", files, now=NOW + 10)


def test_the_loser_of_two_deletions_at_once_is_told_that_the_file_is_gone(file: StoredFile) -> None:
    class Raced(InMemoryFiles):
        def bury(self, file: StoredFile, ending: Ending, *, deleted_at: int, purge_at: int) -> bool:
            super().bury(file, ending, deleted_at=deleted_at, purge_at=purge_at)
            return super().bury(file, ending, deleted_at=deleted_at, purge_at=purge_at)

    files = Raced()
    files.add(file)
    with pytest.raises(FileNotFound):
        delete(f"file-{file.id}", files)
