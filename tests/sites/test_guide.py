"""The editors' guide tells the truth about who may do what."""

import re
from collections.abc import Callable, Iterator

import polib
import pytest
from django.conf import settings
from django.contrib.auth.models import Group
from django.utils.translation import gettext
from wagtail.models import Collection, GroupApprovalTask, Site

from cms.core.registry import Duty
from sites.roles import COMMON_COLLECTION, group_for
from tests.networks import Networks

pytestmark = pytest.mark.django_db

# What the guide quotes that is no label: examples, names of groups and collections.
NO_LABELS = ("PES - ", "APEAS - ", "PES PACA - ", "Cherche un local", "Local")
# Between the entries of a way through the menus.
WAY = " \N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK} "
# Labels of Wagtail's own.
WAGTAIL = ("Settings", "Users", "Add child page", "Publish", "Pages")

COLUMNS = {
    "éditeurs": ("apeas", Duty.EDITOR),
    "modérateurs": ("apeas", Duty.MODERATOR),
    "coordinateurs": ("hub", Duty.COORDINATOR),
    "comité d’éthique": ("hub", Duty.ETHICS),
}


def on_pages(*codenames: str) -> Callable[[Group], bool]:
    wanted = set(codenames)
    return lambda group: wanted <= set(group.page_permissions.values_list("permission__codename", flat=True))


def on_model(codename: str) -> Callable[[Group], bool]:
    return lambda group: group.permissions.filter(codename=codename).exists()


def on_collection(codename: str, *, common: bool) -> Callable[[Group], bool]:
    def check(group: Group) -> bool:
        shared = Collection.objects.filter(name=COMMON_COLLECTION)
        rights = group.collection_permissions.filter(permission__codename=codename)
        return (
            rights.filter(collection__in=shared) if common else rights.exclude(collection__in=shared)
        ).exists()

    return check


def reviews(group: Group) -> bool:
    return GroupApprovalTask.objects.filter(groups=group).exists()


def keeps_settings(group: Group) -> bool:
    return group.site_permissions.filter(permission__codename="change_networksettings").exists()


ROWS: dict[str, Callable[[Group], bool]] = {
    "Écrire une page, une offre, une demande, une fiche": on_pages("add_page", "change_page"),
    "Publier et dépublier": on_pages("publish_page"),
    "Supprimer une page qui en contient d’autres": on_pages("bulk_delete_page"),
    "Relire ce qui est soumis à modération": reviews,
    "Verrouiller et déverrouiller une page": on_pages("lock_page", "unlock_page"),
    "Ajouter des images et des documents à son réseau": on_collection("add_image", common=False),
    "Se servir de la collection « PES - commun »": on_collection("choose_image", common=True),
    "Ajouter à la collection « PES - commun »": on_collection("add_document", common=True),
    "Accepter ou refuser ce qui arrive d’ailleurs": on_model("change_delivery"),
    "Voir les règles de diffusion": on_model("view_syndicationrule"),
    "Écrire les règles de diffusion": on_model("change_syndicationrule"),
    "Changer le nom, les couleurs, les contacts du réseau": keeps_settings,
    "Changer le rôle d’un réseau, en créer un": on_model("add_site"),
}


def guide() -> str:
    """The text of the guide, with ordinary spaces."""
    return plain((settings.BASE_DIR / "docs" / "editors-guide.md").read_text(encoding="utf-8"))


def plain(text: str) -> str:
    """The text with ordinary spaces."""
    return re.sub("[\u00a0\u202f]", " ", text)


def bare(label: str) -> str:
    """A label without what its place in a sentence changes."""
    return plain(label).strip().rstrip(".…:").strip().casefold()


def labels() -> Iterator[str]:
    """What the guide says stands on the screens: between quotes, and in the steps to publish."""
    for quoted in re.findall("« (.+?) »", guide()):
        if not quoted.startswith(NO_LABELS):
            yield from quoted.split(WAY)
    for section in ("## Publier une offre ou une demande", "### Qui voit un moyen de contact"):
        part = guide().split(section)[1].split("\n#")[0]
        for bold in re.findall(r"^(?:\d+\.|-) \*\*(.+?)\*\*", part, re.MULTILINE):
            yield from bold.split(WAY)
    levels = guide().split("### Où la montrer")[1].split("\n\n")[2]
    for line in levels.splitlines()[2:]:
        yield line.split("|")[1]


def table() -> dict[str, dict[str, bool]]:
    part = guide().split("### Qui peut quoi")[1].split("\n\n")[2]
    head, _rule, *rows = [
        [cell.strip() for cell in line.strip().strip("|").split("|")] for line in part.splitlines()
    ]
    return {
        row[0]: {column: cell == "oui" for column, cell in zip(head[1:], row[1:], strict=True)}
        for row in rows
    }


def test_the_table_says_what_the_groups_may_do(networks: Networks) -> None:
    said = table()
    assert set(said) == set(ROWS)
    for row, check in ROWS.items():
        for column, (key, duty) in COLUMNS.items():
            site: Site = getattr(networks, key)
            group = group_for(site, duty)
            assert group is not None
            assert check(group) == said[row][column], f"{row}: {column}"


def test_the_labels_that_it_quotes_are_on_the_screens() -> None:
    catalogue = polib.pofile(str(settings.BASE_DIR / "locale" / "fr" / "LC_MESSAGES" / "django.po"))
    known = {bare(text) for entry in catalogue for text in (entry.msgstr, *entry.msgstr_plural.values())}
    known |= {bare(gettext(text)) for text in WAGTAIL}
    found = list(labels())
    assert len(found) > 40
    assert [label for label in found if bare(label) not in known] == []
