import pytest
from botocore.exceptions import ClientError

from filegate.adapters.aws import unavailable_when_aws_fails
from filegate.domain.errors import StorageUnavailable


def says(code: str, status: int) -> ClientError:
    return ClientError({"Error": {"Code": code}, "ResponseMetadata": {"HTTPStatusCode": status}}, "HeadObject")  # type: ignore[typeddict-item]


@pytest.mark.parametrize(("code", "status"), [("400", 400), ("ExpiredToken", 400), ("SlowDown", 503), ("x", 500)])
def test_what_passes_is_an_outage(code: str, status: int) -> None:
    with pytest.raises(StorageUnavailable), unavailable_when_aws_fails("s3", "HeadObject"):
        raise says(code, status)


@pytest.mark.parametrize(("code", "status"), [("404", 404), ("AccessDenied", 403), ("PreconditionFailed", 412)])
def test_what_does_not_pass_is_none(code: str, status: int) -> None:
    with pytest.raises(ClientError), unavailable_when_aws_fails("s3", "HeadObject"):
        raise says(code, status)
