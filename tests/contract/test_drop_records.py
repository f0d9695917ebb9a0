"""What every DropRecords does, asked of the fake and of DynamoDB (moto) alike."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import pytest

from filegate.adapters.aws import dynamodb_client
from filegate.adapters.dynamodb_drops import DynamoDBDrops
from filegate.adapters.dynamodb_files import DynamoDBFiles
from filegate.adapters.dynamodb_projects import DynamoDBProjects
from filegate.domain.drop_sweep import Pass
from filegate.domain.drops import HOLDING_SECONDS, DropBusy, Reason, Rejection
from filegate.domain.files import StoredFile
from filegate.domain.ports import DropRecords, FileCatalog
from filegate.domain.projects import Project, Quota
from tests.builders import NOW, a_dropped_object, a_file
from tests.contract.catalogs import bury, everything
from tests.contract.places import EVERYWHERE, FAKE
from tests.fakes.drops import InMemoryDropRecords
from tests.fakes.files import InMemoryFiles


@dataclass
class Records:
    drops: DropRecords
    files: FileCatalog


@pytest.fixture(params=EVERYWHERE)
def records_with(request: pytest.FixtureRequest) -> Callable[[Quota], Records]:
    if request.param == FAKE:

        def in_memory(quota: Quota) -> Records:
            files = InMemoryFiles(quota)
            return Records(InMemoryDropRecords(files, "acme"), files)

        return in_memory
    table = request.getfixturevalue("table")

    def in_dynamodb(quota: Quota) -> Records:
        client = dynamodb_client()
        DynamoDBProjects(client, table).add(Project("acme", created_at=NOW), quota)
        return Records(DynamoDBDrops(client, table), DynamoDBFiles(client, table))

    return in_dynamodb


@pytest.fixture
def records(records_with: Callable[[Quota], Records]) -> Records:
    return records_with(Quota())


def files_of(number: int, **fields: Any) -> list[StoredFile]:
    return [a_file(size=10, **fields) for _ in range(number)]


def a_rejection(**fields: Any) -> Rejection:
    described = {"dropped": a_dropped_object(), "reason": Reason.QUOTA_EXCEEDED, "rejected_at": NOW}
    return Rejection(**(described | fields))


@pytest.mark.parametrize("number", [0, 1, 33, 34, 70])
def test_files_are_registered_together(records: Records, number: int) -> None:
    files = files_of(number)
    for _ in range(2):
        assert records.drops.register(files) == {}
    assert list(records.files.page(everything(newest_first=False), NOW)) == files
    assert records.files.count("acme", None) == records.files.count("acme", "batch") == number


def test_files_of_many_purposes_are_counted_each_under_its_own(records: Records) -> None:
    files = [*files_of(2, purpose="evals"), *files_of(3)]
    records.drops.register(files)
    assert [records.files.count("acme", purpose) for purpose in ("evals", "batch", None)] == [2, 3, 5]


def test_those_that_are_there_already_or_deleted_stay_as_they_are(records: Records) -> None:
    there, deleted, *new = files_of(4)
    records.drops.register([there, deleted])
    bury(records.files, deleted)
    assert records.drops.register([there, deleted, *new]) == {}
    assert list(records.files.page(everything(newest_first=False), NOW)) == [there, *new]
    assert records.files.count("acme", None) == 3


def test_what_fits_gets_in_in_order(records_with: Callable[[Quota], Records]) -> None:
    records = records_with(Quota(size=35))
    large, *small = a_file(size=30), *files_of(3)
    refused = records.drops.register([large, *small])
    assert refused == dict.fromkeys((file.id for file in small), Reason.QUOTA_EXCEEDED)
    assert records.drops.register([a_file(size=5)]) == {}
    assert records.files.count("acme", None) == 2


def test_purposes_are_used_up_to_the_last(records: Records) -> None:
    files = [a_file(purpose=f"p{number}") for number in range(101)]
    refused = records.drops.register(files)
    assert list(refused.values()) == [Reason.TOO_MANY_PURPOSES]
    assert records.files.count("acme", None) == 100
    assert records.drops.register([a_file(purpose="p0"), a_file(purpose="p1")]) == {}


def test_files_of_no_project_are_refused(records: Records) -> None:
    file = a_file(project="nobody")
    assert records.drops.register([file]) == {file.id: Reason.UNKNOWN_PROJECT}


def test_a_rejected_object_makes_no_file_until_it_is_forgotten(records: Records) -> None:
    rejection = a_rejection()
    for runner in ("one", "another"):
        assert records.drops.reject(rejection, runner)
        records.drops.release(rejection, runner)
    file, other = a_file(id=rejection.dropped.file_id), a_file()
    assert records.drops.register([file, other]) == {file.id: Reason.QUOTA_EXCEEDED}
    assert records.files.get("acme", file.id) is None
    for _ in range(2):
        assert records.drops.forget(rejection, NOW)
    assert records.drops.rejections(None) == []
    assert records.drops.register([file]) == {}


@pytest.mark.parametrize("deleted", [False, True])
def test_an_object_that_was_made_a_file_is_not_rejected(records: Records, *, deleted: bool) -> None:
    rejection = a_rejection()
    file = a_file(id=rejection.dropped.file_id)
    records.drops.register([file])
    if deleted:
        bury(records.files, file)
    assert not records.drops.reject(rejection, "one")
    assert records.drops.rejections(None) == []


def test_the_latest_rejections_come_first_each_once_and_as_it_was_first(records: Records) -> None:
    rejections = [
        a_rejection(dropped=a_dropped_object(key=f"nobody/ü b/{number}", dropped_at=NOW + number))
        for number in range(3)
    ]
    for rejection in rejections:
        records.drops.reject(rejection, "one")
        records.drops.release(rejection, "one")
        later = a_rejection(dropped=rejection.dropped, reason=Reason.EMPTY, rejected_at=NOW + 60)
        records.drops.reject(later, "another")
    assert records.drops.rejections(None) == rejections[::-1]
    assert records.drops.rejections(2) == [rejections[2], rejections[1]]


def test_while_one_run_holds_a_rejection_no_other_does_and_nobody_forgets_it(records: Records) -> None:
    rejection = a_rejection()
    ends = rejection.rejected_at + HOLDING_SECONDS
    assert records.drops.reject(rejection, "one")
    with pytest.raises(DropBusy):
        records.drops.reject(rejection, "another")
    records.drops.release(rejection, "another")
    assert not records.drops.forget(rejection, ends - 1)
    assert records.drops.rejections(None) == [rejection]
    assert records.drops.reject(replace(rejection, rejected_at=ends), "another")
    records.drops.release(rejection, "one")
    assert not records.drops.forget(rejection, ends)
    records.drops.release(rejection, "another")
    assert records.drops.forget(rejection, ends)


def test_the_sweeps_place_is_kept(records: Records) -> None:
    assert records.drops.last_pass() == Pass(began=0)
    for kept in (Pass(NOW, NOW - 900, "acme/batch/ü"), Pass(NOW)):
        records.drops.keep_pass(kept)
        assert records.drops.last_pass() == kept
