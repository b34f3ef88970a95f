"""What this room adds to the space, to the clock and to what is listened to; imported when the app is ready."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.dispatch import receiver
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django_q.models import Schedule
from django_q.tasks import async_task
from wagtail.models import Page
from wagtail.signals import page_published

from cms.core import registry
from cms.core.models import SharedPage
from cms.users.sending import letter_refused, letters_left
from exchanges.conversations.replies import reply_to_notice
from exchanges.models import Mailbox
from exchanges.notices import alerts, events, mailboxes, personal, reading, watching
from exchanges.schedules import SCHEDULES
from exchanges.space.counts import unread_of
from exchanges.space.sections import Entry, Section, Waiting, entries, section, waits

NEWEST = 4

entries.append(Entry(gettext_lazy("News"), "notices_list", "mail", order=50, count=unread_of))
entries.append(Entry(gettext_lazy("My alerts"), "alerts_list", "search", order=60))
registry.personal_data["notices"] = personal.DATA
events.register("alert_hit", path=watching.path_of, answers=reply_to_notice)
letter_refused.connect(mailboxes.refused, dispatch_uid="exchanges.notices.refused")
letters_left.connect(mailboxes.taken, dispatch_uid="exchanges.notices.taken")

SCHEDULES["Send what was left behind of the news"] = {
    "func": "exchanges.notices.tasks.deliver_due",
    "schedule_type": Schedule.MINUTES,
    "minutes": 5,
}
SCHEDULES["Send the digests"] = {
    "func": "exchanges.notices.tasks.send_digests",
    "schedule_type": Schedule.CRON,
    "cron": "1 * * * *",
}


@receiver(page_published, dispatch_uid="exchanges.notices.watch")
def page_came(instance: Page, **kwargs: Any) -> None:
    """An offer, a need or a structure was published where it was typed."""
    if isinstance(instance, SharedPage) and not instance.is_copy and not instance.alias_of_id:
        queue_watching([instance.pk])


@registry.hears_of_places
def queue_watching(origins: Iterable[int]) -> None:
    """Look whether alerts wait for these origin pages, once what brought them where they are is committed."""
    ids = sorted(set(origins))
    if ids:
        transaction.on_commit(lambda: async_task("exchanges.notices.tasks.watch", ids))


@section
def newest(request: HttpRequest) -> Section | None:
    """The newest of what the person was told and has not read."""
    found = reading.lines(reading.of(request).unread()[:NEWEST], request)
    if not found:
        return None
    context = {"lines": found, "unread": unread_of(request)}
    return Section(_("News"), "exchanges/notices/section.html", order=50, context=context)


@section
def watched(request: HttpRequest) -> Section | None:
    """The alerts of the person, or how to have one."""
    person: Any = request.user
    context = {"alerts": list(alerts.alerts_of(person)[:NEWEST])}
    return Section(_("My alerts"), "exchanges/alerts/section.html", order=70, context=context)


@waits
def waiting(request: HttpRequest) -> list[Waiting]:
    """Mails that do not arrive any more; what is unread."""
    found = []
    if Mailbox.objects.filter(person=request.user.pk, stopped_at__isnull=False).exists():
        said = _("Our mails do not reach you any more.")
        found.append(
            Waiting(said, reverse("notices_preferences"), _("See why"), icon="circle-alert", order=10)
        )
    unread = unread_of(request)
    if unread:
        said = ngettext("One thing is new.", "%(n)s things are new.", unread) % {"n": unread}
        found.append(Waiting(said, reverse("notices_list"), _("Read"), icon="mail", order=90))
    return found
