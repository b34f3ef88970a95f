"""An announcement that can be answered, with its author and somebody who answers."""

from dataclasses import dataclass
from typing import Any

from django.test import Client

from cms.users.models import User
from exchanges.conversations.verbs import open_conversation
from exchanges.models import Conversation, ExchangePage, Message, OrganisationPage, Party, Side
from tests.members import browser, make_member, speak_for
from tests.networks import Networks
from tests.remembered import once


@dataclass
class Talk:
    """Marie of La Ruche (Alliance) looks for premises; Paul of Le Fournil (APEAS) could answer."""

    networks: Networks
    marie: User
    paul: User
    hive: OrganisationPage
    bakery: OrganisationPage
    page: ExchangePage

    @classmethod
    def make(cls, networks: Networks) -> "Talk":
        """Both speak for their structures."""
        hive = networks.organisation(networks.alliance, "La Ruche")
        bakery = networks.organisation(networks.apeas, "Le Fournil")
        marie = make_member(networks.alliance, "Marie", last_name="Roux")
        paul = make_member(networks.apeas, "Paul", last_name="Petit")
        speak_for(marie, hive)
        speak_for(paul, bakery)
        page = networks.exchange(networks.alliance, "Cherche un local", organisation=hive)
        return cls(networks, marie, paul, hive, bakery, page)

    @classmethod
    def again(cls, networks: Networks) -> "Talk":
        """The same, made once a process; for tests that end with a rollback."""
        once("talk", lambda: cls.make(networks))
        return cls(
            networks,
            marie=User.objects.get(email="marie@example.org"),
            paul=User.objects.get(email="paul@example.org"),
            hive=OrganisationPage.objects.get(title="La Ruche"),
            bakery=OrganisationPage.objects.get(title="Le Fournil"),
            page=ExchangePage.objects.get(title="Cherche un local"),
        )

    def answered(self, body: str = "Nous avons une salle.", **options: Any) -> Message:
        """Paul answers, for his structure unless told otherwise."""
        options = {"organisation": self.bakery, **options}
        return open_conversation(page=self.page, person=self.paul, body=body, **options)

    def by_visitor(self, email: str = "zoe@example.org", body: str = "Moi aussi.") -> Message:
        """Somebody without an account answers, and has confirmed the address."""
        return open_conversation(page=self.page, email=email, name="Zoé", body=body, site=self.networks.hub)

    def seat(self, conversation: Conversation, side: Side) -> Party:
        """The first party of that side."""
        return conversation.parties.filter(side=side).order_by("pk")[0]

    def browser(self, person: User | None = None) -> Client:
        """A browser on the author's network."""
        return browser(self.networks.alliance, person)
