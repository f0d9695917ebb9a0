"""Sends a file the way that suits its size, and goes on where an interrupted run stopped."""

from contextlib import suppress
from dataclasses import replace
from threading import Event
from uuid import uuid4

from filegate_client import sessions
from filegate_client.connection import Connection
from filegate_client.errors import FileChanged, FilegateFailure
from filegate_client.files import File, file_of
from filegate_client.journal import UploadJournal
from filegate_client.local_file import LocalFile
from filegate_client.part_sending import PartSending
from filegate_client.part_urls import PartUrls
from filegate_client.progress import Meter
from filegate_client.sessions import Session
from filegate_client.wishes import Wishes

SINGLE_REQUEST_BYTES = 4_194_304
"""The most that one request through the API carries."""


def send(connection: Connection, file: LocalFile, wishes: Wishes, meter: Meter) -> File:
    """Raises Refused, Unreachable, FileChanged."""
    if file.size <= SINGLE_REQUEST_BYTES:
        return _send_whole(connection, file, wishes, meter)
    return _send_in_parts(replace(connection, stop=Event()), file, wishes, meter)


def _send_whole(connection: Connection, file: LocalFile, wishes: Wishes, meter: Meter) -> File:
    document = connection.ask(
        "POST",
        "/files",
        data=wishes.form(),
        files={"file": (file.name, file.read(), file.mime_type)},
        headers={
            "Idempotency-Key": uuid4().hex
        },  # A repeated request, whose first answer was lost, makes no second file.
    )
    meter.add(file.size)
    return file_of(document)


def _send_in_parts(connection: Connection, file: LocalFile, wishes: Wishes, meter: Meter) -> File:
    journal = UploadJournal.of(connection, file, wishes.purpose, wishes.expires_after)
    session = _session(connection, file, wishes, journal)
    try:
        stored = session.file or _fill(connection, file, session, meter)
    except FileChanged:
        with suppress(FilegateFailure):  # It ends by itself in time; what is to be told is that the file changed.
            sessions.cancel(replace(connection, stop=Event()), session.id)
        journal.forget()
        raise
    journal.forget()
    return stored


def _session(connection: Connection, file: LocalFile, wishes: Wishes, journal: UploadJournal) -> Session:
    known = journal.upload_id()
    session = sessions.usable(connection, known, file.size) if known else None
    if session is None:
        session = sessions.begin(connection, file, wishes)
        journal.remember(session.id)
    return session


def _fill(connection: Connection, file: LocalFile, session: Session, meter: Meter) -> File:
    arrived = {part.number: part for part in sessions.arrived(connection, session.id)}
    urls = PartUrls(connection, session.id, file.size)
    part_ids = PartSending(connection, file, urls, arrived, meter).send_all()
    file.check_unchanged()
    return sessions.complete(connection, session.id, part_ids)
