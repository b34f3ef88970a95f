"""Reports: one is made, decided on with a reason, passed on, answered by the author of what it is about.

A report is about the original and belongs to its home network, wherever it was read. Who made it is known
to that network's moderators only.
"""

from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Page, PageLogEntry

from cms.core.models import SharedPage
from cms.users.models import User
from exchanges.care import words
from exchanges.care.places import origin_of
from exchanges.models import (
    UNDECIDED,
    UPHELD,
    Complaint,
    ExchangePage,
    Message,
    OrganisationPage,
    Report,
    Verdict,
)
from exchanges.models.reports import once_of
from exchanges.people import authors_of, exchanges_of, speakers_of, structures_of
from exchanges.publishing import review

DECIDED = "exchanges.care_decide"
# So many reports about one page or structure in that time are a matter for the committee (issue 4, “Disputes”).
REPEATED, WITHIN = 3, timedelta(days=365)
DECISIONS = (Verdict.KEPT, Verdict.MENDED, Verdict.REMOVED, Verdict.PASSED_ON)
ADVICE = (Verdict.KEPT, Verdict.MENDED, Verdict.REMOVED)
STAYS = (Verdict.KEPT, Verdict.MENDED)
# What may be wrong with a page: abuse is for messages.
COMPLAINTS = [(value, label) for value, label in Complaint.choices if value != Complaint.ABUSE]


class AlreadyDecidedError(Exception):
    """Somebody decided meanwhile; `report` says what."""

    def __init__(self, report: Report) -> None:
        super().__init__(str(report))
        self.report = report


def report(
    *, page: SharedPage, complaint: str, text: str = "", person: User | None = None, email: str = ""
) -> Report | None:
    """Report a page, original or copy, to the moderators of its home; None where it is reported like this already.

    Its author is told what is wrong, not who says so.
    """
    origin = origin_of(page) or page
    home = origin.get_site()
    if home is None:
        return None
    said = {"page": origin, "complaint": complaint, "text": text.strip(), "person": person, "email": email}
    once = once_of("page", origin.pk, complaint, text.strip(), person.pk if person else None, email)
    with transaction.atomic():
        if Report.objects.open().filter(once=once).exists():
            return None
        made, new = Report.objects.get_or_create(
            once=once, verdict=Verdict.OPEN, defaults={"network": home, "title": origin.title, **said}
        )
        if not new:
            return None
        words.tell_reported(made, concerned_by(made))
    return made


def report_message(*, message: Message, text: str, person: User | None = None, email: str = "") -> Report:
    """Report a message to the moderators of the announcement's home; whoever did so already has said it."""
    conversation = message.conversation
    made, _new = Report.objects.get_or_create(
        once=once_of("message", message.pk, person.pk if person else None, email),
        defaults={
            "network": conversation.network,
            "title": conversation.title,
            "message": message,
            "complaint": Complaint.ABUSE,
            "text": text,
            "person": person,
            "email": email,
        },
    )
    return made


def concerned_by(made: Report) -> QuerySet[User]:
    """Whose page or message it is, but for whoever reported it."""
    if made.message_id:
        party = made.message.party if made.message else None
        people = User.objects.filter(pk=(party.person_id if party else None) or 0, is_active=True)
    else:
        people = people_of(made.page.specific if made.page else None)
    return people.exclude(pk=made.person_id or 0)


def people_of(page: Any) -> QuerySet[User]:
    """Those to whom an announcement or a sheet belongs."""
    if isinstance(page, ExchangePage):
        return authors_of(page)
    return speakers_of([page.pk]) if isinstance(page, OrganisationPage) else User.objects.none()


def about(person: User) -> QuerySet[Report]:
    """The reports about what is the person's: their pages, and messages of theirs that were hidden."""
    pages = Q(page__in=exchanges_of(person).values("pk")) | Q(page__in=structures_of(person).values("pk"))
    hidden = Q(message__party__person=person, verdict=Verdict.REMOVED)
    found = Report.objects.filter(pages | hidden).exclude(person=person)
    return found.select_related("page").order_by("-created_at", "-pk")


def previous(made: Report) -> QuerySet[Report]:
    """The other reports about the same page or structure, the newest first."""
    others = Report.objects.filter(same_subject(made)).exclude(pk=made.pk)
    return others.select_related("decided_by").order_by("-created_at", "-pk")


def same_subject(made: Report) -> Q:
    """The condition that a report is about the same page, or about the same structure."""
    if made.page_id is None:
        return Q(message=made.message_id)
    page = made.page.specific if made.page else None
    structure = page.organisation_id if isinstance(page, ExchangePage) else made.page_id
    found = Q(page=made.page_id) | Q(
        page__in=ExchangePage.objects.filter(organisation=structure).values("pk")
    )
    return found | Q(page=structure) if structure else Q(page=made.page_id)


