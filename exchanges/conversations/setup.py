"""What this room adds to the space, to the clock and to what is listened to; imported when the app is ready."""

from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_q.models import Schedule
from django_q.tasks import async_task

from exchanges.conversations import outcomes, privacy, queries, together
from exchanges.conversations.shown import lines
from exchanges.models import Attachment, ExchangePage, Involvement, Notice
from exchanges.notices import events
from exchanges.publishing import life
from exchanges.schedules import SCHEDULES
from exchanges.space.sections import Entry, Section, Waiting, entries, section, waits

ON_HOME = 3
MOST_WAITING = 3


def _conversation(notice: Notice) -> str:
    if notice.conversation_id is None:
        return reverse("conversations_list")
    return reverse("conversations_one", args=[notice.conversation_id])


def _reply_to(notice: Notice) -> str:
    """The address that takes a reply by mail, made for the reader."""
    return str(notice.facts.get("reply_to", ""))


def _outcome(notice: Notice) -> str:
    if notice.conversation_id is None:
        return reverse("conversations_list")
    return reverse("conversations_outcome", args=[notice.conversation_id])


for event in (
    "answer_received",
    "message_received",
    "state_changed",
    "party_joined",
    "party_left",
    "answer_handed_on",
    "outcome_told",
    "outcome_confirmed",
    "outcome_contested",
):
    events.register(event, path=_conversation, answers=_reply_to)
events.register("outcome_asked", path=_outcome)
events.register(
    "invited_to_answer",
    path=lambda notice: reverse("conversations_invitation", args=[notice.facts["invite"]]),
)


def _unread(request: HttpRequest) -> int:
    return queries.unread_count(request.user)


entries.append(
    Entry(gettext_lazy("My conversations"), "conversations_list", "message-circle", order=40, count=_unread)
)


@section
def latest(request: HttpRequest) -> Section | None:
    """The newest conversations."""
    found = lines(queries.conversations_of(request.user)[:ON_HOME])
    if not found:
        return None
    template = "exchanges/conversations/home_section.html"
    return Section(_("My conversations"), template, order=30, context={"lines": found})


@waits
def answers_and_invitations(request: HttpRequest) -> list[Waiting]:
    """Answers without a reply, and structures invited to answer with others."""
    found = [
        Waiting(
            _("Somebody answered “%(title)s”.") % {"title": row.title},
            reverse("conversations_one", args=[row.pk]),
            _("Read and reply"),
            "message-circle",
            order=10,
        )
        for row in queries.unanswered(request.user)[:MOST_WAITING]
    ]
    invites = together.invites_for(request.user)[:MOST_WAITING]  # type: ignore[arg-type]
    found += [
        Waiting(
            _("%(structure)s is invited to answer “%(title)s” together with others.")
            % {"structure": row.organisation.title, "title": row.conversation.title},
            reverse("conversations_invitation", args=[row.pk]),
            _("See the invitation"),
            "users",
            order=20,
        )
        for row in invites
    ]
    return found


@waits
def ends(request: HttpRequest) -> list[Waiting]:
    """How it ended: to be told, or confirmed."""
    found = [
        Waiting(
            _("How did “%(title)s” end?") % {"title": row.title},
            reverse("conversations_outcome", args=[row.pk]),
            _("Say it"),
            "handshake",
            order=30,
        )
        for row in queries.to_tell(request.user)[:MOST_WAITING]
    ]
    found += [
        Waiting(
            _("“%(title)s”: its author says that you concluded.") % {"title": row.conversation.title},
            reverse("conversations_one", args=[row.conversation_id]),
            _("Confirm or contest"),
            "handshake",
            order=30,
        )
        for row in queries.to_confirm(request.user)[:MOST_WAITING]
        if row.conversation
    ]
    return found


SCHEDULES["Ask how exchanges ended"] = {
    "func": "exchanges.conversations.tasks.ask_outcomes",
    "schedule_type": Schedule.HOURLY,
}
SCHEDULES["Forget answers that nobody confirmed"] = {
    "func": "exchanges.conversations.tasks.forget_answers",
    "schedule_type": Schedule.HOURLY,
}


@receiver(post_save, sender=Involvement, dispatch_uid="exchanges.conversations.follow")
def speaks_for(instance: Involvement, **kwargs: Any) -> None:
    """Somebody came to speak for a structure, or no longer does: its conversations follow."""
    organisation = instance.organisation_id
    transaction.on_commit(lambda: async_task("exchanges.conversations.tasks.follow_structure", organisation))


@receiver(life.closed, dispatch_uid="exchanges.conversations.end")
def announcement_closed(page: ExchangePage, by: Any, why: str, **kwargs: Any) -> None:
    """Its author says how it ended, from the list of their announcements."""
    outcomes.note_end(page=page, by=by, why=why)


@receiver(post_delete, sender=Attachment, dispatch_uid="exchanges.conversations.files")
def file_gone(instance: Attachment, **kwargs: Any) -> None:
    """No file outlives the message that it came with."""
    name, storage = instance.file.name, instance.file.storage
    transaction.on_commit(lambda: storage.delete(name))


privacy.register()
