import pytest

from filegate.domain.errors import InvalidInput, ProjectNotFound
from filegate.domain.projects import UNLIMITED_BYTES, UNLIMITED_FILES, Project, Quota, QuotaChange, Usage
from filegate.usecases.change_quota import change_quota
from tests.builders import NOW
from tests.fakes.projects import InMemoryProjects

BEFORE = Quota(size=10, files=2)


@pytest.fixture
def projects() -> InMemoryProjects:
    projects = InMemoryProjects()
    projects.add(Project("acme", NOW), BEFORE)
    return projects


def test_answers_what_holds_from_now_on(projects: InMemoryProjects) -> None:
    changed = change_quota("acme", QuotaChange(size=0), projects=projects)
    assert changed == projects.usage("acme") == Usage(0, 0, Quota(size=0, files=2))


def test_takes_the_quota_away_again(projects: InMemoryProjects) -> None:
    nothing = QuotaChange(size=UNLIMITED_BYTES, files=UNLIMITED_FILES)
    assert change_quota("acme", nothing, projects=projects).quota == Quota()


def test_an_empty_change_only_asks(projects: InMemoryProjects) -> None:
    assert change_quota("acme", QuotaChange(), projects=projects).quota == BEFORE


@pytest.mark.parametrize(
    "change",
    [
        QuotaChange(size=-1),
        QuotaChange(files=-1),
        QuotaChange(5, UNLIMITED_FILES + 1),
        QuotaChange(UNLIMITED_BYTES + 1),
    ],
)
def test_refuses_a_quota_out_of_bounds_and_leaves_the_old_one(projects: InMemoryProjects, change: QuotaChange) -> None:
    with pytest.raises(InvalidInput):
        change_quota("acme", change, projects=projects)
    assert projects.usage("acme").quota == BEFORE


@pytest.mark.parametrize("change", [QuotaChange(), QuotaChange(files=1)])
def test_refuses_an_unknown_project(projects: InMemoryProjects, change: QuotaChange) -> None:
    with pytest.raises(ProjectNotFound):
        change_quota("nobody", change, projects=projects)
