"""The editors' guide tells the truth about who may do what."""

import re
from collections.abc import Callable, Iterator

import polib
import pytest
from django.conf import settings
from django.contrib.auth.models import Group
from django.utils.translation import gettext
from wagtail.models import Collection, GroupApprovalTask

from cms.core.registry import Duty
from cms.users.models import User
from cms.users.second_factor import is_needed
from sites.models import Role
from sites.roles import COMMON_COLLECTION, DUTIES, group_for, needs_second_factor
from tests.networks import Networks

pytestmark = pytest.mark.django_db

# What the guide quotes that is no label: examples, names of groups and collections.
NO_LABELS = ("PES - ", "APEAS - ", "PES PACA - ", "Cherche un local", "Local", "plateforme régionale")
# Between the entries of a way through the menus.
WAY = " \N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK} "
# Labels of Wagtail's own.
WAGTAIL = ("Settings", "Add child page", "Publish", "Pages", "Awaiting your review")

# Whose groups a column speaks of; superusers have none.
COLUMNS: dict[str, tuple[tuple[str, Duty], ...]] = {
    "éditeurs": (("apeas", Duty.EDITOR),),
    "modérateurs": (("apeas", Duty.MODERATOR),),
    "gestionnaires": (("apeas", Duty.MANAGER), ("hub", Duty.MANAGER)),
    "coordinateurs": (("hub", Duty.COORDINATOR),),
    "comité d’éthique": (("hub", Duty.ETHICS),),
    "superutilisateurs": (),
}
# What a cell says of the network’s group, and of the regional platform’s where both have one.
CELLS = {"oui": {"apeas": True, "hub": True}, "non": {"apeas": False, "hub": False}}
CELLS["plateforme régionale"] = {"apeas": False, "hub": True}


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


def on_site(codename: str) -> Callable[[Group], bool]:
    return lambda group: group.site_permissions.filter(permission__codename=codename).exists()


def is_watched(group: Group) -> bool:
    """Whether those in the group need a second factor."""
    person = User.objects.create_user(f"{group.pk}@example.org", "x")
    person.groups.add(group)
    return needs_second_factor(person)


def lists_are_kept(group: Group) -> bool:
    return on_model("change_theme")(group) and on_model("change_method")(group)


ROWS: dict[str, Callable[[Group], bool]] = {
    "Écrire une page, une offre, une demande, une fiche": on_pages("add_page", "change_page"),
    "Publier et dépublier": on_pages("publish_page"),
    "Supprimer une page qui en contient d’autres": on_pages("bulk_delete_page"),
    "Relire ce qui est soumis à modération": reviews,
    "Verrouiller et déverrouiller une page": on_pages("lock_page", "unlock_page"),
    "Ajouter des images et des documents à son réseau": on_collection("add_image", common=False),
    "Se servir de la collection « PES - commun »": on_collection("choose_image", common=True),
    "Ajouter à la collection « PES - commun »": on_collection("add_document", common=True),
    "Dire qui représente une structure (« Rattachements »)": on_model("change_involvement"),
    "Accepter ou refuser ce qui arrive d’ailleurs": on_model("change_delivery"),
    "Voir les règles de diffusion": on_model("view_syndicationrule"),
    "Écrire les règles de diffusion (envoyer, faire venir)": on_model("change_syndicationrule"),
    "Suivre les annonces restées sans réponse, et les aider": on_model("follow_conversation"),
    "Décider des signalements": on_model("change_report"),
    "Donner un avis sur les signalements transmis au comité": on_model("judge_report"),
    "Tenir les redirections (anciennes adresses)": on_model("change_redirect"),
    "Changer le nom, les couleurs, les contacts du réseau": on_site("change_networksettings"),
    "Voir les membres, exclure, réadmettre": on_site("change_networksettings"),
    "Inviter des personnes, donner et retirer des rôles": on_site("manage_people"),
    "Tenir les listes de référence (thèmes, modalités…)": lists_are_kept,
    "Changer le rôle d’un réseau, en créer un": on_model("add_site"),
    "Doit avoir un second facteur": is_watched,
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


def table() -> dict[str, dict[str, str]]:
    part = guide().split("### Qui peut quoi")[1].split("\n\n")[2]
    head, _rule, *rows = [
        [cell.strip() for cell in line.strip().strip("|").split("|")] for line in part.splitlines()
    ]
    return {row[0]: dict(zip(head[1:], row[1:], strict=True)) for row in rows}


def test_the_table_says_what_the_groups_may_do(networks: Networks) -> None:
    said = table()
    assert set(said) == set(ROWS)
    for row, check in ROWS.items():
        assert set(said[row]) == set(COLUMNS)
        for column, groups in COLUMNS.items():
            for key, duty in groups:
                group = group_for(getattr(networks, key), duty)
                assert group is not None
                assert check(group) == CELLS[said[row][column]][key], f"{row}: {column}, {key}"


def test_the_table_has_every_group_that_provisioning_makes(networks: Networks) -> None:
    columns = {(duty, key) for groups in COLUMNS.values() for key, duty in groups}
    made = {
        (duty, "hub" if role == Role.HUB else "apeas") for role, duties in DUTIES.items() for duty in duties
    }
    assert columns == made


def test_the_table_says_that_superusers_may_do_it_all() -> None:
    root = User.objects.create_superuser("root@example.org", "x")
    assert {cells["superutilisateurs"] for cells in table().values()} == {"oui"}
    assert is_needed(root)


def test_the_labels_that_it_quotes_are_on_the_screens() -> None:
    catalogue = polib.pofile(str(settings.BASE_DIR / "locale" / "fr" / "LC_MESSAGES" / "django.po"))
    known = {bare(text) for entry in catalogue for text in (entry.msgstr, *entry.msgstr_plural.values())}
    known |= {bare(gettext(text)) for text in WAGTAIL}
    found = list(labels())
    assert len(found) > 40
    assert [label for label in found if bare(label) not in known] == []


@pytest.mark.parametrize(("key", "duty"), [("apeas", Duty.MANAGER), ("hub", Duty.COORDINATOR)])
def test_a_renamed_group_still_asks_for_a_second_factor(networks: Networks, key: str, duty: Duty) -> None:
    person = networks.user((key, duty))
    Group.objects.filter(user=person).update(name="Les copains")
    assert needs_second_factor(person)