def stamp(made: Report) -> str:
    """What tells one state of a report from another."""
    return "|".join(str(at or "") for at in (made.decided_at, made.replied_at, made.committee_decided_at))


def decide(*, made: Report, verdict: str, reason: str, by: User, seen: str | None = None) -> Report:
    """Decide for the home network, and do what was decided; the author and who reported are told.

    `seen` is the stamp of what `by` read. Raises AlreadyDecidedError where that is no more what is there,
    or nothing is left to decide.
    """
    with transaction.atomic():
        found = _lock(made)
        if not found.waits or (seen is not None and seen != stamp(found)):
            raise AlreadyDecidedError(found)
        found.verdict, found.reason = verdict, reason
        found.decided_by, found.decided_at = by, timezone.now()
        if verdict == Verdict.PASSED_ON:
            found.committee_at = found.committee_at or timezone.now()
        found.save()
        _carry_out(found, by)
        _hand_on_repeated(found)
        words.tell_decided(found, concerned_by(found))
    return found


def advise(*, made: Report, verdict: str, reason: str, by: User) -> Report:
    """Say what the ethics committee advises: the home network's moderators read it and decide.

    Raises AlreadyDecidedError where a colleague did meanwhile.
    """
    with transaction.atomic():
        found = _lock(made)
        if found.committee_decided_at:
            raise AlreadyDecidedError(found)
        found.committee_verdict, found.committee_reason = verdict, reason
        found.committee_decided_by, found.committee_decided_at = by, timezone.now()
        found.save()
    return found


def reply(*, made: Report, text: str, by: User) -> Report:
    """What the author says of a report: once. Raises ValidationError the second time."""
    with transaction.atomic():
        found = _lock(made)
        if found.replied_at:
            raise ValidationError(_("You, or somebody of your structure, replied already."))
        found.reply, found.replied_at = text, timezone.now()
        found.save()
        _hand_on_repeated(found)
    return found


def repeated(made: Report) -> QuerySet[Report]:
    """The reports about the same page or structure that were upheld, or are contested, within a year.

    What was merely said by strangers, and nobody looked at or answered, is not a case yet.
    """
    contested = Q(verdict__in=UNDECIDED, replied_at__isnull=False)
    recent = Report.objects.filter(same_subject(made), created_at__gte=timezone.now() - WITHIN)
    return recent.filter(Q(verdict__in=UPHELD) | contested)


def _hand_on_repeated(made: Report) -> None:
    """Put repeated cases on the committee's list; they stay on the home network's own."""
    if made.page_id is None:
        return
    found = list(repeated(made).values_list("pk", flat=True))
    if len(found) >= REPEATED:
        Report.objects.filter(pk__in=found, committee_at=None).update(committee_at=timezone.now())


def _lock(made: Report) -> Report:
    return Report.objects.select_for_update().get(pk=made.pk)


def _carry_out(found: Report, by: User) -> None:
    """Take off what was judged so; give free again what was taken off."""
    if found.message_id and found.message:
        _hide(found)
        return
    page = found.page.specific if found.page else None
    if page is None:
        return
    if found.verdict == Verdict.REMOVED:
        _take_off(page, by)
    elif found.verdict in STAYS and _was_taken_off(page):
        Page.objects.filter(pk=page.pk).update(locked=False, locked_by=None, locked_at=None)
    log(page, DECIDED, user=by, data={"verdict": found.verdict, "complaint": found.complaint})


def _hide(found: Report) -> None:
    message = type(found.message)._default_manager.filter(pk=found.message_id or 0)  # type: ignore[union-attr]
    if found.verdict == Verdict.REMOVED:
        message.update(hidden_at=timezone.now())
    elif found.verdict in STAYS:
        message.update(hidden_at=None)


def _take_off(page: Any, by: User) -> None:
    """Off every site, and locked: its author can't put it back before somebody unlocks it.

    A change that waits is taken back too: approved, it would put the page online again.
    """
    page.locked, page.locked_by, page.locked_at = True, by, timezone.now()
    # First, for its lock: what is handed in at the same moment is either seen below, or refused.
    Page.objects.filter(pk=page.pk).update(locked=True, locked_by=by, locked_at=page.locked_at)
    # By nobody: its author would be told that the change was refused, beside what was decided.
    review.withdraw(page=page, person=None)
    if page.live:
        page.unpublish(user=by)


def _was_taken_off(page: Any) -> bool:
    """Whether a decision, and not something else, locked the page."""
    taken = PageLogEntry.objects.filter(page=page.pk, action=DECIDED, data__verdict=Verdict.REMOVED)
    return page.locked and taken.exists()
