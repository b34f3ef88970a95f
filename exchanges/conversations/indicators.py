"""How exchanges ended, as numbers: outside a network nothing else of an outcome is known."""

from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Count, Q, Sum
from wagtail.models import Site

from exchanges.models import Outcome, Result


@dataclass(frozen=True)
class Counts:
    """Of one network. Euros and hours are those that the other side confirmed."""

    concluded: int = 0
    confirmed: int = 0
    contested: int = 0
    first_time: int = 0
    euros: Decimal = Decimal(0)
    hours: Decimal = Decimal(0)
    by_method: dict[str, int] = field(default_factory=dict)
    not_concluded: dict[str, int] = field(default_factory=dict)


def counts(network: Site) -> Counts:
    """What came of the announcements of the network: three queries."""
    own = Outcome.objects.filter(network=network)
    done = own.filter(result=Result.CONCLUDED)
    confirmed = Q(confirmed_at__isnull=False)
    total = done.aggregate(
        concluded=Count("pk"),
        confirmed=Count("pk", filter=confirmed),
        contested=Count("pk", filter=Q(contested_at__isnull=False)),
        first_time=Count("pk", filter=Q(is_first=True)),
        euros=Sum("value", filter=confirmed),
        hours=Sum("hours", filter=confirmed),
    )
    methods = done.filter(method__isnull=False).values_list("method__code").annotate(Count("pk"))
    reasons = own.exclude(result=Result.CONCLUDED).values_list("result").annotate(Count("pk"))
    return Counts(
        **{**total, "euros": total["euros"] or Decimal(0), "hours": total["hours"] or Decimal(0)},
        by_method=dict(methods.order_by("method__code")),
        not_concluded=dict(reasons.order_by("result")),
    )
