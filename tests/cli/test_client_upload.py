"""How a file gets there: the way by its size, and everything that may happen on it."""

import os
from pathlib import Path

import pytest

import filegate_client
from filegate_client import FileChanged, FilegateFailure, NotConfigured, Progress, Refused, Unreachable
from tests.cli.conftest import KEY, LARGE
from tests.cli.service import MIB, Service
from tests.cli.service_answers import refused, s3_says


def test_up_to_4_mib_go_in_one_request(service: Service) -> None:
    Path("small.jsonl").write_bytes(b"x" * 4 * MIB)
    file = filegate_client.upload("small.jsonl", "batch")
    assert (file.filename, file.purpose, service.contents[file.id]) == ("small.jsonl", "batch", b"x" * 4 * MIB)
    assert service.requests == ["POST /files"]


def test_an_empty_file_goes_in_one_request(service: Service) -> None:
    Path("empty").touch()
    assert service.contents[filegate_client.upload("empty", "batch").id] == b""


def test_more_goes_in_parts_straight_to_s3(service: Service, large: Path) -> None:
    file = filegate_client.upload(large, "batch", parallel=3)
    assert (file.filename, file.bytes, service.contents[file.id]) == ("large.jsonl", len(LARGE), LARGE)
    assert sorted(service.sent_parts) == [1, 2, 3, 4, 5, 6]
    assert service.count("POST /files") == 0


def test_the_lifetime_goes_along_either_way(service: Service, large: Path) -> None:
    filegate_client.upload(large, "batch", expires_after=3_600)
    (upload,) = service.uploads.values()
    assert upload.document["expires_after"] == {"anchor": "created_at", "seconds": 3_600}


def test_the_key_goes_to_the_api_only(service: Service, large: Path) -> None:
    filegate_client.download(filegate_client.upload(large, "batch").id, to="copy")
    keys = {(host, headers.get("Authorization")) for host, headers in service.headers}
    assert keys == {("files.test", f"Bearer {KEY}"), ("bucket.test", None)}


def test_progress_ends_with_all_bytes(service: Service, large: Path) -> None:
    told: list[Progress] = []
    filegate_client.upload(large, "batch", on_progress=told.append)
    assert told[0] == Progress(0, len(LARGE))
    assert told[-1] == Progress(len(LARGE), len(LARGE))


def test_bytes_that_must_be_sent_again_are_taken_back(service: Service, large: Path) -> None:
    service.faults.answer("PUT .*/2$", lambda: s3_says(503, "SlowDown", "Reduce your request rate."))
    told: list[Progress] = []
    filegate_client.upload(large, "batch", on_progress=told.append)
    assert max(each.done for each in told) == told[-1].done == len(LARGE)


def test_a_small_file_whose_answer_was_lost_is_not_stored_twice(service: Service) -> None:
    Path("small.jsonl").write_bytes(b"{}\n")
    service.faults.lose("POST .*/files$")
    filegate_client.upload("small.jsonl", "batch")
    assert (service.count("POST /files"), len(service.files)) == (2, 1)


def test_a_completion_whose_answer_was_lost_is_asked_again(service: Service, large: Path) -> None:
    service.faults.lose("POST .*/complete$")
    file = filegate_client.upload(large, "batch")
    assert list(service.files) == [file.id]


def test_an_expired_url_is_asked_for_again(service: Service, large: Path) -> None:
    service.faults.answer("PUT .*/3$", lambda: s3_says(403, "AccessDenied", "Request has expired"))
    before = service.tokens
    file = filegate_client.upload(large, "batch")
    assert service.contents[file.id] == LARGE
    # One of part 1 to learn the size of the parts, one each of the others, and the one that replaced the expired one.
    assert service.tokens - before == 1 + 5 + 1


def test_a_broken_connection_to_s3_is_mended(service: Service, large: Path) -> None:
    service.faults.refuse_connection("PUT .*/4$", times=3)
    assert service.contents[filegate_client.upload(large, "batch").id] == LARGE


