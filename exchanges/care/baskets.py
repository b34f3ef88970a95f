"""The three baskets of announcements that nobody should lose sight of. Source: issue 4, “Answering”.

A network's people follow the announcements whose original is theirs; the coordinators of the regional
platform all that stands on it, copies as their site shows them. Of conversations only dates, states and
numbers are read: the network's people are no parties.
"""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, F, IntegerField, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from wagtail.models import Site

from exchanges.models import OPEN_STATES, AnswerState, Conversation, ExchangePage, Outcome, Report, Result
from sites.models import Role

# Days; all three stand in issue 4.
UNANSWERED = 9
QUIET = 21
TO_CLOSE = 45

Pages = QuerySet[ExchangePage]
Networks = QuerySet[Site] | list[Site]


def read(networks: Networks) -> list[Site]:
    """The networks, with what is asked of them; read once, however many baskets are asked."""
    if isinstance(networks, QuerySet):
        return list(networks.select_related("root_page", "networksettings"))
    return networks


def standing_on(networks: Networks) -> Q:
    """The condition that the people of these networks follow a page: their originals; on a hub, copies too."""
    found = Q(pk__in=[])
    for site in read(networks):
        there = Q(path__startswith=site.root_page.path)
        settings = getattr(site, "networksettings", None)
        is_hub = settings is not None and settings.role == Role.HUB
        found |= there if is_hub else there & Q(is_copy=False)
    return found & Q(alias_of=None)


def online(networks: Networks) -> Pages:
    """The announcements that these networks follow and that wait for answers, with `at_origin`."""
    waiting = ExchangePage.objects.current().filter(standing_on(networks), paused_at=None, closed_at=None)
    return waiting.annotate(
        at_origin=Coalesce("origin_page_id", "pk"),
        # A copy is written again at each update: only its original tells when its author was there.
        written_at=Coalesce("origin_page__last_published_at", "last_published_at"),
    )


def unanswered(networks: Networks) -> Pages:
    """Published more than nine days ago, and nobody wrote a word."""
    late = Q(first_published_at__lt=_before(UNANSWERED))
    return online(networks).filter(late, ~Exists(answers())).exclude(_to_close())


def quiet(networks: Networks) -> Pages:
    """With an open conversation in which nobody wrote for 21 days."""
    return online(networks).filter(Exists(quiet_ones())).exclude(_to_close())


def to_close(networks: Networks) -> Pages:
    """No sign of life for 45 days, from the author or anybody; or concluded as long ago, and still online."""
    return online(networks).filter(_to_close())


BASKETS: dict[str, Callable[[Networks], Pages]] = {
    "unanswered": unanswered,
    "quiet": quiet,
    "to_close": to_close,
}


def counts(networks: Networks) -> dict[str, int]:
    """How many announcements are in each basket."""
    there = read(networks)
    return {name: basket(there).count() for name, basket in BASKETS.items()}


def with_figures(pages: Pages) -> Pages:
    """The same, with what a line says: `answers`, `quiet_answers`, `last_word_at`, `open_reports`."""
    reports = Report.objects.open().filter(page=OuterRef("at_origin"))
    return pages.annotate(
        answers=_number(answers()),
        quiet_answers=_number(quiet_ones()),
        last_word_at=_last(answers()),
        open_reports=_number(reports, by="page"),
    ).select_related("area", "organisation", "origin_site__networksettings")


def states(pages: Iterable[Any]) -> dict[int, dict[str, int]]:
    """How many answers stand in which state, by origin: one query for all of these pages."""
    ids = [page.at_origin for page in pages]
    rows = Conversation.objects.filter(exchange__in=ids, messages__isnull=False)
    found: dict[int, dict[str, int]] = {}
    for origin, state, number in (
        rows.order_by().values_list("exchange", "state").annotate(number=Count("pk", distinct=True))
    ):
        found.setdefault(origin, {})[state] = number
    return found


def answers() -> QuerySet[Conversation]:
    """The conversations of the announcement of an outer query in which somebody wrote."""
    return Conversation.objects.filter(exchange=OuterRef("at_origin"), messages__isnull=False)


def quiet_ones() -> QuerySet[Conversation]:
    """Those of them that are open, and in which nobody wrote for 21 days."""
    return answers().filter(state__in=OPEN_STATES, last_message_at__lt=_before(QUIET))


def _to_close() -> Q:
    limit = _before(TO_CLOSE)
    talked = answers().filter(Q(last_message_at__gte=limit) | Q(state_at__gte=limit))
    still = Q(first_published_at__lt=limit, written_at__lt=limit) & ~Q(Exists(talked))
    return still | Q(Exists(_concluded(limit))) | Q(Exists(_agreed_to_be_over(limit)))


def _concluded(limit: datetime) -> QuerySet[Outcome]:
    """Concluded as its author said, who did not put it up again since."""
    told = Outcome.objects.filter(exchange=OuterRef("at_origin"), result=Result.CONCLUDED)
    return told.filter(told_at__lt=limit, told_at__gte=OuterRef("written_at"))


def _agreed_to_be_over(limit: datetime) -> QuerySet[Conversation]:
    over = answers().filter(state=AnswerState.CONCLUDED)
    return over.filter(state_at__lt=limit, state_at__gte=OuterRef("written_at"))


def _before(days: int) -> datetime:
    return timezone.now() - timedelta(days=days)


def _number(rows: QuerySet[Any], *, by: str = "exchange") -> Coalesce:
    counted = rows.order_by().values(by).annotate(number=Count("pk", distinct=True)).values("number")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def _last(rows: QuerySet[Conversation]) -> Subquery:
    return Subquery(
        rows.order_by().values("exchange").annotate(last=Max(F("last_message_at"))).values("last")
    )
