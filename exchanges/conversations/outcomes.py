"""How it ended: the author says so, the other side confirms or contests."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.users.models import User
from exchanges.conversations.errors import RefusedError
from exchanges.conversations.locking import locked
from exchanges.conversations.telling import label_of, others, tell_one, tell_step
from exchanges.conversations.verbs import decline, move, present
from exchanges.models import (
    OPEN_STATES,
    AnswerState,
    Conversation,
    ExchangePage,
    Kind,
    Method,
    Outcome,
    Party,
    Result,
    Side,
)
from exchanges.publishing import life

# Nobody is asked before, after their last words; nor again before, after they were asked; nor a third time.
FIRST, AGAIN, MOST = timedelta(days=3), timedelta(days=14), 2


@dataclass(frozen=True)
class Terms:
    """By which method, for what value in euros or hours; the first time between them; a word."""

    method: Method | None = None
    value: Decimal | None = None
    hours: Decimal | None = None
    is_first: bool | None = None
    note: str = ""


def conclude(*, party: Party, terms: Terms) -> Outcome:
    """The author says that it was concluded with who answered here; they are told, and asked to confirm.

    Said again, the first time stands, unless the other side contested it: then this is what holds.
    """
    with locked(party.conversation_id) as conversation:
        party = present(party)
        if party.side != Side.AUTHOR:
            raise RefusedError(_("This is for the other side to say."))
        known = Outcome.objects.filter(conversation=conversation).first()
        if known and known.contested_at is None:
            return known
        if known is None and conversation.state not in OPEN_STATES:
            raise RefusedError(
                _("It can’t be done any more: this answer is “%(state)s”.")
                % {"state": conversation.get_state_display()}
            )
        outcome = known or Outcome(conversation=conversation)
        _fill(outcome, conversation.exchange, conversation.network_id, party.person, Result.CONCLUDED, terms)
        if known is None:
            move(conversation, AnswerState.CONCLUDED, party)
        _tell(outcome, conversation, party)
        return outcome


def not_concluded(*, page: ExchangePage, party: Party, result: Result, note: str = "") -> Outcome:
    """The author says why nothing came of the announcement (its origin); said again, the last one holds."""
    with transaction.atomic():
        ExchangePage.objects.select_for_update(of=("self",)).get(pk=page.pk)
        party = present(party)
        if party.side != Side.AUTHOR:
            raise RefusedError(_("This is for the other side to say."))
        known = Outcome.objects.filter(exchange=page, conversation=None).exclude(result=Result.CONCLUDED)
        outcome = known.first() or Outcome()
        return _fill(outcome, page, party.conversation.network_id, party.person, result, Terms(note=note))


def concluded_elsewhere(*, page: ExchangePage, party: Party, terms: Terms) -> Outcome:
    """The author says that it was concluded, with nobody who answered here: told once, the last one holds."""
    with transaction.atomic():
        ExchangePage.objects.select_for_update(of=("self",)).get(pk=page.pk)
        party = present(party)
        known = Outcome.objects.filter(exchange=page, conversation=None, result=Result.CONCLUDED).first()
        network = party.conversation.network_id
        return _fill(known or Outcome(), page, network, party.person, Result.CONCLUDED, terms)


def _fill(
    outcome: Outcome,
    page: ExchangePage | None,
    network_id: int,
    person: User | None,
    result: Result,
    terms: Terms,
) -> Outcome:
    said = {
        "exchange": page,
        "network_id": network_id,
        "result": result,
        "method": terms.method,
        "value": terms.value,
        "hours": terms.hours,
        "is_first": terms.is_first,
        "note": terms.note[:500],
        "told_at": timezone.now(),
        "told_by": person,
        "confirmed_at": None,
        "contested_at": None,
        "contest_note": "",
    }
    for name, value in said.items():
        setattr(outcome, name, value)
    outcome.save()
    return outcome


def _tell(outcome: Outcome, conversation: Conversation, party: Party) -> None:
    facts = {"title": conversation.title, "who": label_of(party)}
    subject = f"outcome-told:{outcome.pk}:{int(outcome.told_at.timestamp())}"
    for reader in others(party, conversation):
        if reader.side == Side.ANSWER:
            tell_one(
                reader, conversation, event="outcome_told", subject=subject, facts=facts, kind=Kind.OUTCOME
            )
        else:  # Who is beside the author hears of the state.
            step = conversation.steps.filter(state=AnswerState.CONCLUDED).last()
            if step:
                tell_step(step, conversation, [reader])


def confirm(*, party: Party) -> bool:
    """The other side says that it was so; False when it was said."""
    return _judge(party, lambda outcome: {"confirmed_at": timezone.now(), "contested_at": None})


def contest(*, party: Party, note: str) -> bool:
    """The other side says that it was otherwise, and how; the author is told, and may say it anew."""
    words = {"contest_note": note[:500]}
    return _judge(party, lambda outcome: {"contested_at": timezone.now(), "confirmed_at": None, **words})


def _judge(party: Party, say: Callable[[Outcome], dict[str, Any]]) -> bool:
    with locked(party.conversation_id) as conversation:
        party = present(party)
        outcome = Outcome.objects.filter(conversation=conversation).first()
        if outcome is None or party.side != Side.ANSWER:
            raise RefusedError(_("There is nothing to confirm."))
        if outcome.confirmed_at or outcome.contested_at:
            return False
        said = say(outcome)
        Outcome.objects.filter(pk=outcome.pk).update(**said)
        event = "outcome_contested" if said.get("contested_at") else "outcome_confirmed"
        facts = {
            "title": conversation.title,
            "who": label_of(party),
            "note": said.get("contest_note", ""),
        }
        subject = f"{event}:{outcome.pk}:{int(outcome.told_at.timestamp())}"
        for reader in others(party, conversation):
            tell_one(reader, conversation, event=event, subject=subject, facts=facts, kind=Kind.OUTCOME)
        return True


def decline_the_others(*, page: ExchangePage, party: Party) -> int:
    """The author says no to the answers that are still open; how many were."""
    said = 0
    for conversation in answers_of(party, page).filter(state__in=OPEN_STATES):
        note = _("Somebody else was found. Thank you for your answer!")
        with suppress(RefusedError):  # Decided meanwhile.
            said += decline(party=same_in(party, conversation), note=note)
    return said


def answers_of(party: Party, page: ExchangePage | None) -> QuerySet[Conversation]:
    """The answers to the announcement in which the author's party takes part."""
    mine = Party.objects.filter(_who(party), side=Side.AUTHOR, left_at=None).values("conversation")
    return Conversation.objects.filter(exchange=page, exchange__isnull=False, pk__in=mine)


