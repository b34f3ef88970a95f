"""The people of the demonstration: one for each role. Their password is public: never outside a demo."""

from dataclasses import dataclass

from wagtail.models import Site

from cms.core.registry import Duty
from cms.users.models import User
from home.demo.content import HUB
from sites.roles import group_for

PASSWORD = "lavande-et-romarin"  # noqa: S105 - printed by the command, which refuses where DEBUG is off
ADMINISTRATOR = "admin@example.org"
COORDINATOR = "coordination@example.org"


@dataclass(frozen=True)
class Account:
    """Somebody's address, name, and duty in one of the networks (none: everywhere)."""

    email: str
    first_name: str
    last_name: str
    role: str
    network: str = ""
    duty: Duty | None = None


# The administrator comes last: with that account, the demonstration is complete.
ACCOUNTS = (
    Account("editeur.apeas@example.org", "Karim", "Belhadj", "édite APEAS", "apeas", Duty.EDITOR),
    Account("moderation.apeas@example.org", "Josette", "Arnoux", "modère APEAS", "apeas", Duty.MODERATOR),
    Account(
        "editrice.alliance@example.org",
        "Marie",
        "Castellan",
        "édite Alliance Provence",
        "alliance",
        Duty.EDITOR,
    ),
    Account(
        "moderation.alliance@example.org",
        "Bastien",
        "Roux",
        "modère Alliance Provence",
        "alliance",
        Duty.MODERATOR,
    ),
    Account("editrice.mesclun@example.org", "Léa", "Sorgue", "édite MESCLUN", "mesclun", Duty.EDITOR),
    Account(
        "moderation.mesclun@example.org", "Idriss", "Vallon", "modère MESCLUN", "mesclun", Duty.MODERATOR
    ),
    Account(COORDINATOR, "Nadège", "Ollivier", "coordonne la plateforme régionale", HUB, Duty.COORDINATOR),
    Account("ethique@example.org", "Paul", "Ferrat", "siège au comité d’éthique", HUB, Duty.ETHICS),
    Account(ADMINISTRATOR, "Camille", "Garrigue", "administre tout"),
)


def create_account(*, account: Account, sites: dict[str, Site]) -> User:
    """The person, with the demonstration's password, in the group of their duty; safe to run twice."""
    user = User.objects.filter(email=account.email).first()
    if user is None:
        create = User.objects.create_user if account.duty else User.objects.create_superuser
        user = create(account.email, PASSWORD, first_name=account.first_name, last_name=account.last_name)
    if account.duty:
        group = group_for(sites[account.network], account.duty)
        if group is None:
            raise LookupError(f"{account.network} has no group for {account.duty}.")
        user.groups.add(group)
    return user
