"""Files that come with a message: believed by what is in them, never by their name; pictures are made anew.

They lie where nothing has an address (cms.core.media), under names of chance, and are handed to the
parties only, as downloads.
"""

import io
import lzma
import struct
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import IO

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from exchanges.models import Attachment, Message

MOST_FILES = 3
MOST_BYTES = 5 * 1024 * 1024
MOST_PIXELS = 40_000_000
MOST_PARTS = 2000
OFFICE = "application/vnd.openxmlformats-officedocument."
TYPES = {
    "pdf": "application/pdf",
    "png": "image/png",
    "jpg": "image/jpeg",
    "webp": "image/webp",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "docx": f"{OFFICE}wordprocessingml.document",
    "xlsx": f"{OFFICE}spreadsheetml.sheet",
    "txt": "text/plain",
}
ACCEPT = ",".join(f".{ending}" for ending in (*TYPES, "jpeg"))
# What reading an archive that was made to trip somebody up raises.
UNREADABLE = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error,
    NotImplementedError, RuntimeError, OSError, ValueError, EOFError,
)  # fmt: skip
PICTURES = {"PNG": "png", "JPEG": "jpg", "WEBP": "webp"}


@dataclass(frozen=True)
class Checked:
    """A file that may be kept: its name, without a path and with the ending of what it is, and its content."""

    name: str
    ending: str
    content: bytes

    @property
    def content_type(self) -> str:
        """What it is, as it was found to be."""
        return TYPES[self.ending]


def check(*, name: str, file: IO[bytes]) -> Checked:
    """The file as it may be kept; raises ValidationError, naming it, for what is too large or of no known kind."""
    content = file.read(MOST_BYTES + 1)
    shown = {"name": shown_name(name)}
    if len(content) > MOST_BYTES:
        raise ValidationError(_("“%(name)s” is larger than 5 MB.") % shown)
    ending = kind_of(content)
    if ending is None:
        raise ValidationError(
            _("“%(name)s” can’t be sent: use PDF, PNG, JPEG, WebP, ODT, ODS, DOCX, XLSX or plain text.")
            % shown
        )
    if ending in PICTURES.values():
        try:
            content = redrawn(content)
        except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
            raise ValidationError(_("“%(name)s” is a picture that can’t be read.") % shown) from error
    return Checked(clean_name(name, ending), ending, content)


def shown_name(name: str) -> str:
    """What is said of the file: its name, without a path and without signs that nobody sees.

    PostgreSQL keeps no NUL and no half of a pair; some others turn the line around.
    """
    said = " ".join(name.replace("\\", "/").rpartition("/")[2].split())
    return "".join(sign for sign in said if sign.isprintable())[:80].strip() or _("file")


def kind_of(content: bytes) -> str | None:
    """The ending for what is in the file; None for what is not taken."""
    if content.startswith(b"%PDF-"):
        return "pdf"
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if content.startswith(b"\xff\xd8\xff"):
        return "jpg"
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "webp"
    if content.startswith(b"PK\x03\x04"):
        return _office(content)
    return "txt" if _is_text(content) else None


def _office(content: bytes) -> str | None:
    """Which office document a ZIP archive is; one with macros is none."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            names = {part.filename for part in parts[: MOST_PARTS + 1]}
            if len(parts) > MOST_PARTS or any("vbaproject" in name.lower() for name in names):
                return None
            if "mimetype" in names:
                with archive.open("mimetype") as inside:
                    said = inside.read(100).decode("ascii", "replace").strip()
                return next((e for e in ("odt", "ods") if TYPES[e] == said), None)
    except UNREADABLE:
        return None
    if "[Content_Types].xml" not in names:
        return None
    return "docx" if "word/document.xml" in names else "xlsx" if "xl/workbook.xml" in names else None


def _is_text(content: bytes) -> bool:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    beginning = text[:1000].lstrip().lower()
    is_markup = beginning.startswith(("<!doctype", "<html", "<?xml", "<svg", "<script", "#!"))
    return (
        bool(text.strip())
        and not is_markup
        and all(char.isprintable() or char in "\t\r\n\f" for char in text)
    )


def redrawn(content: bytes) -> bytes:
    """The picture drawn anew: what it says of where and by what it was taken is gone, and whatever hid in it."""
    with Image.open(io.BytesIO(content), formats=list(PICTURES)) as picture:
        kind = str(picture.format)
        if picture.width * picture.height > MOST_PIXELS:
            raise ValueError("too many pixels")
        turned = ImageOps.exif_transpose(picture)
        if turned.mode not in ("L", "RGB") and (kind == "JPEG" or turned.mode != "RGBA"):
            turned = turned.convert("RGB" if kind == "JPEG" else "RGBA")
        plain = Image.new(turned.mode, turned.size)
        plain.paste(turned)
        out = io.BytesIO()
        plain.save(out, kind, quality=90)
        return out.getvalue()


def clean_name(name: str, ending: str) -> str:
    """The name without path or signs that a system could stumble over, with the ending of what it is."""
    stem = PurePosixPath(name.replace("\\", "/")).name
    stem = stem.rpartition(".")[0] or stem
    kept = "".join(c for c in stem if c.isalnum() or c in " -_()’'.").strip(" .")[:100]
    return f"{kept or _('file')}.{ending}"


def attach(message: Message, files: Sequence[Checked]) -> None:
    """Keep the files with the message."""
    for file in files[:MOST_FILES]:
        stored = ContentFile(file.content, name=f"{get_random_string(22)}.{file.ending}")
        Attachment.objects.create(
            message=message,
            file=stored,
            name=file.name,
            content_type=file.content_type,
            size=len(file.content),
        )
