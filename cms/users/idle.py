"""People who do not come any more: warned twice by mail, then forgotten.

Signing in starts all over: what was warned of before it is void. Nobody is forgotten who was not warned
in time, however long the queue stood still. Whose account is closed can't sign in: they are not warned, and
forgotten all the same.
"""

import logging
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import DateTimeField, Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from cms.users.erasing import HeldBackError, erase
from cms.users.mails import home_of, link, network_mail
from cms.users.models import ADMIN, User

logger = logging.getLogger(__name__)
# How long before the end they are warned, and once more.
FIRST, AGAIN = timedelta(days=30), timedelta(days=7)


def tend(*, now: datetime) -> None:
    """Warn and forget whom it is time to; safe to run twice, or to be killed anywhere."""
    if not settings.INACTIVE_AFTER_DAYS:
        return
    _note_closed(now)
    for due in (_over, _closed_for_long):
        for person_id in due(now).values_list("pk", flat=True):
            _forget(due(now), person_id)
    for person_id in _to_warn_again(now).values_list("pk", flat=True):
        _warn(_to_warn_again(now), person_id, "warned_again_at", now, AGAIN)
    for person_id in _to_warn(now).values_list("pk", flat=True):
        _warn(_to_warn(now), person_id, "warned_at", now, FIRST)


def members() -> QuerySet[Any]:
    """Those whom this is about, each with when they were `seen`: nobody who may enter the administration."""
    codename = ADMIN.partition(".")[2]
    by_group = User.groups.through.objects.filter(user=OuterRef("pk"), group__permissions__codename=codename)
    by_hand = User.user_permissions.through.objects.filter(user=OuterRef("pk"), permission__codename=codename)
    people = _seen().filter(is_active=True, is_superuser=False)
    return people.exclude(Exists(by_group) | Exists(by_hand))


def _seen() -> QuerySet[Any]:
    """Everybody, with when they were `seen`."""
    seen = Coalesce("last_login", "date_joined", output_field=DateTimeField())
    return User.objects.order_by("pk").annotate(seen=seen)


def _limit() -> timedelta:
    return timedelta(days=settings.INACTIVE_AFTER_DAYS)


def _to_warn(now: datetime) -> QuerySet[Any]:
    """Soon at their end, and not told so since they were seen."""
    unwarned = Q(warned_at=None) | Q(warned_at__lt=F("seen"))
    return members().filter(unwarned, seen__lte=now - _limit() + FIRST)


def _to_warn_again(now: datetime) -> QuerySet[Any]:
    """Told once, long enough ago, and not twice."""
    once = Q(warned_again_at=None) | Q(warned_again_at__lt=F("seen"))
    told = Q(warned_at__gte=F("seen"), warned_at__lte=now - FIRST + AGAIN)
    return members().filter(once, told, seen__lte=now - _limit() + AGAIN)


def _over(now: datetime) -> QuerySet[Any]:
    """Told twice, and still not seen."""
    told = Q(warned_again_at__gte=F("seen"), warned_again_at__lte=now - AGAIN)
    return members().filter(told, seen__lte=now - _limit())


def _note_closed(now: datetime) -> None:
    """Keep since when accounts are closed, whoever closed them and by whatever way; one that was opened is not."""
    User.objects.filter(is_active=False, closed_at=None).update(closed_at=now)
    User.objects.filter(is_active=True, closed_at__isnull=False).update(closed_at=None)


def _closed_for_long(now: datetime) -> QuerySet[Any]:
    """Closed, and not seen for as long as the others; a mistake can be put right as long as others are warned.

    Also those who could enter the administration: they can't any more.
    """
    return _seen().filter(is_active=False, closed_at__lte=now - FIRST, seen__lte=now - _limit())


def _warn(due: QuerySet[Any], person_id: int, field: str, now: datetime, before: timedelta) -> None:
    """Write the mail and keep that it was written, or neither."""
    with transaction.atomic():
        User.objects.select_for_update().filter(pk=person_id).first()
        person = due.filter(pk=person_id).first()
        if person is None:  # Signed in, or was warned, meanwhile.
            return
        User.objects.filter(pk=person_id).update(**{field: now})
        site_id = home_of(person)
        network_mail(
            site_id=site_id,
            to=person.email,
            template="account/email/idle",
            context={
                "user": person,
                "seen": person.seen,
                "day": max(person.seen + _limit(), now + before),
                "url": link(site_id, "account_login"),
            },
            key=f"idle-{person_id}-{person.seen:%Y%m%d}-{field}",
        )


def _forget(due: QuerySet[Any], person_id: int) -> None:
    try:
        with transaction.atomic():
            User.objects.select_for_update().filter(pk=person_id).first()
            person = due.filter(pk=person_id).first()
            if person is not None:
                erase(person=person)
    except HeldBackError as error:
        logger.warning("Account %s is kept: %s", person_id, "; ".join(error.reasons))
