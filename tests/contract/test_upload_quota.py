"""The room that upload sessions reserve, asked of the fake and of DynamoDB (moto) alike."""

import pytest

from filegate.domain.errors import QuotaExceeded
from filegate.domain.projects import Quota
from filegate.domain.uploads import UploadStatus
from tests.builders import NOW, a_file, an_upload
from tests.contract.catalogs import bury
from tests.contract.conftest import MakeUploadStore


def test_a_session_reserves_room_for_its_file(upload_store_with: MakeUploadStore) -> None:
    store = upload_store_with(Quota(size=25, files=2))
    store.sessions.open(an_upload(size=20))
    with pytest.raises(QuotaExceeded):
        store.files.add(a_file(b"123456"))
    store.files.add(a_file(b"12345"))
    with pytest.raises(QuotaExceeded):
        store.sessions.open(an_upload(size=0))


def test_it_reserves_once_however_often_it_is_opened(upload_store_with: MakeUploadStore) -> None:
    store = upload_store_with(Quota(size=20))
    upload = an_upload(size=10)
    store.sessions.open(upload)
    store.sessions.open(upload)
    store.files.add(a_file(b"1234567890"))
    assert store.files.count("acme", None) == 1


def test_a_reservation_shows_no_file(upload_store_with: MakeUploadStore) -> None:
    store = upload_store_with(Quota())
    store.sessions.open(an_upload())
    assert store.files.count("acme", None) == 0


@pytest.mark.parametrize("ended", [UploadStatus.CANCELLED, UploadStatus.EXPIRED])
def test_an_ended_session_gives_its_room_back_once(upload_store_with: MakeUploadStore, ended: UploadStatus) -> None:
    store = upload_store_with(Quota(size=20))
    upload = an_upload(size=10)
    store.sessions.open(an_upload(size=10))
    store.sessions.open(upload)
    assert store.sessions.end(upload, ended, NOW)
    assert store.sessions.end(upload, ended, NOW)
    store.files.add(a_file(b"1234567890"))
    with pytest.raises(QuotaExceeded):
        store.files.add(a_file(b"1"))


def test_a_finished_session_uses_the_room_it_had_reserved(upload_store_with: MakeUploadStore) -> None:
    store = upload_store_with(Quota(size=10, files=1))
    upload, file = an_upload(size=10), a_file(b"1234567890")
    store.sessions.open(upload)
    store.sessions.begin(upload, file.id, NOW + 30, NOW)
    assert store.sessions.finish(upload, file.id, file)
    with pytest.raises(QuotaExceeded):
        store.files.add(a_file(b"1"))
    bury(store.files, file)
    store.files.add(a_file(b"1234567890"))
