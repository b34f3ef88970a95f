"""The people of the demonstration: one for each role. Their password is public: never outside a demo."""

from dataclasses import dataclass
from functools import cache

from django.contrib.auth.hashers import make_password
from wagtail.models import Site

from cms.core.registry import Duty
from cms.users.models import User
from home.demo.content import HUB
from sites.invitations import invite
from sites.models import Invitation, NetworkSettings
from sites.roles import group_for

PASSWORD = "lavande-et-romarin"  # noqa: S105 - printed by the command, which refuses where DEBUG is off
ADMINISTRATOR = "admin@example.org"
COORDINATOR = "coordination@example.org"
MANAGER = "gestion.apeas@example.org"
INVITED = "nouvelle.moderatrice@example.org"


@dataclass(frozen=True)
class Account:
    """Somebody's address, name, and duties in the networks (none: everything, everywhere)."""

    email: str
    first_name: str
    last_name: str
    role: str
    duties: tuple[tuple[str, Duty], ...] = ()


# The administrator comes last: with that account, the demonstration is complete.
ACCOUNTS = (
    Account("editeur.apeas@example.org", "Karim", "Belhadj", "édite APEAS", (("apeas", Duty.EDITOR),)),
    Account(
        "moderation.apeas@example.org", "Josette", "Arnoux", "modère APEAS", (("apeas", Duty.MODERATOR),)
    ),
    Account(MANAGER, "Odile", "Maurin", "gère APEAS et ses personnes", (("apeas", Duty.MANAGER),)),
    Account(
        "editrice.alliance@example.org",
        "Lise",
        "Lantelme",
        "édite Alliance Provence",
        (("alliance", Duty.EDITOR),),
    ),
    Account(
        "moderation.alliance@example.org",
        "Bastien",
        "Roux",
        "modère Alliance Provence",
        (("alliance", Duty.MODERATOR),),
    ),
    Account(
        "gestion.alliance@example.org",
        "Hélène",
        "Barjavel",
        "gère Alliance Provence et ses personnes",
        (("alliance", Duty.MANAGER),),
    ),
    Account("editrice.mesclun@example.org", "Léa", "Sorgue", "édite MESCLUN", (("mesclun", Duty.EDITOR),)),
    Account(
        "moderation.mesclun@example.org", "Idriss", "Vallon", "modère MESCLUN", (("mesclun", Duty.MODERATOR),)
    ),
    Account(
        "gestion.mesclun@example.org",
        "Théo",
        "Calanque",
        "gère MESCLUN et ses personnes",
        (("mesclun", Duty.MANAGER),),
    ),
    Account(
        "deux.reseaux@example.org",
        "Anouk",
        "Estève",
        "édite Alliance Provence et modère MESCLUN",
        (("alliance", Duty.EDITOR), ("mesclun", Duty.MODERATOR)),
    ),
    Account(
        COORDINATOR,
        "Nadège",
        "Ollivier",
        "coordonne la plateforme régionale",
        ((HUB, Duty.COORDINATOR),),
    ),
    Account("ethique@example.org", "Paul", "Ferrat", "siège au comité d’éthique", ((HUB, Duty.ETHICS),)),
    Account(
        "gestion@example.org",
        "Solène",
        "Vidal",
        "gère la plateforme régionale et ses personnes",
        ((HUB, Duty.MANAGER),),
    ),
    Account(ADMINISTRATOR, "Camille", "Garrigue", "administre tout"),
)


@cache
def _hashed() -> str:
    """The password as it is kept. It is public, and hashing it for each of them would take seconds."""
    return make_password(PASSWORD)


def create_person(*, email: str, first_name: str, last_name: str, everything: bool = False) -> User:
    """A new account with the demonstration's password; with `everything`, it may do everything."""
    create = User.objects.create_superuser if everything else User.objects.create_user
    user = create(email, None, first_name=first_name, last_name=last_name)
    user.password = _hashed()
    user.save(update_fields=["password"])
    return user


def create_account(*, account: Account, sites: dict[str, Site]) -> User:
    """The person, with the demonstration's password, in the groups of their duties; safe to run twice."""
    user = User.objects.filter(email=account.email).first()
    if user is None:
        user = create_person(
            email=account.email,
            first_name=account.first_name,
            last_name=account.last_name,
            everything=not account.duties,
        )
    for network, duty in account.duties:
        group = group_for(sites[network], duty)
        if group is None:
            raise LookupError(f"{network} has no group for {duty}.")
        user.groups.add(group)
    return user


def invite_somebody(*, sites: dict[str, Site]) -> None:
    """An invitation that waits for an answer; safe to run twice."""
    network = NetworkSettings.objects.select_related("site").get(site=sites["apeas"])
    if not Invitation.objects.filter(email=INVITED, network=network.site_id).exists():
        invite(
            network=network,
            email=INVITED,
            name="Inès Pastorel",
            duties=[Duty.MODERATOR],
            message="Bienvenue dans l’équipe ! Josette te montrera la relecture.",
            by=User.objects.get(email=MANAGER),
        )
