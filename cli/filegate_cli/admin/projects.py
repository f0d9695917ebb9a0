"""`filegate projects`: make and list projects, change their quotas."""

from typing import Annotated, Any

import typer

from filegate.domain.projects import UNLIMITED_BYTES, UNLIMITED_FILES, Project, Quota, QuotaChange, Usage
from filegate.usecases.audit_usage import audit_usage
from filegate.usecases.change_quota import change_quota
from filegate.usecases.create_project import create_project
from filegate_cli.admin.deployment import DEFAULT_STACK, StackOption, TableOption, services_of
from filegate_cli.output import JsonOption, moment, print_json, print_table, say
from filegate_cli.sizes import parse_max_bytes, parse_max_files, show_size

app = typer.Typer(help="Make and list projects, change their quotas.", no_args_is_help=True)

MaxBytes = Annotated[
    int | None,
    typer.Option(parser=parse_max_bytes, metavar="SIZE|none", help="The most it may hold: bytes, 500MB, 10GiB, none."),
]
MaxFiles = Annotated[
    int | None, typer.Option(parser=parse_max_files, metavar="N|none", help="The most files it may have.")
]


@app.command()
def create(
    name: Annotated[str, typer.Argument(help="Lower-case letters, digits and '-'.")],
    *,
    max_bytes: MaxBytes = None,
    max_files: MaxFiles = None,
    table: TableOption = None,
    stack: StackOption = DEFAULT_STACK,
    as_json: JsonOption = False,
) -> None:
    """Make a project; without limits unless they are given."""
    to = services_of(table, stack)
    quota = Quota(
        size=UNLIMITED_BYTES if max_bytes is None else max_bytes,
        files=UNLIMITED_FILES if max_files is None else max_files,
    )
    project = create_project(name, quota, projects=to.projects, now_ms=to.now_ms)
    if as_json:
        print_json(_document(project, Usage(0, 0, quota)))
    else:
        say(f"Created project {project.name}.")


@app.command()
def quota(
    name: Annotated[str, typer.Argument(help="The project's name.")],
    *,
    max_bytes: MaxBytes = None,
    max_files: MaxFiles = None,
    table: TableOption = None,
    stack: StackOption = DEFAULT_STACK,
    as_json: JsonOption = False,
) -> None:
    """Change what a project may hold; what is not given stays as it is. Below what it holds, it takes no new files."""
    to = services_of(table, stack)
    usage = change_quota(name, QuotaChange(size=max_bytes, files=max_files), projects=to.projects)
    if as_json:
        print_json({"name": name} | _held(usage))
    else:
        files, size = _shown(usage.quota)
        say(f"Project {name} holds {usage.files} of {files} files and {show_size(usage.size)} of {size}.")


@app.command("list")
def list_all(*, table: TableOption = None, stack: StackOption = DEFAULT_STACK, as_json: JsonOption = False) -> None:
    """Show all projects with what they hold and may hold."""
    registry = services_of(table, stack).projects
    held = [(project, registry.usage(project.name)) for project in registry.all()]
    if as_json:
        print_json([_document(project, usage) for project, usage in held])
    else:
        print_table(_COLUMNS, (_row(project, usage) for project, usage in held), folding="project")


@app.command()
def audit(
    name: Annotated[str, typer.Argument(help="The project's name.")],
    *,
    table: TableOption = None,
    stack: StackOption = DEFAULT_STACK,
    as_json: JsonOption = False,
) -> None:
    """Count a project's files and compare with its usage record. Changes nothing."""
    to = services_of(table, stack)
    differences = audit_usage(name, records=to.records)
    if as_json:
        print_json({"name": name, "differences": differences})
    else:
        for line in differences or [f"The usage record of project {name} is the sum of its files."]:
            say(line)


_COLUMNS = ("project", "files", "max files", "bytes", "max bytes", "created (UTC)")


def _document(project: Project, usage: Usage) -> dict[str, Any]:
    return {"name": project.name, "created_at": project.created_at} | _held(usage)


def _held(usage: Usage) -> dict[str, int | None]:
    max_files, max_bytes = _limits(usage.quota)
    return {"files": usage.files, "bytes": usage.size, "max_files": max_files, "max_bytes": max_bytes}


def _row(project: Project, usage: Usage) -> tuple[str, ...]:
    files, size = _shown(usage.quota)
    return project.name, str(usage.files), files, show_size(usage.size), size, moment(project.created_at)


def _shown(quota: Quota) -> tuple[str, str]:
    """Of files and bytes."""
    files, size = _limits(quota)
    return "unlimited" if files is None else str(files), "unlimited" if size is None else show_size(size)


def _limits(quota: Quota) -> tuple[int | None, int | None]:
    """Of files and bytes, None where there is none."""
    files = None if quota.files == UNLIMITED_FILES else quota.files
    return files, None if quota.size == UNLIMITED_BYTES else quota.size
