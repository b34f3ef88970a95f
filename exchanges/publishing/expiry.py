"""The last day of announcements: said a week before and once it has passed, moved by one click in the mail.

The link is signed, for one person, one page and one last day: used again, it finds the day moved already.
Opening it changes nothing, since what looks through mails opens links too; the page it leads to renews.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.core import signing
from django.urls import reverse
from django.utils import timezone

from cms.users.models import User
from exchanges.models import ExchangePage, Kind, Notice
from exchanges.notices.telling import tell
from exchanges.people import authors_of
from exchanges.publishing import calendar
from sites.models import Membership

SALT = "exchanges.publishing.renew"
SOON, OVER = "expires_soon", "expired"
# Of what ended long ago nobody is told any more, and its links rest with it.
TOLD_FOR = timedelta(days=30)
LINK_LASTS = timedelta(days=120)


@dataclass(frozen=True)
class Renewal:
    """What a link is good for."""

    page: ExchangePage
    until: date
    person: User

    @property
    def is_done(self) -> bool:
        """Whether the last day was moved since the link was made."""
        return self.page.expires_on != self.until


def today() -> date:
    """The day, where the platform is."""
    return timezone.localdate()


def soon() -> date:
    """The last of the days of which authors are told beforehand."""
    return today() + calendar.WARNED


def token_for(*, page: int, until: date, person: int) -> str:
    """What the link of that person holds."""
    return signing.dumps([page, until.isoformat(), person], salt=SALT)


def read(token: str) -> Renewal | None:
    """What the link is good for; None for a wrong or old one, or who is no author of the page any more."""
    try:
        page_id, until, person_id = signing.loads(token, salt=SALT, max_age=LINK_LASTS)
    except signing.BadSignature:
        return None
    page = ExchangePage.objects.origins().filter(pk=page_id).first()
    person = authors_of(page).filter(pk=person_id).first() if page else None
    if page is None or person is None:
        return None
    excluded = Membership.objects.filter(network=page.get_site(), person=person, excluded_at__isnull=False)
    return None if excluded.exists() else Renewal(page, date.fromisoformat(until), person)


def tell_authors() -> dict[str, int]:
    """Tell those whose announcements end within a week, or ended; how many notices are new. Safe to run twice."""
    live = ExchangePage.objects.origins().live().order_by("pk")
    ending = live.filter(expires_on__gte=today(), expires_on__lte=soon())
    ended = live.filter(expires_on__lt=today(), expires_on__gte=today() - TOLD_FOR)
    return {SOON: _tell(ending, SOON, "expiry"), OVER: _tell(ended, OVER, "expired")}


def _tell(pages: Iterable[ExchangePage], event: str, about: str) -> int:
    told = 0
    for page in pages:
        day = page.expires_on
        assert day is not None  # noqa: S101 - the filters above ask for one
        told += len(
            tell(
                people=authors_of(page),
                kind=Kind.PAGE,
                event=event,
                subject=f"{about}:{page.pk}:{day.isoformat()}",
                facts={"title": page.title, "until": calendar.in_words(day), "day": day.isoformat()},
                page=page,
                network=page.get_site(),
            )
        )
    return told


def path_of(notice: Notice) -> str:
    """The link that renews, for whom the notice is."""
    if not notice.page_id:
        return reverse("publishing_mine")
    day = date.fromisoformat(notice.facts["day"])
    token = token_for(page=notice.page_id, until=day, person=notice.person_id)
    return reverse("publishing_renew_link", args=[token])