def test_a_part_that_never_gets_through_ends_all_plainly(service: Service, large: Path) -> None:
    service.faults.refuse_connection("PUT .*/4$", times=100)
    with pytest.raises(Unreachable, match=r"bucket\.test could not be reached: connection refused"):
        filegate_client.upload(large, "batch")
    assert service.count("PUT .*/4") == 7
    assert service.files == {}


def test_an_error_of_the_server_is_shown_as_it_is(service: Service, large: Path) -> None:
    service.faults.answer("POST .*/uploads$", lambda: refused(400, "Unknown purpose.", "purpose", x_request_id="r-1"))
    with pytest.raises(Refused) as caught:
        filegate_client.upload(large, "nonsense")
    error = caught.value
    assert (str(error), error.status) == ("Unknown purpose. (param: purpose)", 400)
    assert (error.message, error.param, error.request_id) == ("Unknown purpose.", "purpose", "r-1")


def test_a_session_that_somebody_cancels_meanwhile_ends_all_plainly(service: Service, large: Path) -> None:
    service.faults.always("PUT", lambda: s3_says(404, "NoSuchUpload", "The specified upload does not exist."))
    service.faults.always("POST .*part_urls", lambda: refused(400, "This upload has ended.", "upload_id"), skip=2)
    with pytest.raises(Refused, match="This upload has ended"):
        filegate_client.upload(large, "batch")


def test_a_file_that_changes_meanwhile_is_not_stored(service: Service, large: Path, journals: Path) -> None:
    def touch(progress: Progress) -> None:
        if progress.done == len(LARGE):
            os.utime(large, ns=(1, 1))

    with pytest.raises(FileChanged, match=r"large\.jsonl changed while it was being uploaded"):
        filegate_client.upload(large, "batch", on_progress=touch)
    assert service.files == {}
    assert [upload.document["status"] for upload in service.uploads.values()] == ["cancelled"]
    assert list(journals.iterdir()) == []


def test_a_file_that_is_removed_meanwhile_is_not_stored(service: Service, large: Path) -> None:
    def remove(progress: Progress) -> None:
        if progress.done == len(LARGE):
            large.unlink()

    with pytest.raises(FileChanged):
        filegate_client.upload(large, "batch", on_progress=remove)
    assert service.files == {}


def test_a_file_that_becomes_shorter_is_not_stored(service: Service, large: Path) -> None:
    service.faults.answer("POST .*part_urls", lambda: (large.write_bytes(LARGE[:-1]), refused(503, "Busy."))[1])
    with pytest.raises(FileChanged, match="became shorter"):
        filegate_client.upload(large, "batch")
    assert service.files == {}


def test_a_part_that_is_another_when_it_is_sent_is_not_stored(service: Service, large: Path) -> None:
    def change() -> object:
        large.write_bytes(bytes(len(LARGE)))
        os.utime(large, ns=(1, 1))
        return s3_says(400, "BadDigest", "The Content-MD5 did not match.")

    service.faults.answer("PUT", change)  # type: ignore[arg-type]
    with pytest.raises(FileChanged):
        filegate_client.upload(large, "batch", parallel=1)
    assert service.files == {}


def test_what_is_no_file_is_refused_before_anything_is_sent(service: Service) -> None:
    with pytest.raises(FilegateFailure, match="is not a file"):
        filegate_client.upload(Path.cwd(), "batch")
    with pytest.raises(FilegateFailure, match="No such file"):
        filegate_client.upload("missing", "batch")
    assert service.requests == []


@pytest.mark.parametrize(
    ("access", "message"),
    [
        ({"base_url": "files.test/v1"}, "not a URL"),
        ({"api_key": "fg_\n"}, "characters that no key has"),  # pragma: allowlist secret
        ({"parallel": 0}, "At least one"),
    ],
)
def test_access_that_cannot_be_right_is_refused(service: Service, access: dict[str, object], message: str) -> None:
    with pytest.raises(NotConfigured, match=message):
        filegate_client.get_file("file-1", **access)  # type: ignore[arg-type]
