"""What the lists and sheets of tests stand on: places, themes, methods, and a visitor."""

from typing import Any

from django.test import Client
from wagtail.models import Site

from cms.core.models import Area, Theme
from exchanges.models import Method


def make_places() -> dict[str, Area]:
    """A region, two départements, and three communes of which one is far from the others."""
    paca = Area.objects.create(
        level="region", code="93", name="Provence-Alpes-Côte d’Azur", population=5_000_000
    )
    found = {"paca": paca}
    for code, name, latitude, longitude in (
        ("13", "Bouches-du-Rhône", 43.5, 5.1),
        ("06", "Alpes-Maritimes", 43.9, 7.2),
    ):
        found[code] = Area.objects.create(
            level="departement", code=code, name=name, population=1_000_000, region=paca,
            latitude=latitude, longitude=longitude,
        )  # fmt: skip
    for key, code, name, postcodes, latitude, longitude in (
        ("aix", "13001", "Aix-en-Provence", "13090 13100", 43.5297, 5.4474),
        ("marseille", "13055", "Marseille", "13001 13002", 43.2965, 5.3698),
        ("nice", "06088", "Nice", "06000", 43.7102, 7.2620),
    ):
        found[key] = Area.objects.create(
            level="commune", code=code, name=name, postcodes=postcodes, population=100_000,
            latitude=latitude, longitude=longitude, region=paca, departement=found[code[:2]],
        )  # fmt: skip
    return found


def make_themes() -> dict[str, Theme]:
    """Farming, with bees below it and the honey house below them; and culture."""
    farming = Theme.add_root(code="agriculture", label="Agriculture", label_en="Farming")
    bees = farming.add_child(code="apiculture", label="Apiculture", label_en="Bee-keeping")
    honey = bees.add_child(code="miel", label="Miellerie", label_en="Honey house")
    culture = Theme.add_root(code="culture", label="Culture", label_en="Culture")
    return {theme.code: theme for theme in (farming, bees, honey, culture)}


def make_methods() -> dict[str, Method]:
    """Loan and gift."""
    labels = {"loan": "Prêt", "gift": "Don"}
    return {
        code: Method.objects.create(code=code, label=label, types=["product", "premises"], sort_order=order)
        for order, (code, label) in enumerate(labels.items())
    }


def visit(site: Site, path: str = "/", *, user: Any = None, data: Any = None, **headers: str) -> Any:
    """What a site answers to anybody, or to somebody signed in."""
    client = Client(headers={"host": site.hostname, **headers})
    if user:
        client.force_login(user)
    return client.get(path, data)


CONTACTS = [
    {"medium": "email", "value": "publique@example.org", "audience": "public"},
    {"medium": "phone", "value": "04 65 71 00 01", "audience": "members"},
    {"medium": "mobile", "value": "06 39 98 00 02", "audience": "network"},
    {"medium": "email", "value": "secrete@example.org", "audience": "private"},
]
