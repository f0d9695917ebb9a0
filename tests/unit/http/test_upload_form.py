"""The multipart body of a file's creation: what clients send, what broken ones send, what hostile ones send."""

import contextlib
from base64 import b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from filegate.domain.errors import FilegateError, FileTooLarge, InvalidInput, UnsupportedMedia
from filegate.domain.limits import MAX_BODY_BYTES
from filegate.http.request import Request
from filegate.http.upload_form import UploadForm, read_upload_form

FILE = ('name="file"; filename="a.jsonl"', b"content")
PURPOSE = ('name="purpose"', b"batch")


def a_body(*parts: tuple[str, bytes], boundary: str = "XX") -> bytes:
    body = b"".join(
        f"--{boundary}\r\nContent-Disposition: form-data; {fields}\r\n\r\n".encode() + content + b"\r\n"
        for fields, content in parts
    )
    return body + f"--{boundary}--\r\n".encode()


def read(body: bytes, **headers: str) -> UploadForm:
    sent = {"content-type": "multipart/form-data; boundary=XX"} | {
        name.replace("_", "-"): value for name, value in headers.items()
    }
    event = {"body": b64encode(body).decode(), "isBase64Encoded": True}
    return read_upload_form(
        Request(
            id="1",
            route="",
            project="acme",
            key_id="k",
            requests_per_minute=None,
            path={},
            parameters={},
            headers=sent,
            event=event,
        )
    )


def refused(body: bytes, **headers: str) -> FilegateError:
    with pytest.raises(FilegateError) as refusal:
        read(body, **headers)
    return refusal.value


@pytest.mark.parametrize("parts", [(FILE, PURPOSE), (PURPOSE, FILE)])
def test_parts_come_in_any_order(parts: tuple[tuple[str, bytes], ...]) -> None:
    form = read(a_body(*parts))
    assert (form.content, form.name, form.texts) == (b"content", "a.jsonl", {"purpose": "batch"})


def test_reads_both_halves_of_expires_after() -> None:
    anchor, seconds = ('name="expires_after[anchor]"', b"created_at"), ('name="expires_after[seconds]"', b"3600")
    form = read(a_body(FILE, PURPOSE, anchor, seconds))
    assert (form.texts["expires_after[anchor]"], form.texts["expires_after[seconds]"]) == ("created_at", "3600")


@given(st.binary(max_size=4096))
def test_content_is_untouched_to_the_last_byte(content: bytes) -> None:
    assert read(a_body((FILE[0], content), PURPOSE, boundary="XX")).content == content


@pytest.mark.parametrize("content", [b"\r\n", b"\r\n--X", b"--XX", b"\n", b"\r", b"x\r\n\r\n", b"\x00\xff", b""])
def test_content_that_resembles_a_boundary_is_content(content: bytes) -> None:
    assert read(a_body((FILE[0], content), PURPOSE)).content == content


@pytest.mark.parametrize(
    ("disposition", "name"),
    [
        ('name="file"; filename="größe 名前.txt"', "größe 名前.txt"),
        ('name="file"; filename="a %22b%22.txt"', 'a "b".txt'),
        ('name="file"; filename="100% sure.txt"', "100% sure.txt"),
        ("name=file; filename=plain.txt", "plain.txt"),
        ("name=\"file\"; filename*=UTF-8''gr%C3%B6%C3%9Fe.txt", "größe.txt"),
        ('name="file"; filename="fallback.txt"; filename*=utf-8\'de\'gr%C3%B6%C3%9Fe.txt', "größe.txt"),
        ("name=\"file\"; filename*=iso-8859-1''gr%F6%DFe.txt", "größe.txt"),
        ('name="file"; filename="x; filename*=UTF-8\'\'evil.txt"', "x; filename*=UTF-8''evil.txt"),
        ('filename="a.txt"; name="file"', "a.txt"),
        ('name="file"; filename="C:\\\\x\\\\y.txt"', "C:\\\\x\\\\y.txt"),
        ('name="file"; filename="..\\\\..\\\\y.txt"', "..\\\\..\\\\y.txt"),
        ('name="file"; filename=""', ""),
        ('name="file"', None),
    ],
)
def test_file_names_are_read_as_meant(disposition: str, name: str | None) -> None:
    assert read(a_body((disposition, b"x"), PURPOSE)).name == name


@pytest.mark.parametrize("extended", ["UTF-8''%FF%FE", "utf-7''abc%2B%ff", "klingon''%ff"])
def test_an_undecodable_file_name_is_refused(extended: str) -> None:
    assert refused(a_body((f'name="file"; filename*={extended}', b"x"))).param == "file"


