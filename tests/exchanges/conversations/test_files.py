"""Files are what is in them, whatever they are called."""

import contextlib
import io
import zipfile

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from PIL.ExifTags import Base

from exchanges.conversations.files import MOST_BYTES, TYPES, Checked, check, clean_name, kind_of, shown_name
from exchanges.models import Message
from tests.exchanges.conversations.talks import Talk


def archive(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name, content in parts.items():
            made.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return out.getvalue()


def picture(kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (20, 10), "red").save(out, kind, **options)
    return out.getvalue()


CONTENT_TYPES = "[Content_Types].xml"
TAKEN = {
    "pdf": b"%PDF-1.7\n",
    "png": picture("PNG"),
    "jpg": picture("JPEG"),
    "webp": picture("WEBP"),
    "odt": archive(mimetype=TYPES["odt"].encode()),
    "ods": archive(mimetype=TYPES["ods"].encode()),
    "docx": archive(**{CONTENT_TYPES: b"<x/>", "word__document_dot_xml": b"<x/>"}),
    "xlsx": archive(**{CONTENT_TYPES: b"<x/>", "xl__workbook_dot_xml": b"<x/>"}),
    "txt": "Bonjour à tous\n".encode(),
}
REFUSED = {
    "a program": b"MZ\x90\x00" + b"\x00" * 60,
    "a page": b"<!DOCTYPE html><script>alert(1)</script>",
    "a drawing that runs": b"<svg xmlns='http://www.w3.org/2000/svg' onload='x'/>",
    "a script": b"#!/bin/sh\nrm -rf /\n",
    "an archive": archive(a=b"x"),
    "macros": archive(
        **{CONTENT_TYPES: b"<x/>", "word__document_dot_xml": b"<x/>", "word__vbaProject_dot_bin": b"x"}
    ),
    "a broken archive": b"PK\x03\x04" + b"\x00" * 40,
    "another odt": archive(mimetype=b"application/vnd.oasis.opendocument.text-template"),
    "many parts": archive(**{f"p{n}": b"" for n in range(2100)}, mimetype=TYPES["odt"].encode()),
    "half a picture": picture("PNG")[:40],
    "bytes": bytes(range(256)),
    "nothing": b"",
}


def checked(content: bytes, name: str = "fichier.bin") -> Checked:
    return check(name=name, file=io.BytesIO(content))


@pytest.mark.parametrize("ending", TAKEN)
def test_each_kind_is_known_by_its_content(ending: str) -> None:
    file = checked(TAKEN[ending], "trompeur.exe")
    assert (file.name, file.content_type) == (f"trompeur.{ending}", TYPES[ending])


@pytest.mark.parametrize("what", REFUSED)
def test_anything_else_is_refused_whatever_its_name(what: str) -> None:
    with pytest.raises(ValidationError):
        checked(REFUSED[what], "facture.pdf")


def test_what_is_too_large_is_refused() -> None:
    assert len(checked(b"%PDF-" + b"x" * (MOST_BYTES - 5)).content) == MOST_BYTES
    with pytest.raises(ValidationError):
        checked(b"%PDF-" + b"x" * (MOST_BYTES - 4))


def test_a_picture_of_too_many_pixels_is_refused() -> None:
    out = io.BytesIO()
    Image.new("1", (8000, 6000)).save(out, "PNG")
    assert len(out.getvalue()) < 100_000
    with pytest.raises(ValidationError):
        checked(out.getvalue())


def test_a_picture_forgets_where_it_was_taken_and_what_hid_behind_it() -> None:
    exif = Image.Exif()
    exif[Base.Make] = "Appareil secret"
    content = picture("JPEG", exif=exif) + b"<script>cache</script>"
    assert b"Appareil secret" in content
    kept = checked(content).content
    assert b"Appareil secret" not in kept
    assert b"<script>" not in kept
    with Image.open(io.BytesIO(kept)) as again:
        assert again.size == (20, 10)


@given(st.text(max_size=300), st.sampled_from(sorted(TYPES)))
def test_names_hold_no_path_and_no_surprise(name: str, ending: str) -> None:
    kept = clean_name(name, ending)
    assert kept.endswith(f".{ending}")
    assert len(kept) <= 150
    assert not set(kept) & set('/\\\x00\r\n"<>|:*?')
    assert not kept.startswith(".")


@given(st.binary(max_size=2000))
def test_no_bytes_make_it_stumble(content: bytes) -> None:
    assert kind_of(content) is None or kind_of(content) in TYPES
    with contextlib.suppress(ValidationError):
        checked(content)


SIGNS = "\x00\x07\u202e\ud800"
HIDDEN = "plan\x00\x07\u202efdp\ud800.exe"


@pytest.mark.parametrize(
    "content",
    [b"MZ\x90\x00" + b"\x00" * 60, b"%PDF-" + b"x" * MOST_BYTES, b"\x89PNG\r\n\x1a\n"],
    ids=["of no kind", "too large", "half a picture"],
)
def test_what_is_said_of_a_file_holds_no_sign_that_can_t_be_kept(content: bytes) -> None:
    """PostgreSQL keeps no NUL and no half of a sign; one that turns the line around would hide the ending."""
    with pytest.raises(ValidationError) as refused:
        checked(content, HIDDEN)
    (problem,) = refused.value.messages
    assert "planfdp.exe" in problem
    assert not set(problem) & set(SIGNS)


@given(st.text(max_size=300))
def test_a_name_is_shown_without_path_and_in_one_line(name: str) -> None:
    shown = shown_name(name)
    assert shown.isprintable()
    assert 0 < len(shown) <= 80
    assert "/" not in shown


@pytest.mark.django_db
def test_a_file_of_a_hostile_name_is_refused_in_the_form(talk: Talk) -> None:
    conversation = talk.answered().conversation
    address = reverse("conversations_one", args=[conversation.pk])
    # Signs that the browser would not send as they are, but others do.
    upload = SimpleUploadedFile("x", b"MZ\x90\x00", content_type="application/pdf")
    upload.name = HIDDEN.replace("\ud800", "")
    text = talk.browser(talk.marie).post(address, {"body": "Voici", "attached": upload}).text
    assert "planfdp.exe" in text
    assert not set(text) & set(SIGNS)
    assert Message.objects.count() == 1
