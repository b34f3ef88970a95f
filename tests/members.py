"""Members of networks for tests: they sign in on a site, and speak for structures."""

from typing import Any

from django.test import Client
from wagtail.models import Site

from cms.users.models import User
from exchanges.models import Involvement, OrganisationPage, Standing, Way
from sites.members import join
from sites.models import NetworkSettings
from tests.networks import PASSWORD


def make_member(site: Site, name: str = "Marie", **fields: Any) -> User:
    """Somebody who opened an account on that site; the address is made from the name."""
    email = fields.pop("email", f"{name.lower().replace(' ', '.')}@example.org")
    person = User.objects.create_user(email, PASSWORD, first_name=name, **fields)
    join(network=NetworkSettings.objects.get(site=site), person=person, accepts_charter=True)
    return person


def speak_for(person: User, organisation: OrganisationPage) -> Involvement:
    """The person was confirmed to speak for the structure."""
    return Involvement.objects.create(
        person=person, organisation=organisation, standing=Standing.CONFIRMED, way=Way.NETWORK
    )


def browser(site: Site, person: User | None = None) -> Client:
    """A browser on that site, in which the person is signed in."""
    client = Client(headers={"host": site.hostname})
    if person:
        client.force_login(person)
    return client
