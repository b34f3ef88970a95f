"""The members of the demonstration: who speaks for which structure. Their password is public."""

from dataclasses import dataclass

from django.utils import timezone
from wagtail.models import Site

from cms.core.models import Term
from cms.users.models import User
from exchanges.models import ExchangePage, ExternalId, Involvement, OrganisationPage, Standing, Way
from home.demo.accounts import create_person
from home.demo.content import HUB, SOURCE, read
from sites.members import join
from sites.models import Membership, NetworkSettings


@dataclass(frozen=True)
class Member:
    """Somebody's address and name, their network, and the structures for which they speak, with their role.

    `writes` is an announcement of theirs alone. What somebody `is_new` publishes is read first.
    """

    email: str
    first_name: str
    last_name: str
    network: str
    structures: tuple[str, ...] = ()
    role: str = "salarie"
    writes: str = ""
    is_new: bool = False

    @property
    def part(self) -> str:
        """What they are in the demonstration, in a few words."""
        names = {entry["key"]: entry["title"] for entry in read("organisations")}
        if self.structures:
            return "agit pour " + ", ".join(names[key] for key in self.structures)
        return "vient d’arriver" if self.is_new else "publie en son nom"


MEMBERS = (
    Member("marie@example.org", "Marie", "Castellan", "alliance", ("alliance-provence",), "responsable"),
    Member("yannis@example.org", "Yannis", "Puget", "alliance", ("trois-figuiers",), "associe"),
    Member("coline@example.org", "Coline", "Ventadour", "alliance", ("halle-aux-paysannes",)),
    Member("bruno@example.org", "Bruno", "Aubanel", "alliance", ("moulin-sauvebelle",), "associe"),
    Member("salome@example.org", "Salomé", "Ortola", "apeas", ("octets-solidaires",), "responsable"),
    Member("remi@example.org", "Rémi", "Estaque", "apeas", ("camionnette-bleue",)),
    Member("agathe@example.org", "Agathe", "Corniglion", "apeas", ("la-bonne-mesure",), "administrateur"),
    Member("farida@example.org", "Farida", "Meunier", "mesclun", ("grand-etabli",), "responsable"),
    Member("gael@example.org", "Gaël", "Santolini", "mesclun", ("couffin-commun",), "benevole"),
    Member("elise@example.org", "Élise", "Tamarin", "mesclun", writes="particulier-bricoleur"),
    Member("ninon@example.org", "Ninon", "Escoffier", "alliance", is_new=True),
)
# What members publish in a network goes where its rules take this keyword.
KEYWORD = "région"


def create_members(*, sites: dict[str, Site]) -> None:
    """All of them, members of their network; safe to run twice."""
    networks = [site for key, site in sites.items() if key != HUB]
    for network in NetworkSettings.objects.filter(site__in=networks, member_keywords=""):
        network.member_keywords = KEYWORD
        network.save(update_fields=["member_keywords"])
    for member in MEMBERS:
        person = _person(member)
        network = NetworkSettings.objects.select_related("site").get(site=sites[member.network])
        if not Membership.objects.filter(network=network.site, person=person).exists():
            join(network=network, person=person, accepts_charter=True)
            # They have been here for a while: what they publish needs no reading first.
            trusted_at = None if member.is_new else timezone.now()
            Membership.objects.filter(network=network.site, person=person).update(trusted_at=trusted_at)
        _speak(member, person)
        if member.writes:
            ExchangePage.objects.filter(pk=page_of(member.writes)).update(owner=person)


def are_complete() -> bool:
    """Whether all of them have an account."""
    emails = [member.email for member in MEMBERS]
    return User.objects.filter(email__in=emails).count() == len(emails)


def _person(member: Member) -> User:
    found = User.objects.filter(email=member.email).first()
    return found or create_person(
        email=member.email, first_name=member.first_name, last_name=member.last_name
    )


def _speak(member: Member, person: User) -> None:
    role = Term.objects.filter(vocabulary="person_role", code=member.role).first()
    for key in member.structures:
        Involvement.objects.get_or_create(
            person=person,
            organisation=OrganisationPage.objects.get(pk=page_of(key)),
            defaults={
                "role": role,
                "standing": Standing.CONFIRMED,
                "way": Way.NETWORK,
                "decided_at": timezone.now(),
            },
        )


def page_of(key: str) -> int:
    """The id of the page that was made for that entry."""
    return ExternalId.objects.get(source=SOURCE, value=key).page_id
