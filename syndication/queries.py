"""What the people of a network may read of the ledger, and how it is told to them.

The network of the original knows all; the receiving one only what it was told
(`Delivery.title`), never of a page that its author held back.
"""

from datetime import timedelta
from typing import Any

from django.db.models import BooleanField, Case, Count, Exists, OuterRef, Q, QuerySet, Value, When
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail.models import Site

from cms.core.models import SharedPage
from cms.core.registry import kind_named, shared_kinds
from sites.models import NetworkSettings
from syndication.models import Decision, Delivery, State
from syndication.models.deliveries import KNOWN_TO_TARGET
from syndication.models.rules import variant_label

DECIDE = "syndication.change_delivery"
RECENT = timedelta(days=30)


def visible_in(networks: QuerySet[Site]) -> Q:
    """The condition that the people of these networks may know of a delivery."""
    return Q(network__in=networks) | Q(target__in=networks, state__in=KNOWN_TO_TARGET)


def visible_to(networks: QuerySet[Site]) -> QuerySet[Delivery]:
    """Deliveries of which these networks may know; `ours` tells those whose original is theirs."""
    return with_names(Delivery.objects.filter(visible_in(networks))).annotate(ours=ours(networks))


def ours(networks: QuerySet[Site]) -> Case:
    """The expression that tells whether the original belongs to one of the networks."""
    return Case(
        When(network__in=networks.values("pk"), then=Value(value=True)),
        default=Value(value=False),
        output_field=BooleanField(),
    )


def with_names(deliveries: QuerySet[Delivery]) -> QuerySet[Delivery]:
    """The same deliveries, with all that is needed to name what they speak of in one query."""
    sites = ("network", "target", "via")
    named = (f"{site}__networksettings" for site in sites)
    return deliveries.select_related("page", *named, "rule__network", "decided_by")


def received(networks: QuerySet[Site]) -> QuerySet[Delivery]:
    """Deliveries to these networks, of which these may know."""
    return with_names(Delivery.objects.filter(target__in=networks, state__in=KNOWN_TO_TARGET))


def waiting(networks: QuerySet[Site]) -> QuerySet[Delivery]:
    """What these networks have to decide; decided pages leave before the engine has come by."""
    return received(networks).filter(state=State.PENDING, decision=Decision.NONE)


def refused(networks: QuerySet[Site]) -> QuerySet[Delivery]:
    """What these networks refused and may reconsider."""
    return received(networks).filter(state=State.REFUSED, decision=Decision.REFUSED)


def shown(networks: QuerySet[Site]) -> QuerySet[Delivery]:
    """What these networks show; refused pages leave before the engine has come by."""
    return received(networks).filter(state=State.LIVE).exclude(decision=Decision.REFUSED)


def may_decide(user: Any) -> bool:
    """Whether the user decides on what their networks receive."""
    return bool(user.has_perm(DECIDE))


def recent_refusals(networks: QuerySet[Site], *, limit: int = 5) -> QuerySet[Delivery]:
    """The last pages of these networks that another one refused, newest first."""
    ours = Delivery.objects.filter(
        network__in=networks, state=State.REFUSED, decided_at__gte=timezone.now() - RECENT
    )
    return with_names(ours).order_by("-decided_at", "-pk")[:limit]


def of_page(page: SharedPage) -> QuerySet[Delivery]:
    """Where an original is, was, waits or is refused, site by site."""
    return with_names(Delivery.objects.filter(page=page.pk)).order_by("target__site_name", "pk")


def counts_by_state(deliveries: QuerySet[Delivery]) -> dict[str, int]:
    """How many of them stand in each state; every state is there, zero included."""
    rows = deliveries.order_by().values_list("state").annotate(rows=Count("pk"))
    found = dict(rows)
    return {state: found.get(state, 0) for state in State.values}


def networks_of(deliveries: QuerySet[Delivery], side: str) -> QuerySet[Site]:
    """The sites on one side ("network" or "target") of these deliveries."""
    there = deliveries.order_by().filter(**{side: OuterRef("pk")})
    named = Site.objects.select_related("networksettings")
    return named.filter(Exists(there)).order_by("site_name", "hostname")


def networks() -> QuerySet[Site]:
    """The sites that are networks, the regional platforms last."""
    return (
        Site.objects.filter(networksettings__isnull=False)
        .select_related("root_page", "networksettings")
        .order_by("-networksettings__role", "site_name", "hostname")
    )


def roles() -> dict[int, str]:
    """The role of each network, by the id of its site."""
    return dict(NetworkSettings.objects.values_list("site_id", "role"))


def network_name(site: Site | None) -> str:
    """What a network is called, in lists; costs nothing where its settings were read with the site."""
    if site is None:
        return _("a network that left")
    settings = getattr(site, "networksettings", None)
    return (settings.short_name if settings else "") or site.site_name or site.hostname


def kind_name(label: str) -> str:
    """The name of the kind with that label, as the first word of a line."""
    try:
        return capfirst(str(kind_named(label)._meta.verbose_name))
    except LookupError:
        return label


def kind_choices() -> list[tuple[str, str | Promise]]:
    """Every kind that circulates, by its label, in the plural."""
    return [(kind._meta.label, capfirst(str(kind._meta.verbose_name_plural))) for kind in shared_kinds()]


def rule_kind_choices() -> list[tuple[str, str | Promise]]:
    """Every kind that a rule may name, each followed by its variants."""
    choices: list[tuple[str, str | Promise]] = []
    for kind, (label, name) in zip(shared_kinds(), kind_choices(), strict=True):
        choices.append((label, name))
        for code, (variant, _conditions) in kind.variants.items():
            told = _("%(kind)s: %(variant)s only") % {"kind": name, "variant": variant}
            choices.append((variant_label(kind, code), told))
    return choices


def title_for(delivery: Delivery, *, own: bool) -> str:
    """The title as the reader may know it: the page's own for its network, else what was told."""
    if own and delivery.page:
        return str(delivery.page.title)
    return delivery.title or _("(taken back by its author)")


def decider_name(delivery: Delivery, *, own: bool) -> str:
    """Who decided: by name for the deciding network, by full name or network for others."""
    person = delivery.decided_by
    if person is None:
        return ""
    if own:
        return str(person)
    # An address is for the person's own network only.
    return person.get_full_name() or _("the editors of %(network)s") % {
        "network": network_name(delivery.target)
    }


def with_theme(theme_path: str) -> Q:
    """The condition that the original of a delivery is about a theme or a narrower one."""
    found = Q()
    for kind in shared_kinds():
        about = kind.objects.filter(themes__path__startswith=theme_path)
        found |= Q(page__in=about.order_by().values("pk"))
    return found
