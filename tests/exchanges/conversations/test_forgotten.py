"""What stays of somebody whose account is erased: no name, and no address."""

from typing import Any

import pytest

from cms.core.registry import personal_data
from cms.users.erasing import erase
from exchanges.conversations import outcomes, together, verbs
from exchanges.models import Conversation, Notice, Party, Side
from exchanges.structures import claims
from tests.exchanges.conversations.talks import Talk
from tests.members import make_member, speak_for

pytestmark = pytest.mark.django_db


def test_their_name_leaves_what_others_were_told(talk: Talk) -> None:
    anna = make_member(talk.networks.apeas, "Anna", last_name="Martin")
    garden = talk.networks.organisation(talk.networks.alliance, "Le Jardin")
    speak_for(anna, garden)
    conversation = talk.answered().conversation
    paul = talk.seat(conversation, Side.ANSWER)
    together.invite(party=paul, organisation=garden, site=talk.networks.alliance)
    claims.ask(person=talk.paul, organisation=garden)
    assert "Paul Petit" in str(list(Notice.objects.exclude(person=talk.paul).values_list("facts", flat=True)))
    erase(person=talk.paul)
    left = str(list(Notice.objects.values_list("facts", flat=True)))
    assert "Petit" not in left
    assert "Nous avons une salle." in left  # What was said stays with those to whom it was said.


def test_what_they_answered_at_the_same_address_before_is_forgotten_too(talk: Talk) -> None:
    message = talk.by_visitor(talk.paul.email)
    verbs.write(party=talk.seat(message.conversation, Side.AUTHOR), body="Merci")
    personal_data["conversations"].erase(talk.paul)
    assert not Party.objects.filter(email=talk.paul.email).exists()
    assert not Party.objects.filter(name="Zoé").exists()
    assert Conversation.objects.get().answerer == f"gone:{message.conversation_id}"
    assert Conversation.objects.get().state == "withdrawn"


def test_of_an_announcement_that_is_gone_nobody_is_asked_how_it_ended(talk: Talk, monkeypatch: Any) -> None:
    conversation = talk.answered().conversation
    verbs.write(party=talk.seat(conversation, Side.AUTHOR), body="Merci")
    monkeypatch.setattr(outcomes, "FIRST", outcomes.FIRST * 0)
    assert outcomes.ask_due() == 1
    Conversation.objects.update(outcome_asked=0, exchange=None)
    assert outcomes.ask_due() == 0
