"""What goes wrong at AWS, as people see it: one line and exit code 1."""

import pytest
import typer
from botocore.exceptions import ClientError, EndpointConnectionError, NoCredentialsError, NoRegionError
from typer.testing import CliRunner, Result

from filegate.adapters.aws import unavailable_when_aws_fails
from filegate_cli.failures import FailingPlainly
from tests.builders import unavailable

UNREACHABLE = EndpointConnectionError(endpoint_url="https://dynamodb.eu-central-1.amazonaws.com/")


def aws_says(code: str, message: str) -> ClientError:
    return ClientError({"Error": {"Code": code, "Message": message}}, "GetItem")


def failing_with(error: Exception) -> Result:
    app = typer.Typer(cls=FailingPlainly)

    @app.callback()
    def group() -> None: ...

    @app.command()
    def fail() -> None:
        with unavailable_when_aws_fails("dynamodb", "GetItem"):
            raise error

    return CliRunner().invoke(app, ["fail"])


@pytest.mark.parametrize(
    ("error", "line"),
    [
        (UNREACHABLE, "AWS could not be asked: Could not connect to the endpoint URL"),
        (NoCredentialsError(), "AWS could not be asked: Unable to locate credentials"),
        (NoRegionError(), "AWS could not be asked: You must specify a region."),
        (aws_says("AccessDeniedException", "User: x is not authorized"), "AWS refused GetItem: User: x is not auth"),
        (aws_says("ExpiredTokenException", "The token is expired"), "AWS refused GetItem: The token is expired"),
        (aws_says("ThrottlingException", "Rate exceeded"), "AWS refused GetItem: Rate exceeded"),
        (aws_says("AccessDenied", "two\nlines\x1b[31m"), "AWS refused GetItem: two�lines�[31m"),
        (unavailable("TransactWriteItems"), "The storage behind this service is unavailable"),
    ],
)
def test_a_failure_of_aws_is_one_line(error: Exception, line: str) -> None:
    result = failing_with(error)
    assert result.exit_code == 1
    assert result.stdout == ""
    assert result.stderr.startswith(f"filegate: {line}")
    assert result.stderr.count("\n") == 1


def test_a_mistake_of_ours_is_not_hidden() -> None:
    assert isinstance(failing_with(KeyError("oops")).exception, KeyError)
