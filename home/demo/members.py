"""The members of the demonstration: who speaks for which structure. Their password is public."""

from dataclasses import dataclass

from django.utils import timezone
from wagtail.models import Site

from cms.core.models import Term
from cms.users.models import User
from exchanges.models import ExchangePage, ExternalId, Involvement, OrganisationPage, Standing, Way
from home.demo.accounts import PASSWORD
from home.demo.content import SOURCE
from sites.members import join
from sites.models import Membership, NetworkSettings


@dataclass(frozen=True)
class Member:
    """Somebody's address and name, their network, and the structures for which they speak, with their role.

    `asks` is a structure for which they ask to speak; `writes` an announcement of theirs alone.
    """

    email: str
    first_name: str
    last_name: str
    network: str
    structures: tuple[str, ...] = ()
    role: str = "salarie"
    asks: str = ""
    writes: str = ""


MEMBERS = (
    Member("marie@example.org", "Marie", "Lantelme", "alliance", ("alliance-provence",), "responsable"),
    Member("yannis@example.org", "Yannis", "Puget", "alliance", ("trois-figuiers",), "associe"),
    Member("coline@example.org", "Coline", "Ventadour", "alliance", ("halle-aux-paysannes",)),
    Member("bruno@example.org", "Bruno", "Aubanel", "alliance", ("moulin-sauvebelle",), "associe"),
    Member("salome@example.org", "Salomé", "Ortola", "apeas", ("octets-solidaires",), "responsable"),
    Member("remi@example.org", "Rémi", "Estaque", "apeas", ("camionnette-bleue",), asks="les-cigalons"),
    Member("agathe@example.org", "Agathe", "Corniglion", "apeas", ("la-bonne-mesure",), "administrateur"),
    Member("farida@example.org", "Farida", "Meunier", "mesclun", ("grand-etabli",), "responsable"),
    Member("gael@example.org", "Gaël", "Santolini", "mesclun", ("couffin-commun",), "benevole"),
    Member("lucienne@example.org", "Lucienne", "Rossat", "mesclun", writes="particulier-bricoleur"),
)


def create_members(*, sites: dict[str, Site]) -> None:
    """All of them, members of their network; safe to run twice."""
    for member in MEMBERS:
        person = _person(member)
        network = NetworkSettings.objects.select_related("site").get(site=sites[member.network])
        if not Membership.objects.filter(network=network.site, person=person).exists():
            join(network=network, person=person, accepts_charter=True)
            # They have been here for a while: what they publish needs no reading first.
            Membership.objects.filter(network=network.site, person=person).update(trusted_at=timezone.now())
        _speak(member, person)
        if member.writes:
            ExchangePage.objects.filter(pk=_page(member.writes)).update(owner=person)


def _person(member: Member) -> User:
    found = User.objects.filter(email=member.email).first()
    return found or User.objects.create_user(
        member.email, PASSWORD, first_name=member.first_name, last_name=member.last_name
    )


def _speak(member: Member, person: User) -> None:
    role = Term.objects.filter(vocabulary="person_role", code=member.role).first()
    for key in member.structures:
        Involvement.objects.get_or_create(
            person=person,
            organisation=OrganisationPage.objects.get(pk=_page(key)),
            defaults={
                "role": role,
                "standing": Standing.CONFIRMED,
                "way": Way.NETWORK,
                "decided_at": timezone.now(),
            },
        )
    if member.asks:
        Involvement.objects.get_or_create(
            person=person,
            organisation=OrganisationPage.objects.get(pk=_page(member.asks)),
            defaults={"message": "Je remplace Huguette au bureau depuis janvier."},
        )


def _page(key: str) -> int:
    """The id of the page that was made for that entry."""
    return ExternalId.objects.get(source=SOURCE, value=key).page_id