@pytest.mark.parametrize("name", ["file", "purpose"])
def test_a_field_given_twice_is_refused_by_its_name(name: str) -> None:
    error = refused(a_body(FILE, PURPOSE, (f'name="{name}"', b"x")))
    assert (error.param, error.message) == (name, f"Duplicate parameter: '{name}'.")


def test_an_unknown_field_is_refused_by_its_name() -> None:
    assert refused(a_body(FILE, PURPOSE, ('name="colour"', b"red"))).param == "colour"


@pytest.mark.parametrize("body", [a_body(FILE, PURPOSE)[:-8], a_body(FILE)[:40], b"", b"--XX", b"no multipart at all"])
def test_a_truncated_body_is_refused(body: bytes) -> None:
    error = refused(body)
    assert isinstance(error, InvalidInput)
    assert "cut short" in error.message


@pytest.mark.parametrize(
    "body",
    [
        b'--XX\r\nContent-Disposition: form-data; name="file"\r\nbroken header\r\n\r\nx\r\n--XX--\r\n',
        b"--XX\r\n\r\nx\r\n--XX--\r\n",
        b'--XX\r\nContent-Disposition: attachment; name="file"\r\n\r\nx\r\n--XX--\r\n',
        b'--XX\r\nContent-Disposition: form-data; name="\xff\xfe"\r\n\r\nx\r\n--XX--\r\n',
        b"--XX\r\nContent-Disposition: form-data\r\n\r\nx\r\n--XX--\r\n",
        b'--XX\r\nContent-Disposition: form-data; name="file"\nX: y\r\n\r\nx\r\n--XX--\r\n',
        b'--XX\r\nContent-Disposition: form-data; name="file"\r\r\n\r\nx\r\n--XX--\r\n',
        b'--XX\r\nContent-Disposition: a\r\nContent-Disposition: form-data; name="file"\r\n\r\nx\r\n--XX--\r\n',
    ],
)
def test_a_malformed_body_is_refused(body: bytes) -> None:
    assert isinstance(refused(body), InvalidInput)


def test_too_many_parts_are_refused() -> None:
    many = [(f'name="x{number}"', b"") for number in range(1000)]
    assert isinstance(refused(a_body(*many)), InvalidInput)


@pytest.mark.parametrize(
    "header", ["X-Long: " + "x" * 5000, "\r\n".join(f"X-{number}: y" for number in range(100)), "x" * 100_000]
)
def test_endless_part_headers_are_refused(header: str) -> None:
    body = f'--XX\r\nContent-Disposition: form-data; name="file"\r\n{header}\r\n\r\nx\r\n--XX--\r\n'.encode()
    assert isinstance(refused(body), InvalidInput | FileTooLarge)


def test_a_long_text_field_is_refused_by_its_name() -> None:
    assert refused(a_body(FILE, ('name="purpose"', b"x" * 2000))).param == "purpose"


def test_a_text_field_must_be_utf_8() -> None:
    assert refused(a_body(FILE, ('name="purpose"', b"\xff"))).param == "purpose"


def test_a_body_beyond_the_limit_is_told_the_limit() -> None:
    assert isinstance(refused(bytes(MAX_BODY_BYTES + 1)), FileTooLarge)


@pytest.mark.parametrize("encoding", ["gzip", "GZIP", "br", "identity, gzip"])
def test_an_encoded_body_is_refused(encoding: str) -> None:
    error = refused(a_body(FILE, PURPOSE), content_encoding=encoding)
    assert isinstance(error, UnsupportedMedia)
    assert error.param == "Content-Encoding"


@pytest.mark.parametrize("media_type", ["", "application/json", "multipart/mixed; boundary=XX", "text/plain"])
def test_another_media_type_is_refused(media_type: str) -> None:
    error = refused(a_body(FILE, PURPOSE), content_type=media_type)
    assert isinstance(error, UnsupportedMedia)
    assert error.param == "Content-Type"


@pytest.mark.parametrize("options", ["", "; boundary=", '; boundary=""', f"; boundary={'x' * 71}", '; boundary="X\nX"'])
def test_a_body_without_a_sane_boundary_is_refused(options: str) -> None:
    assert refused(a_body(FILE, PURPOSE), content_type=f"multipart/form-data{options}").param == "Content-Type"


@given(st.binary(max_size=2048))
def test_no_body_whatever_ends_in_anything_but_a_form_or_a_refusal(noise: bytes) -> None:
    for body in (noise, b"--XX\r\n" + noise, a_body(FILE, PURPOSE)[:60] + noise):
        with contextlib.suppress(FilegateError):
            assert isinstance(read(body), UploadForm)
