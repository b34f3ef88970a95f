"""What is done in a conversation: one a pair, each state with its date and party, each person told once."""

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone
from wagtail.models import PageViewRestriction

from cms.users.models import Letter
from exchanges.conversations import blocks, verbs
from exchanges.conversations.errors import RefusedError
from exchanges.models import (
    AnswerState,
    Conversation,
    ExchangeContact,
    Involvement,
    Message,
    Notice,
    OrganisationContact,
    Party,
    Side,
    Standing,
    Step,
)
from sites.models import NetworkSettings
from tests.exchanges.conversations.talks import Talk
from tests.members import make_member, speak_for

pytestmark = pytest.mark.django_db


def both(talk: Talk) -> tuple[Party, Party]:
    """The author's party and the answering one."""
    conversation = talk.answered().conversation
    return talk.seat(conversation, Side.AUTHOR), talk.seat(conversation, Side.ANSWER)


def test_a_second_answer_goes_on_in_the_same_conversation(talk: Talk) -> None:
    first, second = talk.answered("Un"), talk.answered("Deux")
    assert first.conversation_id == second.conversation_id
    assert Conversation.objects.count() == 1
    assert Step.objects.count() == 1


def test_each_answers_for_a_structure_or_in_their_own_name(talk: Talk) -> None:
    keys = {talk.answered(organisation=None).conversation.answerer, talk.answered().conversation.answerer}
    keys.add(talk.by_visitor().conversation.answerer)
    assert keys >= {f"person:{talk.paul.pk}", f"org:{talk.bakery.pk}"}
    assert {key.partition(":")[0] for key in keys} == {"person", "org", "mail"}
    assert "zoe" not in "".join(keys)


def test_a_colleague_s_answer_for_the_structure_joins_in(talk: Talk) -> None:
    nina = make_member(talk.networks.apeas, "Nina")
    speak_for(nina, talk.bakery)
    conversation = talk.answered().conversation
    verbs.open_conversation(page=talk.page, person=nina, organisation=talk.bakery, body="Je complète.")
    assert conversation.parties.filter(side=Side.ANSWER).count() == 2
    # Paul hears of what Nina wrote; Nina of nothing.
    assert not Notice.objects.filter(person=nina).exists()
    assert Notice.objects.filter(person=talk.paul, event="message_received").count() == 1


def test_the_author_is_told_once_and_never_the_writer(talk: Talk) -> None:
    message = talk.answered()
    notice = Notice.objects.get()
    assert (notice.person, notice.event, notice.subject) == (
        talk.marie,
        "answer_received",
        f"message:{message.pk}",
    )
    assert notice.facts["words"] == "Nous avons une salle."
    assert notice.facts["who"] == "Paul Petit (Le Fournil)"
    assert "example.org" not in str({**notice.facts, "reply_to": ""})


def test_a_message_sent_twice_is_one(talk: Talk) -> None:
    one, two = talk.answered(key="form:1"), talk.answered(key="form:1")
    assert one == two
    assert Message.objects.count() == Notice.objects.count() == 1


def test_the_author_s_first_words_open_the_discussion(talk: Talk) -> None:
    author, answer = both(talk)
    verbs.write(party=author, body="Quand peut-on visiter ?")
    conversation = author.conversation
    conversation.refresh_from_db()
    assert conversation.state == AnswerState.DISCUSSED
    assert [(step.state, step.party) for step in conversation.steps.all()] == [
        ("received", answer),
        ("discussed", author),
    ]
    assert Notice.objects.filter(person=talk.paul).count() == 1


@pytest.mark.parametrize(
    ("side", "verb", "state"),
    [
        (Side.AUTHOR, verbs.agree, AnswerState.AGREED),
        (Side.AUTHOR, verbs.decline, AnswerState.DECLINED),
        (Side.ANSWER, verbs.withdraw, AnswerState.WITHDRAWN),
    ],
)
def test_a_state_is_written_once_with_who_brought_it(
    talk: Talk, side: Side, verb: Callable[..., bool], state: AnswerState
) -> None:
    by = dict(zip((Side.AUTHOR, Side.ANSWER), both(talk), strict=True))
    other = by[Side.ANSWER if side == Side.AUTHOR else Side.AUTHOR]
    with pytest.raises(RefusedError):
        verb(party=other)
    assert [verb(party=by[side]), verb(party=by[side])] == [True, False]
    step = Step.objects.get(state=state)
    assert step.party == by[side]
    told = Notice.objects.filter(event="state_changed")
    assert [notice.person for notice in told] == [other.person]
    assert told[0].subject == f"step:{step.pk}"


