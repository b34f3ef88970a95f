"""The link that stops mails of one kind, or of one alert: one click, no sign-in (RFC 8058)."""

from dataclasses import dataclass

from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from cms.users.models import User
from exchanges.models import Alert, Kind, Notice, Pace
from exchanges.notices.paces import choose, reset

SALT = "exchanges.notices.stopping"
# Of mails as old as one likes: a link that stops them must not expire.


@dataclass(frozen=True)
class Stop:
    """What a link stops: mails of these kinds to a person, or those of an alert."""

    person: User | None = None
    kinds: tuple[str, ...] = ()
    alert: Alert | None = None


def kind_token(person_id: int, *kinds: str) -> str:
    """Names the person and the kinds; nobody else can make one."""
    return signing.dumps(["k", person_id, *sorted(kinds)], salt=SALT)


def alert_token(*alerts: int) -> str:
    """Names the alerts; nobody else can make one."""
    return signing.dumps(["a", *sorted(alerts)], salt=SALT)


def stop_path(token: str) -> str:
    """Where it is used, on any network's site."""
    return reverse("notices_stop", args=[token])


def headers(url: str) -> dict[str, str]:
    """What mail programs need to offer a button that stops such mails."""
    return {"List-Unsubscribe": f"<{url}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}


def read(token: str) -> list[Stop]:
    """What the link stops; nothing for what is no link of ours or whose person is gone."""
    try:
        letter, *rest = signing.loads(token, salt=SALT)
    except (signing.BadSignature, ValueError):
        return []
    if letter == "a":
        return [Stop(alert=alert) for alert in Alert.objects.filter(pk__in=rest).order_by("pk")]
    person = User.objects.filter(pk=rest[0]).first()
    return [Stop(person=person, kinds=tuple(rest[1:]))] if person else []


@transaction.atomic
def stop(what: Stop) -> None:
    """Send no more mails of it. What it is about stays in the person's space. Safe to run twice."""
    if what.alert is not None:
        end_mails(what.alert)
    elif what.person is not None:
        for kind in what.kinds:
            choose(person=what.person, kind=kind, pace=Pace.NEVER)


def end_mails(alert: Alert) -> None:
    """A member goes on reading of it in their space; an alert without an account ends, and its address is forgotten."""
    if alert.person_id:
        Alert.objects.filter(pk=alert.pk).update(pace=Pace.NEVER)
        told = Notice.objects.filter(person=alert.person_id, kind=Kind.ALERT, facts__alert=alert.pk)
        reset(told, Pace.NEVER, None)
    else:
        ended = alert.ended_at or timezone.now()
        Alert.objects.filter(pk=alert.pk).update(ended_at=ended, email="", digest="")
