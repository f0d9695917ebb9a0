"""How a file comes back: in ranges, checked, and never over another."""

import hashlib
import io
from pathlib import Path

import httpx2
import pytest
from awscrt.checksums import crc64nvme

import filegate_client
from filegate_client import DigestMismatch, FilegateFailure, Progress, Refused, Unreachable, downloading
from filegate_client.connection import connected
from tests.cli.conftest import LARGE
from tests.cli.service import MIB, Service
from tests.cli.service_answers import md5, refused, s3_says

pytestmark = pytest.mark.usefixtures("ranges_of_a_mib")


def of_parts(content: bytes, size: int) -> str:
    parts = [md5(content[start : start + size]) for start in range(0, len(content), size)]
    return f"md5-of-parts:{size}:{md5(b''.join(parts)).hex()}-{len(parts)}"


DIGESTS = {
    "sha256": f"sha256:{hashlib.sha256(LARGE).hexdigest()}",
    "crc64nvme": f"crc64nvme:{crc64nvme(LARGE):016x}",
    "md5-of-parts": of_parts(LARGE, MIB),
    "md5-of-even-parts": of_parts(LARGE, len(LARGE) // 2),
    "md5-of-odd-parts": of_parts(LARGE, 1_000_003),
}


@pytest.mark.parametrize("digest", DIGESTS.values(), ids=DIGESTS.keys())
def test_it_comes_in_ranges_and_each_kind_of_digest_is_checked(service: Service, digest: str) -> None:
    file_id = service.add_file(LARGE, "large.jsonl", digest)
    assert filegate_client.download(file_id) == Path("large.jsonl")
    assert Path("large.jsonl").read_bytes() == LARGE
    assert service.count("GET /bytes/.*") == 6
    assert sorted(path.name for path in Path().iterdir()) == ["large.jsonl"]


@pytest.mark.parametrize("digest", DIGESTS.values(), ids=DIGESTS.keys())
def test_other_bytes_are_not_kept(service: Service, digest: str) -> None:
    file_id = service.add_file(b"\0" + LARGE[1:], "large.jsonl", digest)
    with pytest.raises(DigestMismatch, match="not what was stored"):
        filegate_client.download(file_id)
    assert list(Path().iterdir()) == []


def test_a_kind_of_digest_that_is_not_known_is_said(service: Service) -> None:
    file_id = service.add_file(b"abc", digest="blake7:00")
    with pytest.raises(FilegateFailure, match="blake7"):
        filegate_client.download(file_id)


def test_an_empty_file_comes_too(service: Service) -> None:
    path = filegate_client.download(service.add_file(b"", "empty"))
    assert path.read_bytes() == b""


def test_it_goes_where_it_is_told_to(service: Service) -> None:
    file_id = service.add_file(b"abc", "a.jsonl")
    Path("folder").mkdir()
    assert filegate_client.download(file_id, to="b.jsonl") == Path("b.jsonl")
    assert filegate_client.download(file_id, to="folder") == Path("folder/a.jsonl")


@pytest.mark.parametrize("to", [None, "a.jsonl"])
def test_nothing_is_overwritten_unasked(service: Service, to: str | None) -> None:
    file_id = service.add_file(b"new", "a.jsonl")
    Path("a.jsonl").write_text("old")
    with pytest.raises(FilegateFailure, match=r"a\.jsonl exists already"):
        filegate_client.download(file_id, to=to)
    assert Path("a.jsonl").read_text() == "old"
    filegate_client.download(file_id, to=to, overwrite=True)
    assert Path("a.jsonl").read_text() == "new"


def test_what_a_link_points_to_is_not_overwritten(service: Service) -> None:
    Path("precious").write_text("old")
    Path("a.jsonl").symlink_to("precious")
    file_id = service.add_file(b"new", "a.jsonl")
    with pytest.raises(FilegateFailure, match="exists already"):
        filegate_client.download(file_id)
    filegate_client.download(file_id, overwrite=True)
    assert (Path("precious").read_text(), Path("a.jsonl").read_text()) == ("old", "new")


def test_an_expired_url_is_asked_for_again_once_for_all(service: Service) -> None:
    file_id = service.add_file(LARGE, "large.jsonl")
    service.faults.answer("GET .*/bytes/", lambda: s3_says(403, "AccessDenied", "Request has expired"))
    filegate_client.download(file_id, parallel=1)
    assert service.count("GET /files/.*/url") == 2


def test_a_connection_that_breaks_within_a_range_goes_on_there(service: Service) -> None:
    class Breaking(httpx2.SyncByteStream):
        def __iter__(self):
            yield LARGE[: MIB // 2]
            raise httpx2.ReadError("connection reset")

    headers = {"Content-Range": f"bytes 0-{MIB - 1}/{len(LARGE)}"}
    service.faults.answer("GET .*/bytes/", lambda: httpx2.Response(206, stream=Breaking(), headers=headers))
    told: list[Progress] = []
    path = filegate_client.download(service.add_file(LARGE), parallel=1, on_progress=told.append)
    assert path.read_bytes() == LARGE
    assert told[-1] == Progress(len(LARGE), len(LARGE))
    ranges = [headers["Range"] for _, headers in service.headers if "Range" in headers]
    assert ranges[:2] == [f"bytes=0-{MIB - 1}", f"bytes={MIB // 2}-{MIB - 1}"]


def test_a_server_that_gives_other_ranges_is_not_believed(service: Service) -> None:
    service.faults.always("GET .*/bytes/", lambda: httpx2.Response(200, stream=httpx2.ByteStream(LARGE)))
    with pytest.raises(Unreachable, match="others came: the whole"):
        filegate_client.download(service.add_file(LARGE))


def test_a_file_that_is_deleted_meanwhile_ends_all_plainly(service: Service) -> None:
    service.faults.always("GET .*/bytes/", lambda: s3_says(403, "AccessDenied", "Request has expired"))
    service.faults.always("GET .*/url", lambda: refused(404, "No such File object.", "id"), skip=1)
    with pytest.raises(Refused, match="No such File object"):
        filegate_client.download(service.add_file(LARGE))


def test_it_pours_into_a_stream_in_order(service: Service) -> None:
    file_id, into = service.add_file(LARGE), io.BytesIO()
    service.faults.refuse_connection("GET .*/bytes/", times=2)
    with connected() as connection:
        downloading.pour(connection, file_id, into, None)
    assert into.getvalue() == LARGE


def test_a_stream_of_other_bytes_is_an_error(service: Service) -> None:
    file_id = service.add_file(b"abc", digest=DIGESTS["sha256"])
    with connected() as connection, pytest.raises(DigestMismatch):
        downloading.pour(connection, file_id, io.BytesIO(), None)
