"""How it ended: asked at most twice, said by the author, confirmed or contested by the other side."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone

from cms.core.registry import personal_data
from cms.users.models import Letter
from exchanges.conversations import outcomes, tasks, verbs
from exchanges.conversations.errors import RefusedError
from exchanges.conversations.indicators import counts
from exchanges.conversations.links import token_of
from exchanges.conversations.outcomes import Terms
from exchanges.models import (
    Attachment,
    Block,
    Conversation,
    ExchangePage,
    Message,
    Method,
    Notice,
    Outcome,
    Party,
    PendingAnswer,
    Result,
    Side,
    Step,
)
from exchanges.publishing import life
from tests.exchanges.conversations.talks import Talk

pytestmark = pytest.mark.django_db


@pytest.fixture
def conversation(talk: Talk) -> Conversation:
    """Under discussion."""
    found = talk.answered().conversation
    verbs.write(party=talk.seat(found, Side.AUTHOR), body="Voyons-nous.")
    found.refresh_from_db()
    return found


def quiet_for(conversation: Conversation, time: timedelta) -> None:
    at = timezone.now() - time
    Conversation.objects.filter(pk=conversation.pk).update(last_message_at=at)


def asked() -> list[tuple[str, str]]:
    return list(
        Notice.objects.filter(event="outcome_asked")
        .order_by("pk")
        .values_list("person__first_name", "subject")
    )


def test_the_author_is_asked_after_three_days_and_once_more(conversation: Conversation) -> None:
    quiet_for(conversation, timedelta(days=3) - timedelta(minutes=1))
    assert tasks.ask_outcomes() == 0
    quiet_for(conversation, timedelta(days=3))
    assert [tasks.ask_outcomes(), tasks.ask_outcomes()] == [1, 0]
    assert asked() == [("Marie", f"outcome:{conversation.pk}:1")]
    Conversation.objects.update(outcome_asked_at=timezone.now() - timedelta(days=14) + timedelta(minutes=1))
    assert tasks.ask_outcomes() == 0
    Conversation.objects.update(outcome_asked_at=timezone.now() - timedelta(days=14))
    assert tasks.ask_outcomes() == 1
    assert asked()[1:] == [("Marie", f"outcome:{conversation.pk}:2")]
    Conversation.objects.update(outcome_asked_at=timezone.now() - timedelta(days=400))
    assert tasks.ask_outcomes() == 0


def test_what_nobody_discussed_or_was_told_is_not_asked(talk: Talk, conversation: Conversation) -> None:
    unanswered = talk.by_visitor().conversation
    for each in (unanswered, conversation):
        quiet_for(each, timedelta(days=30))
    author = talk.seat(conversation, Side.AUTHOR)
    outcomes.not_concluded(page=talk.page, party=author, result=Result.PRICE)
    assert tasks.ask_outcomes() == 0


def test_concluding_writes_a_step_and_tells_the_other_side(talk: Talk, conversation: Conversation) -> None:
    author = talk.seat(conversation, Side.AUTHOR)
    with pytest.raises(RefusedError):
        outcomes.conclude(party=talk.seat(conversation, Side.ANSWER), terms=Terms())
    first = outcomes.conclude(party=author, terms=Terms(value=Decimal(300), is_first=True))
    again = outcomes.conclude(party=author, terms=Terms(value=Decimal(999)))
    assert first == again
    assert Outcome.objects.get().value == 300
    assert Step.objects.filter(state="concluded", party=author).count() == 1
    assert [notice.person for notice in Notice.objects.filter(event="outcome_told")] == [talk.paul]


def test_what_is_contested_may_be_told_anew(talk: Talk, conversation: Conversation) -> None:
    author, answer = talk.seat(conversation, Side.AUTHOR), talk.seat(conversation, Side.ANSWER)
    outcomes.conclude(party=author, terms=Terms(hours=Decimal(5)))
    assert outcomes.contest(party=answer, note="C’était dix heures")
    assert not outcomes.confirm(party=answer)
    assert counts(talk.networks.alliance).contested == 1
    assert Notice.objects.get(event="outcome_contested").facts["note"] == "C’était dix heures"
    outcomes.conclude(party=author, terms=Terms(hours=Decimal(10)))
    assert outcomes.confirm(party=answer)
    assert counts(talk.networks.alliance).hours == 10
    assert Step.objects.filter(state="concluded").count() == 1
    with pytest.raises(RefusedError):
        outcomes.confirm(party=author)


def test_the_author_says_it_all_on_one_page(talk: Talk, conversation: Conversation) -> None:
    other = talk.by_visitor().conversation
    Method.objects.create(code="loan", label="Prêt", types=["premises"], sort_order=1)
    client, address = talk.browser(talk.marie), reverse("conversations_outcome", args=[conversation.pk])
    text = client.get(address).text
    assert "Paul Petit (Le Fournil)" in text
    assert "Zoé" in text
    said: dict[str, Any] = {
        "ending": conversation.pk,
        "method": Method.objects.get().pk,
        "value": "120,50",
        "is_first": "1",
        "close": "on",
        "decline_others": "on",
    }
    client.post(address, said)
    outcome = Outcome.objects.get()
    assert (outcome.conversation, outcome.value, outcome.is_first) == (conversation, Decimal("120.50"), True)
    assert outcome.told_by == talk.marie
    other.refresh_from_db()
    assert other.state == "declined"
    page = ExchangePage.objects.get(pk=talk.page.pk)
    assert (page.live, page.closed_at is None) == (False, False)
    # The visitor hears that somebody else was found.
    assert Letter.objects.filter(content__to="zoe@example.org").exists()
    # Paul confirms.
    paul = talk.browser(talk.paul)
    assert "waiting__item" in paul.get(reverse("space")).text
    paul.post(reverse("conversations_judge", args=[conversation.pk]), {"confirm": "1"})
    found = counts(talk.networks.alliance)
    assert (found.concluded, found.confirmed, found.first_time) == (1, 1, 1)
    assert (found.euros, found.by_method) == (Decimal("120.50"), {"loan": 1})
    assert counts(talk.networks.apeas).concluded == 0


def test_saying_no_asks_why(talk: Talk, conversation: Conversation) -> None:
    client, address = talk.browser(talk.marie), reverse("conversations_outcome", args=[conversation.pk])
    assert client.post(address, {"ending": "nobody"}).status_code == 200
    assert not Outcome.objects.exists()
    for reason in ("too_far", "price"):  # Said again, the last one holds.
        assert client.post(address, {"ending": "nobody", "result": reason}).status_code == 302
    assert counts(talk.networks.alliance).not_concluded == {"price": 1}
    page = ExchangePage.objects.get(pk=talk.page.pk)
    assert page.live
    client.post(address, {"ending": "other", "value": "10"})
    found = counts(talk.networks.alliance)
    # With somebody who did not answer here: nobody confirms it.
    assert (found.concluded, found.euros) == (1, 0)


def test_others_answers_can_t_be_named(talk: Talk, conversation: Conversation) -> None:
    talk.page = talk.networks.exchange(talk.networks.mesclun, "Ailleurs", owner=talk.paul)
    elsewhere = verbs.open_conversation(page=talk.page, person=talk.marie, body="x").conversation
    client = talk.browser(talk.marie)
    address = reverse("conversations_outcome", args=[conversation.pk])
    assert client.post(address, {"ending": elsewhere.pk}).status_code == 200
    assert not Outcome.objects.exists()


def test_an_author_without_an_account_is_asked_by_mail_and_says_it(talk: Talk) -> None:
    from exchanges.models import ExchangeContact, Involvement

    Involvement.objects.filter(organisation=talk.hive).delete()
    ExchangeContact.objects.create(page=talk.page, medium="email", value="jo@example.org")
    conversation = talk.answered().conversation
    author = talk.seat(conversation, Side.AUTHOR)
    verbs.write(party=author, body="Oui")
    quiet_for(conversation, timedelta(days=4))
    assert tasks.ask_outcomes() == 1
    assert Letter.objects.filter(key=f"outcome:{conversation.pk}:1-{author.pk}").exists()
    address = reverse("answer_outcome", args=[token_of(author)])
    assert talk.browser().get(address).status_code == 200
    talk.browser().post(address, {"ending": conversation.pk, "hours": "4"})
    assert Outcome.objects.get().told_by is None
    assert Notice.objects.filter(person=talk.paul, event="outcome_told").count() == 1


def test_what_one_takes_along_is_one_s_own(talk: Talk, conversation: Conversation) -> None:
    found = personal_data["conversations"].export(talk.paul)
    assert [row["about"] for row in found] == ["Cherche un local"]
    assert found[0]["with"] == ["Marie Roux (La Ruche)"]
    assert [message["text"] for message in found[0]["messages"]] == ["Nous avons une salle."]
    assert "Voyons-nous." not in str(found)
    assert "marie@example.org" not in str(found)


def test_who_deletes_the_account_becomes_nameless(talk: Talk, conversation: Conversation) -> None:
    alone = talk.answered(organisation=None).conversation
    Block.objects.create(person=talk.marie, blocked=talk.paul)
    PendingAnswer.objects.create(
        exchange=talk.page, site=talk.networks.hub, name="P", email=talk.paul.email, body="x", digest="d"
    )
    personal_data["conversations"].erase(talk.paul)
    talk.paul.delete()
    assert Message.objects.filter(conversation=conversation).count() == 2
    text = talk.browser(talk.marie).get(reverse("conversations_one", args=[conversation.pk])).text
    assert "Nous avons une salle." in text
    assert "Paul" not in text
    for each in Conversation.objects.all():
        assert each.state == "withdrawn"
        assert "person" not in each.answerer
    assert not Party.objects.filter(name__contains="Paul").exists()
    assert not PendingAnswer.objects.exists()
    assert alone.steps.last() == Step.objects.get(conversation=alone, state="withdrawn")


def test_no_file_outlives_its_message(
    talk: Talk, conversation: Conversation, django_capture_on_commit_callbacks: Any
) -> None:
    message = conversation.messages.first()
    file = Attachment.objects.create(
        message=message, file=ContentFile(b"x", name="a.txt"), name="a.txt", content_type="text/plain", size=1
    )  # fmt: skip
    storage, name = file.file.storage, file.file.name
    assert storage.exists(name)
    with django_capture_on_commit_callbacks(execute=True):
        conversation.delete()
    assert not storage.exists(name)


def test_closing_from_the_list_says_how_it_ended(talk: Talk) -> None:
    life.close(page=talk.page, by=talk.marie, why=Result.TOO_FAR)
    life.close(page=talk.page, by=talk.marie, why=Result.PRICE)
    outcome = Outcome.objects.get()
    assert (outcome.exchange, outcome.result, outcome.told_by) == (talk.page, "too_far", talk.marie)
    assert outcome.network == talk.networks.alliance


def test_closing_after_saying_how_it_ended_says_it_once(talk: Talk) -> None:
    author = talk.seat(talk.answered().conversation, Side.AUTHOR)
    outcomes.conclude(party=author, terms=Terms())
    life.close(page=talk.page, by=talk.marie, why=Result.CONCLUDED)
    assert Outcome.objects.get().conversation_id == author.conversation_id
