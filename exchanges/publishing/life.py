"""The life of an announcement once it was handed in: renewed, paused, resumed, closed, copied, thrown away.

Each verb takes the lock of the page's row, and done twice, or by two people at once, has one effect: it says
whether it was this call that had it. What leaves the site leaves every other one with it: the syndication
hears of it. `by` is None for who came by a link and is not signed in.
"""

from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.dispatch import Signal
from django.utils import timezone
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.log_actions import log
from wagtail.models import Page, Revision
from wagtail.signals import page_published

from cms.users.models import User
from exchanges.models import ExchangePage, Result
from exchanges.people import structures_of
from exchanges.publishing import calendar, drafts, review
from exchanges.publishing.lineage import COPIED, is_taken_off
from exchanges.publishing.pictures import forget
from sites.models import NetworkSettings

RENEWED, PAUSED, RESUMED, CLOSED, DROPPED = (
    "exchanges.renew",
    "exchanges.pause",
    "exchanges.resume",
    "exchanges.close",
    "exchanges.drop_changes",
)
# An announcement is over. Sent with `page`, `by` and `why` (a `Result`), in the transaction that closes it.
closed = Signal()


class NotNowError(Exception):
    """That can't be done with it as it stands: somebody did something else with it meanwhile."""


def locked(page: ExchangePage) -> ExchangePage:
    """The page as it is now, its row locked until the transaction ends; raises ExchangePage.DoesNotExist."""
    list(Page.objects.select_for_update().filter(pk=page.pk).order_by().values_list("pk"))
    found: ExchangePage = ExchangePage.objects.origins().get(pk=page.pk)
    return found


@transaction.atomic
def renew(*, page: ExchangePage, by: User | None, until: date | None) -> bool:
    """Give it three more months, where its last day is still `until`; a paused one stays paused.

    Raises NotNowError for what is closed or was never shown.
    """
    now = locked(page)
    if now.closed_at or not now.first_published_at or not (now.live or now.paused_at):
        raise NotNowError
    if now.expires_on != until:
        return False
    day = calendar.renewed(now.expires_on)
    _set_last_day(now, day)
    log(now, RENEWED, user=by, data={"until": day.isoformat()})
    return True


def _set_last_day(page: ExchangePage, day: date) -> None:
    """On the page and on what is typed of it: neither a draft nor a review of a change undoes it."""
    page.expires_on = day
    ExchangePage.objects.filter(pk=page.pk).update(expires_on=day, changed_at=timezone.now())
    kept = {page.live_revision_id, page.latest_revision_id} - {None}
    for revision in Revision.objects.select_for_update().filter(pk__in=kept):
        revision.content["expires_on"] = day.isoformat()
        Revision.objects.filter(pk=revision.pk).update(content=revision.content)
    if page.live:  # What expired comes back on every site, without anybody handing it in again.
        page_published.send(sender=ExchangePage, instance=page, revision=page.live_revision)


@transaction.atomic
def pause(*, page: ExchangePage, by: User) -> bool:
    """Take it off every site until it is resumed; what waits to be read is taken back.

    Raises NotNowError for what is not online.
    """
    now = locked(page)
    if now.paused_at and not now.live:
        return False
    if not now.live:
        raise NotNowError
    _take_off(now, by=by, paused_at=timezone.now())
    log(now, PAUSED, user=by)
    return True


@transaction.atomic
def resume(*, page: ExchangePage, by: User) -> bool:
    """Show it again, as it was; a last day that passed meanwhile is moved.

    Raises NotNowError for what is not paused, or was taken off by moderators.
    """
    now = locked(page)
    if now.live and not now.paused_at:
        return False
    if now.closed_at or now.locked or not now.paused_at:
        raise NotNowError
    if now.is_expired:
        now.expires_on = calendar.renewed(now.expires_on)
    typed = _typed_since(now)
    now.paused_at = None
    now.publish(now.save_revision(user=by), user=by, skip_permission_checks=True, log_action=False)
    if typed is not None:
        typed.as_object().save_revision(user=typed.user, clean=False)
    log(now, RESUMED, user=by)
    return True


def _typed_since(page: ExchangePage) -> Revision | None:
    """A change that was typed and never published."""
    revision = page.latest_revision
    published = page.last_published_at
    return revision if revision and published and revision.created_at > published else None


@transaction.atomic
def close(*, page: ExchangePage, by: User | None, why: Result) -> bool:
    """End it for good, and say why: it leaves every site. Raises NotNowError for what was never handed in."""
    now = locked(page)
    if now.closed_at:
        return False
    if drafts.is_unsent(now):
        raise NotNowError
    _take_off(now, by=by, closed_at=timezone.now(), paused_at=None)
    log(now, CLOSED, user=by, data={"why": str(why)})
    closed.send(sender=ExchangePage, page=now, by=by, why=why)
    return True


def _take_off(page: ExchangePage, *, by: User | None, **dates: Any) -> None:
    """Unpublish it, with the dates that say why, and take back what waits to be read."""
    review.withdraw(page=page, person=by)
    for name, value in dates.items():
        setattr(page, name, value)
    ExchangePage.objects.filter(pk=page.pk).update(**dates)
    UnpublishPageAction(page, user=by, log_action=False).execute(skip_permission_checks=True)


@transaction.atomic
def take_back(*, page: ExchangePage, by: User) -> bool:
    """Take back what waits to be read, to change it."""
    now = locked(page)
    return review.is_waiting(now) and review.withdraw(page=now, person=by)


@transaction.atomic
def drop_changes(*, page: ExchangePage, by: User) -> bool:
    """Throw away what was typed since it was published: what is online is what is kept."""
    now = locked(page)
    if not now.live:
        raise NotNowError
    if not now.has_unpublished_changes:
        return False
    review.withdraw(page=now, person=by)
    revision = now.save_revision(user=by, changed=False, clean=False)
    Page.objects.filter(pk=now.pk).update(live_revision=revision, has_unpublished_changes=False)
    log(now, DROPPED, user=by)
    return True


@transaction.atomic
def copy(*, page: ExchangePage, by: User, network: NetworkSettings, uid: UUID) -> ExchangePage:
    """A new draft of the person's with what the page says, for three months; with that `uid`, so once.

    Raises drafts.TooManyError, and review.TakenOffError for what moderators took off.
    """
    made = drafts.lock(person=by, network=network, uid=uid)
    if made is not None:
        return made
    if is_taken_off(locked(page)):
        raise review.TakenOffError
    old = drafts.latest(page)
    mine = structures_of(by).filter(pk=old.organisation_id or 0).exists()
    typed = {
        **{name: getattr(old, name) for name in drafts.COLUMNS},
        "organisation": old.organisation if mine else None,
        "title": old.title,
        "methods": list(old.methods.all()),
        "themes": list(old.themes.all()),
        "expires_on": calendar.proposed(),
    }
    made = drafts.create(person=by, network=network, uid=uid, typed=typed, image=old.image)
    ExchangePage.objects.filter(pk=made.pk).update(body=old.body, summary=old.summary)
    log(made, COPIED, user=by, data={"from": page.pk})
    return made


@transaction.atomic
def delete(*, page: ExchangePage, by: User) -> bool:
    """Delete what was never shown, with its picture; False where it is gone. Raises NotNowError."""
    try:
        now = locked(page)
    except ExchangePage.DoesNotExist:
        return False
    if now.live or now.first_published_at:
        raise NotNowError
    review.withdraw(page=now, person=by)
    image = now.image
    forget(image=image, person=by, but=now.pk)
    Page.objects.get(pk=now.pk).delete(user=by, skip_permission_checks=True)
    return True
