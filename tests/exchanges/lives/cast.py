"""Who lives through the state machine: members of three networks and the hub, moderators, a visitor."""

from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from cms.core.models import Area, Theme
from cms.core.registry import Duty
from cms.users.models import User
from exchanges.models import Alert, Method, OrganisationPage, Pace
from exchanges.notices import alerts
from exchanges.notices.paces import choose
from sites.models import NetworkSettings
from syndication.models import Mode, SyndicationRule
from tests.market import make_methods, make_places, make_themes
from tests.members import make_member, speak_for
from tests.networks import Networks

SITES = ("apeas", "alliance", "mesclun", "hub")
# Who reads what first: nothing, the first one, all.
REVIEWS = {"alliance": "never", "apeas": "first", "mesclun": "always", "hub": "never"}
# Where each member joined, and the structure for which they speak; Marie and Luc speak for one.
MEMBERS = {
    "Marie": ("alliance", "La Ruche"),
    "Luc": ("alliance", "La Ruche"),
    "Paul": ("apeas", "Le Fournil"),
    "Nadia": ("mesclun", "L’Atelier"),
    "Hugo": ("hub", ""),
}
STRUCTURES = {"La Ruche": "alliance", "Le Fournil": "apeas", "L’Atelier": "mesclun"}
VISITOR = "zoe@example.org"
# From which networks to which, and whether each page is accepted by hand.
RULES = (
    ("alliance", "hub", Mode.AUTOMATIC),
    ("apeas", "hub", Mode.REVIEWED),
    ("mesclun", "hub", Mode.AUTOMATIC),
    ("hub", "apeas mesclun", Mode.AUTOMATIC),
)


@dataclass
class Cast:
    """Everybody by their name, and what they stand on."""

    networks: Networks
    people: dict[str, User] = field(default_factory=dict)
    structures: dict[str, OrganisationPage] = field(default_factory=dict)
    moderators: dict[str, User] = field(default_factory=dict)
    themes: list[Theme] = field(default_factory=list)
    areas: list[Area] = field(default_factory=list)
    methods: list[Method] = field(default_factory=list)

    @classmethod
    def make(cls, networks: Networks) -> "Cast":
        """All of it, once; each life rolls back to here."""
        places, themes, methods = make_places(), make_themes(), make_methods()
        cast = cls(networks, areas=[places[name] for name in ("aix", "marseille", "nice")])
        cast.themes, cast.methods = list(themes.values()), list(methods.values())
        for key, when in REVIEWS.items():
            NetworkSettings.objects.filter(site=cast.site(key)).update(review=when)
            duty = Duty.COORDINATOR if key == "hub" else Duty.MODERATOR
            cast.moderators[key] = networks.user((key, duty))
        for name, key in STRUCTURES.items():
            cast.structures[name] = cast._structure(name, key)
        for name, (key, structure) in MEMBERS.items():
            cast.people[name] = make_member(cast.site(key), name, last_name="Exemple")
            if structure:
                speak_for(cast.people[name], cast.structures[structure])
        cast._rules()
        cast._alerts()
        # What each life begins with is put on its own queue.
        connection.run_on_commit = []
        return cast

    def site(self, key: str) -> Any:
        """The site of that network."""
        return getattr(self.networks, key)

    def settings(self, key: str) -> NetworkSettings:
        """Its settings."""
        return NetworkSettings.objects.get(site=self.site(key))

    def _structure(self, name: str, key: str) -> OrganisationPage:
        page = self.networks.organisation(
            self.site(key), name, sharing="networks", area=self.areas[0], latitude=43.53, longitude=5.45
        )
        page.themes.set(self.themes)
        page.save_revision().publish()
        return page

    def _rules(self) -> None:
        for source, targets, mode in RULES:
            rule = SyndicationRule(name=f"{source} → {targets}", network=self.site(source), mode=mode)
            rule.sources = [self.site(source)]
            rule.targets = [self.site(key) for key in targets.split()]
            rule.save()

    def _alerts(self) -> None:
        """Three searches of members, one of the visitor; some want a digest."""
        for name in ("Marie", "Paul", "Hugo"):
            site = self.site(MEMBERS[name][0])
            alerts.watch(network=site, kind="exchanges", query="", person=self.people[name])
        alerts.ask(network=self.networks.hub, kind="exchanges", query="", email=VISITOR)
        alerts.confirm(Alert.objects.get(email=VISITOR))
        choose(person=self.people["Nadia"], kind="match", pace=Pace.DAILY)
        choose(person=self.people["Luc"], kind="answer", pace=Pace.WEEKLY)
