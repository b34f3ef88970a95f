"""What the tests of this room stand on."""

import re
from dataclasses import dataclass
from typing import Any

from django.test import Client

from cms.users.models import Letter, User
from exchanges.models import OrganisationPage
from tests.members import browser
from tests.networks import Networks


@dataclass
class World:
    """A structure of APEAS, and a member of APEAS who does not act for it."""

    networks: Networks
    page: OrganisationPage
    marie: User

    def browser(self, person: User | None = None) -> Client:
        """A browser on the site of APEAS."""
        return browser(self.networks.apeas, person)


def letters() -> list[dict[str, Any]]:
    """What was written, the last first."""
    return [letter.content for letter in Letter.objects.order_by("-pk")]


def path_in(letter: dict[str, Any]) -> str:
    """The path of the link of this room in a mail."""
    found = re.search(r"https?://[^/\s]+(/mon-espace/\S+)", letter["text"])
    assert found is not None
    return found[1]


def sheet(**changed: Any) -> dict[str, Any]:
    """What the form of a sheet sends, as a browser does."""
    rows: list[dict[str, str]] = changed.pop("contacts", [])
    sent = {
        "title": "Épicerie du Vallon",
        "acronym": "",
        "summary": "Des courses à prix juste",
        "text": "Premier paragraphe.\r\n\r\nSecond <script>alert(1)</script>",
        "area": "",
        "area-words": "Nice",
        "address": "1 rue Haute",
        "postcode": "06000",
        "city": "Nice",
        "address_audience": "members",
        "siret": "",
        "sharing": "networks",
        "looked_for": "Épicerie du Vallon",
        "contacts-TOTAL_FORMS": str(len(rows)),
        "contacts-INITIAL_FORMS": str(len(rows)),
    }
    for number, row in enumerate(rows):
        whole = {"medium": "email", "value": "", "audience": "public", "label": "", **row}
        sent |= {f"contacts-{number}-{name}": value for name, value in whole.items()}
    return {**sent, **changed}
