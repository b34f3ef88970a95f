"""The life of the demonstration: answers, outcomes, claims, reports, alerts, and what people were told.

All of it by the verbs that the screens call, in the past by a few days. Safe to run twice.
"""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone
from wagtail.models import Page, Site

from cms.core.models import Term
from cms.users.models import User
from exchanges.care.reports import decide, report
from exchanges.conversations import outcomes, verbs
from exchanges.matching.telling import tell_matches
from exchanges.matching.welcome import welcome
from exchanges.models import (
    Complaint,
    Conversation,
    ExchangePage,
    Involvement,
    Method,
    Notice,
    OrganisationPage,
    Party,
    Report,
    Side,
    Verdict,
)
from exchanges.notices.alerts import watch
from exchanges.structures import claims
from home.demo.content import read
from home.demo.members import page_of
from home.demo.post import kept_in


def live(*, sites: dict[str, Site]) -> None:
    """Have everything happen that did not yet; no mail leaves."""
    with kept_in():
        for answer in read("answers"):
            _converse(answer)
        _conclude()
        _claim()
        _report()
        _watch(sites)
        for involvement in Involvement.objects.confirmed().order_by("pk"):
            welcome(involvement=involvement)
        tell_matches()


def _someone(name: str) -> User:
    return User.objects.get(email=f"{name}@example.org")


def _exchange(key: str) -> ExchangePage:
    return ExchangePage.objects.get(pk=page_of(key))


def _structure(key: str) -> OrganisationPage:
    return OrganisationPage.objects.get(pk=page_of(key))


def _converse(answer: dict[str, Any]) -> None:
    """Everything that was said and decided, in its order; nothing where it was said before."""
    page, structure = _exchange(answer["about"]), _structure(answer["structure"])
    key = verbs.answerer_key(organisation=structure)
    if Conversation.objects.filter(exchange=page, answerer=key).exists():
        return
    first, *more = answer["words"]
    message = verbs.open_conversation(
        page=page, body=first, person=_someone(answer["by"]), organisation=structure
    )
    answering = Party.objects.get(messages=message)
    author = answering.conversation.parties.get(side=Side.AUTHOR, person=_someone(answer["to"]))
    for at, body in enumerate(more):
        verbs.write(party=answering if at % 2 else author, body=body)
    if answer["agreed"]:
        verbs.agree(party=author)
    if answer["declined"]:
        verbs.decline(party=author, note=answer["declined"])
    _date(answering.conversation, days=answer["days_ago"])


def _date(conversation: Conversation, *, days: int) -> None:
    """Have it begin so many days ago, with some hours between what was said."""
    start = timezone.now() - timedelta(days=days)
    gap = timedelta(hours=5, minutes=20)
    at = start
    for nth, message in enumerate(conversation.messages.order_by("pk")):
        at = start + nth * gap
        type(message).objects.filter(pk=message.pk).update(sent_at=at)
    for nth, step in enumerate(conversation.steps.order_by("pk")):
        type(step).objects.filter(pk=step.pk).update(at=start + nth * gap)
        at = max(at, start + nth * gap)
    now = Conversation.objects.filter(pk=conversation.pk)
    now.update(opened_at=start, last_message_at=at, state_at=at)
    conversation.parties.update(joined_at=start)
    for nth, notice in enumerate(Notice.objects.filter(conversation=conversation).order_by("pk")):
        Notice.objects.filter(pk=notice.pk).update(created_at=min(start + nth * gap, timezone.now()))


def _conclude() -> None:
    """The oil found its buyers, who say so too."""
    key = verbs.answerer_key(organisation=_structure("couffin-commun"))
    conversation = Conversation.objects.get(exchange=_exchange("huile-consignee"), answerer=key)
    bruno = conversation.parties.get(person=_someone("bruno"))
    terms = outcomes.Terms(
        method=Method.objects.get(code="currency"),
        value=Decimal(1240),
        is_first=True,
        note="Vingt bidons, livrés avec la tournée de Toulon.",
    )
    outcomes.conclude(party=bruno, terms=terms)
    outcomes.confirm(party=conversation.parties.get(person=_someone("gael")))


def _claim() -> None:
    """Two people ask to act for a structure: one whose network decides, one whose people do."""
    benevole = Term.objects.filter(vocabulary="person_role", code="benevole").first()
    for name, key, message in (
        ("remi", "les-cigalons", "Je remplace Huguette au bureau depuis janvier."),
        ("ninon", "alliance-provence", "Je tiens le stand de Carros avec Marie, un samedi sur deux."),
    ):
        person, structure = _someone(name), _structure(key)
        if not Involvement.objects.filter(person=person, organisation=structure).exists():
            claims.ask(person=person, organisation=structure, role=benevole, message=message)


def _report() -> None:
    """A report that waits for the moderators of Alliance Provence, one on which those of MESCLUN decided."""
    lands, ladder = _exchange("terres-a-signaler"), _exchange("perceuse-echelle")
    if not _is_reported(lands):
        report(
            page=lands,
            complaint=Complaint.WRONG,
            text="Le numéro de la commission ne répond plus depuis deux semaines.",
            email="lecteur.du.var@example.org",
        )
    if not _is_reported(ladder):
        made = report(
            page=ladder,
            complaint=Complaint.CLOSED,
            text="Les volets sont repeints, je suis passée devant hier.",
            person=_someone("elise"),
        )
        if made:
            decide(
                made=made,
                verdict=Verdict.KEPT,
                reason="L’autrice confirme qu’il reste la façade de la cour, donc l’annonce vaut encore.",
                by=_someone("moderation.mesclun"),
            )


def _is_reported(page: Page) -> bool:
    return Report.objects.filter(page=page.pk).exists()


def _watch(sites: dict[str, Site]) -> None:
    """What Marie and Salomé want to hear of."""
    for name, key, query in (
        ("marie", "alliance", "sense=offer&type=premises&where=Nice"),
        ("marie", "alliance", "q=bocaux"),
        ("salome", "apeas", "q=ordinateurs&sense=need"),
    ):
        watch(network=sites[key], kind="exchanges", query=query, person=_someone(name))
