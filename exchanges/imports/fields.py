"""The fields of an organisation that a file may fill, as plain values that can be compared and kept.

A plain value is text, a number, or a sorted list of them: what `ExternalId.values` holds.
A reference is plain as its stable code.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from cms.core.geo import Point
from exchanges.imports.lookups import Lookups
from exchanges.models import OrganisationContact, OrganisationPage

# What the rich text editor adds to each paragraph when somebody saves the page.
BLOCK_KEY = re.compile(r' data-block-key="[^"]*"')
CONTACTS = "contacts"


@dataclass(frozen=True)
class FieldKind:
    """How the value of a field is read from a page as a plain one, and put back."""

    read: Callable[[OrganisationPage, str], Any]
    write: Callable[[OrganisationPage, str, Any, Lookups], None]
    vocabulary: str = ""
    is_list: bool = False


def _read_text(page: OrganisationPage, name: str) -> Any:
    return getattr(page, name)


def _write(page: OrganisationPage, name: str, plain: Any, _lookups: Lookups) -> None:
    setattr(page, name, plain)


def _write_text(page: OrganisationPage, name: str, plain: Any, _lookups: Lookups) -> None:
    setattr(page, name, plain or "")


def _read_html(page: OrganisationPage, name: str) -> str:
    return BLOCK_KEY.sub("", getattr(page, name))


def _read_location(page: OrganisationPage, name: str) -> str:
    return plain_point(Point.parse(getattr(page, name)))


def plain_point(point: Point | None) -> str:
    """The point as text, to the tenth of a metre or so: one way of writing for one place."""
    if point is None:
        return ""
    longitude, latitude = (
        f"{value:.6f}".rstrip("0").rstrip(".") for value in (point.longitude, point.latitude)
    )
    return f"SRID=4326;POINT({longitude} {latitude})"


def _read_decimal(page: OrganisationPage, name: str) -> str | None:
    value = getattr(page, name)
    return None if value is None else plain_decimal(value)


def plain_decimal(value: Decimal) -> str:
    """The number as text, without the zeros that say nothing."""
    return f"{value.normalize():f}"


def _write_decimal(page: OrganisationPage, name: str, plain: Any, _lookups: Lookups) -> None:
    setattr(page, name, None if plain is None else Decimal(plain))


def _read_code(page: OrganisationPage, name: str) -> str | None:
    related = getattr(page, name)
    return related.code if related else None


def _write_area(page: OrganisationPage, name: str, plain: Any, lookups: Lookups) -> None:
    page.area = lookups.commune(plain) if plain else None


def _write_term(page: OrganisationPage, name: str, plain: Any, lookups: Lookups) -> None:
    setattr(page, name, lookups.terms(name)[plain] if plain else None)


def _read_codes(page: OrganisationPage, name: str) -> list[str]:
    return sorted(related.code for related in getattr(page, name).all())


def _write_terms(page: OrganisationPage, name: str, plain: Any, lookups: Lookups) -> None:
    known = lookups.terms(FIELDS[name].vocabulary)
    setattr(page, name, [known[code] for code in plain or []])


def _write_themes(page: OrganisationPage, name: str, plain: Any, lookups: Lookups) -> None:
    setattr(page, name, [lookups.themes[code] for code in plain or []])


def _read_tags(page: OrganisationPage, _name: str) -> list[str]:
    return sorted(tag.name for tag in page.tags.all())


def _write_tags(page: OrganisationPage, _name: str, plain: Any, _lookups: Lookups) -> None:
    page.tags.set(plain or [])


def _read_contacts(page: OrganisationPage, _name: str) -> list[list[str]]:
    contacts = page.contacts.all()
    return sorted([contact.medium, contact.value, contact.label, contact.audience] for contact in contacts)


def _write_contacts(page: OrganisationPage, _name: str, plain: Any, _lookups: Lookups) -> None:
    page.contacts.set(
        [
            OrganisationContact(sort_order=order, medium=medium, value=value, label=label, audience=audience)
            for order, (medium, value, label, audience) in enumerate(plain or [])
        ]
    )


TEXT = FieldKind(_read_text, _write_text)
NUMBER = FieldKind(_read_text, _write)

FIELDS: dict[str, FieldKind] = {
    **dict.fromkeys(
        [
            "title",
            "acronym",
            "summary",
            "siret",
            "address",
            "postcode",
            "city",
            "address_audience",
            "opening_hours",
            "sharing",
        ],
        TEXT,
    ),
    "body": FieldKind(_read_html, _write_text),
    "founded_year": NUMBER,
    "workforce": FieldKind(_read_decimal, _write_decimal),
    "location": FieldKind(_read_location, _write_text),
    "area": FieldKind(_read_code, _write_area),
    **{
        name: FieldKind(_read_code, _write_term, vocabulary=name)
        for name in ("legal_status", "family", "inclusion")
    },
    "agreements": FieldKind(_read_codes, _write_terms, vocabulary="agreement", is_list=True),
    "customers": FieldKind(_read_codes, _write_terms, vocabulary="customer", is_list=True),
    "themes": FieldKind(_read_codes, _write_themes, is_list=True),
    "tags": FieldKind(_read_tags, _write_tags, is_list=True),
}
CONTACT_KIND = FieldKind(_read_contacts, _write_contacts, is_list=True)


def kind_of(name: str) -> FieldKind:
    """How that field is read and written."""
    return CONTACT_KIND if name == CONTACTS else FIELDS[name]


def plain_value(page: OrganisationPage, name: str) -> Any:
    """The plain value of that field of the page."""
    return kind_of(name).read(page, name)


def put(page: OrganisationPage, name: str, plain: Any, lookups: Lookups) -> None:
    """Give the field of the page that plain value; not saved."""
    kind_of(name).write(page, name, plain, lookups)