def test_what_is_over_does_not_come_back_by_itself(talk: Talk) -> None:
    author, answer = both(talk)
    verbs.decline(party=author, note="Trop loin")
    for refused in (
        lambda: verbs.write(party=answer, body="Et si…"),
        talk.answered,
        lambda: verbs.agree(party=author),
        lambda: verbs.withdraw(party=answer),
    ):
        with pytest.raises(RefusedError):
            refused()
    assert Step.objects.get(state="declined").note == "Trop loin"
    assert Message.objects.count() == 1
    verbs.write(party=author, body="Finalement, si.")
    assert Conversation.objects.get().state == AnswerState.DISCUSSED


def test_who_withdrew_may_answer_again(talk: Talk) -> None:
    author, answer = both(talk)
    verbs.withdraw(party=answer)
    with pytest.raises(RefusedError):
        verbs.write(party=author, body="Dommage")
    talk.answered("Nous revoilà")
    assert Conversation.objects.get().state == AnswerState.RECEIVED
    assert [step.state for step in Step.objects.all()] == ["received", "withdrawn", "received"]


def closed(talk: Talk) -> None:
    talk.page.closed_at = timezone.now()


def paused(talk: Talk) -> None:
    talk.page.paused_at = timezone.now()


def expired(talk: Talk) -> None:
    talk.page.expires_on = timezone.localdate() - timezone.timedelta(days=1)


def draft(talk: Talk) -> None:
    talk.page.live = False


def kept_private(talk: Talk) -> None:
    PageViewRestriction.objects.create(page=talk.page.get_parent(), restriction_type="login")


def blocked(talk: Talk) -> None:
    conversation = talk.answered(organisation=None).conversation
    blocks.block(person=talk.marie, party=talk.seat(conversation, Side.ANSWER))


@pytest.mark.parametrize("change", [closed, paused, expired, draft, kept_private, blocked])
def test_what_takes_no_answers_is_not_answered(talk: Talk, change: Callable[[Talk], Any]) -> None:
    change(talk)
    before = Message.objects.count()
    with pytest.raises(RefusedError):
        talk.answered()
    assert Message.objects.count() == before


def test_nobody_answers_themselves(talk: Talk) -> None:
    with pytest.raises(RefusedError):
        verbs.open_conversation(page=talk.page, person=talk.marie, body="Moi")


def test_a_blocked_address_is_blocked_with_or_without_an_account(talk: Talk) -> None:
    conversation = talk.by_visitor("paul@example.org").conversation
    visitor = talk.seat(conversation, Side.ANSWER)
    blocks.block(person=talk.marie, party=visitor)
    blocks.block(person=talk.marie, party=visitor)
    for say in (lambda: verbs.write(party=visitor, body="Encore"), talk.answered):
        with pytest.raises(RefusedError):
            say()
    assert blocks.unblock(person=talk.marie, pk=talk.marie.blocks.get().pk)
    assert talk.answered().party.person == talk.paul


def nobody_speaks(talk: Talk) -> None:
    Involvement.objects.filter(organisation=talk.hive).update(standing=Standing.ENDED)


def test_where_nobody_has_an_account_the_address_given_is_written_to(talk: Talk) -> None:
    nobody_speaks(talk)
    OrganisationContact.objects.create(
        page=talk.hive, medium="email", value="Ruche@example.org", audience="private"
    )
    author = talk.seat(talk.answered().conversation, Side.AUTHOR)
    assert (author.person, author.email) == (None, "ruche@example.org")
    letter = Letter.objects.get()
    assert letter.content["to"] == "ruche@example.org"
    assert "Nous avons une salle." in letter.content["text"]
    assert "paul@example.org" not in str(letter.content)
    # The address of the announcement goes before that of the structure.
    ExchangeContact.objects.create(page=talk.page, medium="email", value="local@example.org")
    other = talk.by_visitor().conversation
    assert talk.seat(other, Side.AUTHOR).email == "local@example.org"


def test_the_network_s_address_comes_last(talk: Talk) -> None:
    nobody_speaks(talk)
    with pytest.raises(RefusedError):
        talk.answered()
    NetworkSettings.objects.filter(site=talk.networks.alliance).update(contact_email="bonjour@example.org")
    assert talk.seat(talk.answered().conversation, Side.AUTHOR).email == "bonjour@example.org"


def test_whoever_speaks_for_the_structure_by_now_is_on_its_side(talk: Talk) -> None:
    conversation = talk.answered().conversation
    luc = make_member(talk.networks.alliance, "Luc")
    speak_for(luc, talk.hive)
    Involvement.objects.filter(person=talk.marie).update(standing=Standing.ENDED)
    talk.answered("Toujours là ?")
    side = conversation.parties.filter(side=Side.AUTHOR)
    assert {party.person for party in side.filter(left_at=None)} == {luc}
    assert Notice.objects.filter(person=luc).count() == 1
    with pytest.raises(RefusedError):
        verbs.write(party=side.get(person=talk.marie), body="Je suis encore là")


def test_a_person_without_a_name_is_not_called_by_their_address(talk: Talk) -> None:
    talk.paul.first_name = talk.paul.last_name = ""
    assert "@" not in talk.seat(talk.answered().conversation, Side.ANSWER).name
