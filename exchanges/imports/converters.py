"""From the text of a cell to a value, without a look at the database.

Each gives a plain value (see fields.py), a blank one for a cell that says nothing, or raises
BadValueError saying what is wrong and how to mend it.
"""

import re
from datetime import date
from decimal import Decimal, InvalidOperation

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.utils import timezone
from django.utils.html import escape
from django.utils.translation import gettext as _

from cms.core.geo import Point
from cms.core.models.contacts import validate_phone
from exchanges.imports.problems import BadValueError
from exchanges.models.organisations import validate_siret

# What people write for "nothing".
NOTHING = {"", "-", "--", "?", "/", "n/a", "néant", "neant", "null", "none", "nc", "n.c."}
SPACES = re.compile(r"\s+")
NUMBER = r"[-+]?\d+(?:[.,]\d+)?(?:[eE][-+]?\d+)?"
EWKT = re.compile(rf"^\s*(?:SRID=4326;\s*)?POINT\s*\(\s*({NUMBER})\s+({NUMBER})\s*\)\s*$", re.IGNORECASE)
FRENCH_DATE = re.compile(r"^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})$")
ISO_DATE = re.compile(r"^(\d{4})-(\d{2})-(\d{2})(?:[T ].*)?$")
OLDEST_YEAR = 1500
SIREN_LENGTH, SIRET_LENGTH = 9, 14
PHONE_LENGTH = 10
# Metropolitan France, to notice a latitude and a longitude that changed places.
FRENCH_LATITUDES, FRENCH_LONGITUDES = (41, 52), (-6, 10)


def squeeze(text: str) -> str:
    """The text on one line, its spaces single."""
    return SPACES.sub(" ", text).strip()


def is_nothing(text: str) -> bool:
    """Whether the cell is blank or says that there is nothing."""
    return squeeze(text).casefold() in NOTHING


def siret(text: str) -> str:
    """14 digits, whatever separates them."""
    digits = re.sub(r"[\s.,;_/?-]", "", text)
    if not digits or is_nothing(text):
        return ""
    if digits.isascii() and digits.isdigit() and len(digits) == SIRET_LENGTH - 1:
        digits = f"0{digits}"  # A spreadsheet took it for a number.
    if digits.isascii() and digits.isdigit() and len(digits) == SIREN_LENGTH:
        raise BadValueError(
            _("“%s” is a SIREN, of 9 digits.") % squeeze(text), _("Write the 14 digits of the establishment.")
        )
    try:
        validate_siret(digits if digits.isascii() else "")
    except ValidationError as error:
        raise BadValueError(
            f"“{squeeze(text)}”. {error.messages[0]}", _("Compare with annuaire-entreprises.data.gouv.fr.")
        ) from error
    return digits


def number(text: str) -> Decimal | None:
    """A number as the French write it: comma, spaces between thousands, a question mark when unsure."""
    written = SPACES.sub("", text).removesuffix("?").replace("'", "").replace("’", "")
    if is_nothing(written):
        return None
    if "," in written:
        written = written.replace(".", "").replace(",", ".")
    try:
        found = Decimal(written)
    except InvalidOperation:
        found = Decimal("NaN")
    if not found.is_finite() or abs(found) >= Decimal(10) ** 12:
        raise BadValueError(
            _("“%s” is not a number.") % squeeze(text), _("Write digits only, for example 12,5.")
        )
    return found


def day(text: str) -> date | None:
    """A date written JJ/MM/AAAA, JJ/MM/AA or AAAA-MM-JJ."""
    written = squeeze(text)
    if is_nothing(written):
        return None
    french, iso = FRENCH_DATE.match(written), ISO_DATE.match(written)
    if french:
        parts = (_full_year(french[3]), int(french[2]), int(french[1]))
    elif iso:
        parts = (int(iso[1]), int(iso[2]), int(iso[3]))
    else:
        parts = (0, 0, 0)
    try:
        return date(*parts)
    except ValueError:
        raise BadValueError(
            _("“%s” is not a date.") % written, _("Write it day/month/year, for example 03/09/2011.")
        ) from None


def year(text: str) -> int | None:
    """A year, alone or in a date."""
    written = squeeze(text).removesuffix(".0")
    if re.fullmatch(r"\d{4}", written) and written.isascii():
        found: int | None = int(written)
    else:
        asked = day(text)
        found = asked.year if asked else None
    if found is not None and not OLDEST_YEAR <= found <= timezone.localdate().year + 1:
        raise BadValueError(_("The year %s can’t be right.") % found, _("Write the year in four digits."))
    return found


def _full_year(written: str) -> int:
    if len(written) == 4:
        return int(written)
    century = 2000 if int(written) <= timezone.localdate().year % 100 + 1 else 1900
    return century + int(written)


def point(text: str) -> Point | None:
    """A place written SRID=4326;POINT(longitude latitude)."""
    if is_nothing(text):
        return None
    match = EWKT.match(text)
    if not match:
        raise BadValueError(
            _("“%s” is not a position.") % squeeze(text)[:80],
            _("Write SRID=4326;POINT(longitude latitude), for example SRID=4326;POINT(5.37 43.30)."),
        )
    return _checked_point(_degrees(match[2]), _degrees(match[1]))


