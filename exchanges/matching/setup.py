"""What this room adds to the space, to the clock and to what is listened to; imported when the app is ready."""

from typing import Any

from django.db import transaction
from django.db.models.signals import post_save
from django.dispatch import receiver
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_q.tasks import async_task

from cms.core.registry import PersonalData, personal_data
from exchanges.care.help import relaunchers
from exchanges.conversations.replies import reply_to_notice
from exchanges.matching import personal
from exchanges.matching.foryou import candidates, suggestions
from exchanges.matching.telling import DIGEST, FOUND, tell_again
from exchanges.models import Involvement, Notice, Standing
from exchanges.notices.events import register
from exchanges.space.sections import Entry, Section, entries, section

MOST = 4
entries.append(Entry(_("For you"), "matching_all", "sprout", order=15))
personal_data["matching"] = PersonalData(
    label=_("What you are told of because it matches"), export=personal.export, erase=personal.erase
)


def _announcement(notice: Notice) -> str:
    return reverse("matching_open", args=[notice.page_id]) if notice.page_id else reverse("matching_all")


register(FOUND, path=_announcement, answers=reply_to_notice)
relaunchers.append(tell_again)
register(DIGEST, path=lambda notice: reverse("matching_all"))


@section
def for_you(request: HttpRequest) -> Section | None:
    """The first of what the person could answer."""
    found = candidates(request)
    if not found:
        return None
    context = {"suggestions": suggestions(found[:MOST], request), "total": len(found)}
    return Section(_("For you"), "exchanges/matching/_section.html", order=40, context=context)


@receiver(post_save, sender=Involvement, dispatch_uid="matching.welcome")
def confirmed(instance: Involvement, **kwargs: Any) -> None:
    """Somebody may be the first who speaks for a structure."""
    if instance.standing == Standing.CONFIRMED:
        pk = instance.pk
        transaction.on_commit(lambda: async_task("exchanges.matching.tasks.welcome_structure", pk))
