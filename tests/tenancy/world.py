"""The world of the crawl: APEAS and the hub, who ask, and Alliance Provence, whose secrets they must not see."""

from dataclasses import dataclass

from django.db.models import Model
from wagtail.models import Locale

from cms.core.models import Term
from cms.core.registry import Duty
from cms.users.models import User
from sites.provisioning import create_network
from sites.roles import group_for
from tests.market import make_methods, make_places, make_themes
from tests.networks import IDENTITIES
from tests.tenancy.fields import fill, read, text_fields
from tests.tenancy.planters import all_planters
from tests.tenancy.reasons import MODELS_WITHOUT_SECRETS, READ_BY_VISITORS
from tests.tenancy.tenants import Tenant, tables
from tests.tenancy.words import Audience, Words

VICTIM = "alliance"


@dataclass
class World:
    """The networks by key, and who asks."""

    tenants: dict[str, Tenant]

    @property
    def victim(self) -> Tenant:
        """The network with the secrets."""
        return self.tenants[VICTIM]

    def attacker(self, key: str, *duties: Duty) -> User:
        """Somebody on these duties in that network."""
        user = User.objects.create_user(f"{key}.{'.'.join(duties)}@attacker.example.org")
        for duty in duties:
            group = group_for(self.tenants[key].site, duty)
            assert group is not None
            user.groups.add(group)
        return user


def build() -> World:
    """Lay it all out; the victim comes last, so that all that came since is its own."""
    Locale.objects.get_or_create(language_code="en")
    make_places()
    make_themes()
    make_methods()
    Term.objects.create(vocabulary="family", code="association", label="Association")
    tenants = {key: plant(key, Words(words)) for key, words in (("hub", "qh"), ("apeas", "qa"))}
    return World({**tenants, VICTIM: plant(VICTIM, Words("zq"))})


def plant(key: str, words: Words) -> Tenant:
    """A network with words in each of its models."""
    tenant = Tenant(words)
    tenant.site = create_network(**IDENTITIES[key])
    for planter in all_planters():
        planter(tenant)
    plant_the_rest(tenant)
    tenant.close()
    return tenant


def plantable() -> list[type[Model]]:
    """The models of which a network can have rows with texts."""
    return [
        model for model in tables() if model._meta.label not in MODELS_WITHOUT_SECRETS and text_fields(model)
    ]


def plant_the_rest(tenant: Tenant) -> None:
    """A row of each model that has none yet, and words in each text that holds none yet."""
    for model in plantable():
        if not tenant.own(model).exists():
            seen = model._meta.label in READ_BY_VISITORS
            tenant.make(model, Audience.VISITORS if seen else Audience.PEOPLE)
    for model in plantable():
        complete(tenant, model)


def complete(tenant: Tenant, model: type[Model]) -> None:
    """Plant what no row of the model holds yet, past its `save()`."""
    rows = list(tenant.own(model))
    missing = [
        field
        for field in text_fields(model)
        if rows and not any(tenant.words.beginning in read(field, row) for row in rows)
    ]
    if missing:
        fill(rows[-1], tenant.words)
        values = {field.attname: getattr(rows[-1], field.attname) for field in missing}
        tenant.own(model).filter(pk=rows[-1].pk).update(**values)
