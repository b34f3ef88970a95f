"""What the tests of the admin of sharing start from."""

from wagtail.models import Site

from exchanges.models import ExchangePage, OrganisationContact, OrganisationPage
from syndication.engine import sync
from syndication.models import Delivery, Mode, SyndicationRule
from tests.networks import Networks

PUBLIC, OF_NETWORK, SECRET = "publique@example.org", "reseau@example.org", "secrete@example.org"


def make_rule(
    networks: Networks, source: str, target: str, *, keeper: str = "", **fields: object
) -> SyndicationRule:
    """A rule from one network to another, kept by the target unless said otherwise; reviewed."""
    owner: Site = getattr(networks, keeper or target)
    rule = SyndicationRule(**{"name": "À relire", "network": owner, "mode": Mode.REVIEWED, **fields})
    rule.sources, rule.targets = [getattr(networks, source)], [getattr(networks, target)]
    rule.save()
    return rule


def organisation(
    networks: Networks, title: str, *, key: str = "alliance", **fields: object
) -> OrganisationPage:
    """A sheet with a contact for everybody, one for its network and one for its editors."""
    page = networks.organisation(getattr(networks, key), title, **fields)
    for value, audience in ((PUBLIC, "public"), (OF_NETWORK, "network"), (SECRET, "private")):
        OrganisationContact.objects.create(page=page, medium="email", value=value, audience=audience)
    return page


def waiting(networks: Networks, title: str = "La ferme aux loups", **fields: object) -> Delivery:
    """A sheet of Alliance Provence that waits for the hub's decision."""
    if not SyndicationRule.objects.exists():
        make_rule(networks, "alliance", "hub")
    page = organisation(networks, title, **fields)
    sync()
    return Delivery.objects.get(page=page)


def need(networks: Networks, title: str, *, key: str = "alliance", **fields: object) -> ExchangePage:
    """A need of a network."""
    return networks.exchange(getattr(networks, key), title, **fields)
