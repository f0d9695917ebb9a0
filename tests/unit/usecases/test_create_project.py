import pytest

from filegate.domain.errors import InvalidInput, ProjectExists
from filegate.domain.projects import UNLIMITED_BYTES, UNLIMITED_FILES, Project, Quota
from filegate.usecases.create_project import create_project
from tests.builders import NOW
from tests.fakes.projects import InMemoryProjects


def create(projects: InMemoryProjects, name: str = "acme", quota: Quota | None = None) -> Project:
    return create_project(name, quota or Quota(), projects=projects, now_ms=lambda: NOW * 1000 + 999)


def test_makes_a_project_with_its_quota() -> None:
    projects, quota = InMemoryProjects(), Quota(size=10, files=2)
    project = create(projects, quota=quota)
    assert projects.all() == [project] == [Project("acme", created_at=NOW)]
    assert projects.usage("acme").quota == quota


def test_a_quota_of_nothing_and_none_at_all_are_both_quotas() -> None:
    projects = InMemoryProjects()
    create(projects, "frozen", Quota(size=0, files=0))
    create(projects, "open", Quota(size=UNLIMITED_BYTES, files=UNLIMITED_FILES))
    assert len(projects.all()) == 2


@pytest.mark.parametrize(
    "quota", [Quota(size=-1), Quota(files=-1), Quota(size=UNLIMITED_BYTES + 1), Quota(files=UNLIMITED_FILES + 1)]
)
def test_refuses_a_quota_out_of_bounds(quota: Quota) -> None:
    projects = InMemoryProjects()
    with pytest.raises(InvalidInput):
        create(projects, quota=quota)
    assert projects.all() == []


def test_refuses_a_malformed_name() -> None:
    projects = InMemoryProjects()
    with pytest.raises(InvalidInput):
        create(projects, "Acme Inc")
    assert projects.all() == []


def test_refuses_a_name_that_is_taken() -> None:
    projects = InMemoryProjects()
    create(projects)
    with pytest.raises(ProjectExists):
        create(projects)
