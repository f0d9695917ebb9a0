"""Whatever level of log a deployment asks for, no line has what opens anything."""

import logging

import pytest

from filegate.adapters import aws


@pytest.mark.usefixtures("aws")
def test_signing_an_url_is_not_logged_at_any_level(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Lambda gives the root logger the level that template.yaml's LogLevel says."""
    monkeypatch.setenv("AWS_SESSION_TOKEN", "a-session-token")
    monkeypatch.setattr(logging.getLogger("botocore"), "level", logging.NOTSET)
    caplog.set_level(logging.DEBUG)
    aws._session.cache_clear()
    url = aws.s3_presigning_client().generate_presigned_url("get_object", Params={"Bucket": "b", "Key": "k"})
    aws._session.cache_clear()
    assert "a-session-token" in url
    assert caplog.text == ""