def point_of(latitude: str, longitude: str) -> Point | None:
    """A place given by its latitude and its longitude."""
    if is_nothing(latitude) and is_nothing(longitude):
        return None
    written = [SPACES.sub("", part) for part in (latitude, longitude)]
    if not all(re.fullmatch(NUMBER, part) for part in written):
        raise BadValueError(
            _("“%(latitude)s” and “%(longitude)s” are not a position.")
            % {"latitude": squeeze(latitude)[:40], "longitude": squeeze(longitude)[:40]},
            _("Write both in degrees, for example 43.2965 and 5.3698."),
        )
    return _checked_point(_degrees(written[0]), _degrees(written[1]))


def _degrees(text: str) -> float:
    return float(text.replace(",", "."))


def _checked_point(latitude: float, longitude: float) -> Point | None:
    if latitude == 0 and longitude == 0:
        return None  # What many systems write for "unknown".
    exchanged = (
        FRENCH_LATITUDES[0] <= longitude <= FRENCH_LATITUDES[1]
        and FRENCH_LONGITUDES[0] <= latitude <= FRENCH_LONGITUDES[1]
    )
    if exchanged:
        raise BadValueError(
            _("The latitude %(latitude)s and the longitude %(longitude)s look exchanged.")
            % {"latitude": latitude, "longitude": longitude},
            _("Put each in its place."),
        )
    if abs(latitude) > 90 or abs(longitude) > 180:
        raise BadValueError(
            _("The position %(latitude)s, %(longitude)s is not on Earth.")
            % {"latitude": latitude, "longitude": longitude},
            _("Write both in degrees, for example 43.2965 and 5.3698."),
        )
    return Point(latitude, longitude)


def postcode(text: str) -> str:
    """Five digits; four where a spreadsheet ate the first 0; what follows them (CEDEX) left out."""
    if is_nothing(text):
        return ""
    written = squeeze(text).removesuffix(".0")
    match = re.match(r"^(\d{2} ?\d{3}|\d{4})(?!\d)", written, re.ASCII)
    if not match:
        raise BadValueError(
            _("“%s” is not a postcode.") % written[:40], _("Write five digits, for example 13001.")
        )
    return match[1].replace(" ", "").zfill(5)


def html(text: str) -> str:
    """Plain text as paragraphs: a blank line between two of them, a new line inside one."""
    if is_nothing(text):
        return ""
    unix = text.replace("\r\n", "\n").replace("\r", "\n")
    paragraphs = [block.strip() for block in re.split(r"\n\s*\n", unix)]
    return "".join(
        "<p>{}</p>".format("<br/>".join(escape(squeeze(line)) for line in block.split("\n")))
        for block in paragraphs
        if block
    )


def first_sentence(text: str, length: int) -> str:
    """The first sentence of a text, or as many words of it as fit."""
    if is_nothing(text):
        return ""
    line = squeeze(text.strip().splitlines()[0])
    match = re.match(r".+?[.!?…](?=\s|$)", line)
    return shortened(match[0] if match else line, length)


def shortened(text: str, length: int) -> str:
    """The text cut between two words where it is too long."""
    if len(text) <= length:
        return text
    return text[: length - 1].rsplit(" ", 1)[0].rstrip(" ,;:") + "…"


def split(text: str, separators: str) -> list[str]:
    """The parts of a list written in one cell, each once."""
    parts = re.split(f"[{re.escape(separators)}\n\r]+", text)
    return list(dict.fromkeys(squeeze(part) for part in parts if not is_nothing(part)))


def phones(text: str) -> list[str]:
    """Telephone numbers, two digits by two; the leading 0 that a spreadsheet ate is given back."""
    return [_phone(part) for part in re.split(r"[;/\n]|\bou\b", text) if not is_nothing(part)]


def _phone(text: str) -> str:
    written = squeeze(text)
    digits = re.sub(r"[^\d+]", "", written.replace("(0)", ""), flags=re.ASCII)
    digits = re.sub(r"^(\+33|0033)0?", "0", digits)
    if re.fullmatch(r"[1-9]\d{8}", digits):
        digits = f"0{digits}"
    try:
        validate_phone(written)
        validate_phone(digits)
    except ValidationError as error:
        raise BadValueError(_("“%s” is not a telephone number.") % written[:60], error.messages[0]) from error
    if digits.startswith("0") and len(digits) == PHONE_LENGTH:
        return " ".join(digits[at : at + 2] for at in range(0, PHONE_LENGTH, 2))
    return digits


def emails(text: str) -> list[str]:
    """E-mail addresses."""
    return [_email(part) for part in re.split(r"[;,\s]+", text) if not is_nothing(part)]


def _email(text: str) -> str:
    address = text.strip().removeprefix("mailto:").strip("<>")
    try:
        validate_email(address)
    except ValidationError as error:
        raise BadValueError(
            _("“%s” is not an e-mail address.") % address[:80], _("Write it like name@example.org.")
        ) from error
    name, host = address.rsplit("@", 1)
    return f"{name}@{host.lower()}"


def urls(text: str) -> list[str]:
    """Addresses of sites; `http://` is added where it is missing."""
    return [_url(part) for part in re.split(r"[;\s]+", text) if not is_nothing(part)]


def _url(text: str) -> str:
    address = text.strip()
    if not re.match(r"^[a-zA-Z][a-zA-Z0-9+-]*:", address):
        address = f"http://{address}"
    try:
        URLValidator(schemes=["http", "https", "webcal"])(address)
    except ValidationError as error:
        raise BadValueError(
            _("“%s” is not the address of a site.") % text[:80], _("Write it like https://www.example.org.")
        ) from error
    return address
