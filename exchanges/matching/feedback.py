"""“Not for me, because …”: what people who were told say of it, and what follows from it."""

from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from cms.core.models import Theme
from cms.users.models import User
from exchanges.matching.addressees import ORGANISATION, addressee, addressees_of, ids_of
from exchanges.models import Match, Notice, Reserve, Why

# Whoever finds forty kilometres too far is told of what lies within thirty; never of less than five.
NEARER, LEAST_KM = 0.75, 5


def not_for_me(*, notice: Notice, why: str, by: User) -> int:
    """Keep that what the notice tells is not for its reader, and why; how many matches that concerned.

    Their structure is not told of it again. Of “it is not what we do” its themes are kept, of “too far” a
    shorter reach. Another person's notice is left alone. Said again, the last reason stands on the notice,
    and what follows from the first one is not done twice.
    """
    if notice.person_id != by.pk or why not in Why.values:
        return 0
    with transaction.atomic():
        Notice.objects.filter(pk=notice.pk).update(declined_at=timezone.now(), declined_why=why)
        return decline(news=notice.page_id, why=why, by=by) if notice.page_id else 0


def decline(*, news: int, why: str, by: User) -> int:
    """The same of a need that was found in the space, told or not; how many matches that concerned."""
    names = addressees_of(by)
    told = Q(news=news, addressee__in=names)
    shown = Q(told_at=None, exchange=news, counterpart__in=ids_of(names, ORGANISATION))
    with transaction.atomic():
        rows = list(Match.objects.filter(told | shown, declined_at=None).select_for_update())
        for row in rows:
            row.news_id, row.addressee = news, row.addressee or addressee(row.counterpart_id, None)
            row.declined_at, row.declined_why = timezone.now(), why
            row.save(update_fields=["news", "addressee", "declined_at", "declined_why"])
            _keep(row, why)
    return len(rows)


def _keep(row: Match, why: str) -> None:
    """What they are not told of any more, in general."""
    if why == Why.TRADE:
        for theme in Theme.objects.filter(code__in=row.reasons["themes"]):
            Reserve.objects.get_or_create(addressee=row.addressee, theme=theme)
    if why == Why.FAR and row.reasons["km"]:
        reach = max(int(row.reasons["km"] * NEARER), LEAST_KM)
        mine, new = Reserve.objects.get_or_create(
            addressee=row.addressee, theme=None, defaults={"within_km": reach}
        )
        if not new and (mine.within_km or reach) > reach:
            Reserve.objects.filter(pk=mine.pk).update(within_km=reach)


def take_back(*, reserve: int, by: User) -> bool:
    """Have somebody told again of what they set aside; whether it was theirs."""
    mine = Reserve.objects.filter(pk=reserve, addressee__in=addressees_of(by))
    return bool(mine.delete()[0])


def looked(*, news: int, by: Any) -> None:
    """Keep that somebody who was told of the announcement has opened it."""
    told = Match.objects.told_to(addressees_of(by)).filter(news=news, looked_at=None)
    found = list(told.values_list("pk", flat=True))
    if found:  # Reading takes no lock.
        Match.objects.filter(pk__in=found, looked_at=None).update(looked_at=timezone.now())
