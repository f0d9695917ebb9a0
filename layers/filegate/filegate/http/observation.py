"""What the functions tell those who operate them: one log line a request, and metrics for what should not happen.

A line has the fields written here and no others: no key, no header, no query, nothing that a client sent or stored.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Protocol

from aws_lambda_powertools import Logger
from aws_lambda_powertools.metrics import MetricUnit, single_metric

from filegate.domain.errors import FilegateError, StorageUnavailable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from filegate.domain.errors import StorageUnavailable
    from filegate.domain.files import StoredFile
    from filegate.domain.sweep import Finding
    from filegate.http.request import Request


class Identified(Protocol):
    """A request, or a message of a queue."""

    @property
    def id(self) -> str: ...


@cache
def _logger() -> Logger:
    return Logger()


def log_request(request: Request, status: int, seconds: float) -> None:
    _logger().info(
        "request",
        request_id=request.id,
        route=request.route,
        status=status,
        project=request.project,
        key_id=request.key_id,
        milliseconds=round(seconds * 1000, 1),
    )


def log_unavailable(request: Identified, error: StorageUnavailable) -> None:
    failure = error.failure
    _logger().warning(
        "storage unavailable",
        request_id=request.id,
        store=failure.store,
        operation=failure.operation,
        attempts=failure.attempts,
        store_status=failure.status,
        fault=failure.fault,
    )
    _count("StorageUnavailable")


def log_failure(request: Identified) -> None:
    """Inside an except clause: the log gets the exception, of which the client hears nothing."""
    _logger().exception("unexpected failure", request_id=request.id)
    _count("UnexpectedFailure")


def count_unlimited() -> None:
    """A request passed because the rate store could not be asked."""
    _count("RateStoreUnavailable")


def log_checked(file: StoredFile) -> None:
    _logger().info("file checked", project=file.project, file_id=file.id, status=file.status.value, size=file.size)
    _count("FilesChecked")


def log_step(of: Mapping[str, object], answer: Mapping[str, object]) -> None:
    """A step of a batch's execution, by what it was given and what it answers, but for its lists."""
    told = {name: value for name, value in answer.items() if not isinstance(value, list)}
    _logger().info("step", project=of.get("project"), batch=of.get("batch"), chunk=of.get("chunk"), answer=told)


def log_step_failed(error: StorageUnavailable) -> None:
    failure = error.failure
    _logger().warning("step broken off", store=failure.store, operation=failure.operation, fault=failure.fault)
    _count("StorageUnavailable")


def log_cleared(sessions: int) -> None:
    _logger().info("upload sessions cleared", cleared=sessions)
    _count("UploadsCleared", sessions)


def log_expired(files: int) -> None:
    _logger().info("files expired", expired=files)
    _count("FilesExpired", files)


def log_purged(files: int) -> None:
    _logger().info("files purged", purged=files)
    _count("FilesPurged", files)


def log_finding(finding: Finding, project: str, about: str) -> None:
    """What a person has to look at: `about` is an id, or what is wrong."""
    _logger().error("sweep finding", finding=finding.value, project=project, about=about)


def log_sweep(counts: Mapping[Finding, int]) -> None:
    _logger().info("sweep", counts={finding.value: number for finding, number in counts.items()})
    for finding, number in counts.items():
        _count("".join(word.capitalize() for word in finding.split("_")), number)


def log_kept_out(subject: str, error: BaseException) -> None:
    """A queue's message or a stream's record that has to come again; AWS failing is told as for requests."""
    if isinstance(error, StorageUnavailable):
        failure = error.failure
        _logger().warning("storage unavailable", subject=subject, store=failure.store, operation=failure.operation)
        _count("StorageUnavailable")
    elif isinstance(error, FilegateError):
        _logger().info("not yet", subject=subject, reason=error.message)
    else:
        _logger().error("unexpected failure", subject=subject, exc_info=error)
        _count("UnexpectedFailure")


def log_records(records: int, failed: int) -> None:
    _logger().info("batch", records=records, failed=failed)


def log_drops_swept(asked_for: int, *, finished: bool) -> None:
    _logger().info("drops swept", asked_for=asked_for, finished=finished)
    _count("DropsAskedForAgain", asked_for)


def _count(name: str, value: int = 1) -> None:
    with single_metric(name=name, unit=MetricUnit.Count, value=value, namespace="Filegate"):
        pass