def same_in(party: Party, conversation: Conversation) -> Party:
    """The author's place in another answer to the same announcement; raises RefusedError without one."""
    found = conversation.parties.filter(_who(party), side=Side.AUTHOR, left_at=None).first()
    if found is None:
        raise RefusedError(_("You no longer take part in this conversation."))
    return found


def _who(party: Party) -> Q:
    return Q(person=party.person) if party.person_id else Q(person=None, email=party.email)


def close_announcement(*, page: ExchangePage, person: User | None, why: Result) -> None:
    """Take the announcement off every site: it is over. Safe to run twice."""
    with suppress(life.NotNowError):  # It was never handed in: it is nowhere to be taken off.
        life.close(page=page, by=person, why=why)


def note_end(*, page: ExchangePage, by: User | None, why: str) -> Outcome | None:
    """Keep how an announcement ended that its author closed, unless it was said before; called once it is locked."""
    site = page.get_site()
    if site is None or Outcome.objects.filter(exchange=page).exists():
        return None
    return _fill(Outcome(), page, site.pk, by, Result(why), Terms())


def ask_due() -> int:
    """Ask the authors whose answers have been quiet for three days how it ended; how many were asked."""
    asked = 0
    for pk in _due(timezone.now()).values_list("pk", flat=True):
        asked += _ask(pk)
    return asked


def _due(now: Any) -> QuerySet[Conversation]:
    """At most twice, and no more once the author has said how the announcement ended."""
    quiet = Conversation.objects.filter(
        state__in=(AnswerState.DISCUSSED, AnswerState.AGREED), last_message_at__lte=now - FIRST
    )
    told = Outcome.objects.filter(exchange__isnull=False).values("exchange")
    quiet = quiet.filter(exchange__isnull=False, outcome_asked__lt=MOST).exclude(exchange__in=told)
    return quiet.filter(Q(outcome_asked=0) | Q(outcome_asked_at__lte=now - AGAIN)).order_by("pk")


def _ask(pk: int) -> bool:
    with locked(pk) as conversation:
        now = timezone.now()
        if not _due(now).filter(pk=pk).exists():  # Asked meanwhile, or somebody wrote.
            return False
        nth = conversation.outcome_asked + 1
        Conversation.objects.filter(pk=pk).update(outcome_asked=nth, outcome_asked_at=now)
        answering = conversation.parties.filter(side=Side.ANSWER, left_at=None).first()
        facts = {"title": conversation.title, "who": label_of(answering), "nth": nth}
        for reader in others(None, conversation):
            if reader.side == Side.AUTHOR:
                subject = f"outcome:{pk}:{nth}"
                tell_one(
                    reader,
                    conversation,
                    event="outcome_asked",
                    subject=subject,
                    facts=facts,
                    kind=Kind.OUTCOME,
                )
        return True
