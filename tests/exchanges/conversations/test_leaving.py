"""When the only one who answers goes: the author is told, and who still speaks for the structure goes on."""

import pytest
from django.urls import reverse

from cms.users.erasing import erase
from cms.users.models import Letter, User
from exchanges.conversations import tasks
from exchanges.models import Conversation, ExchangePage, Involvement, Message, Notice, Party, Side
from exchanges.structures import team
from tests.exchanges.conversations.talks import Talk
from tests.factories import make_page
from tests.members import browser, make_member, speak_for

pytestmark = pytest.mark.django_db


@pytest.fixture
def conversation(talk: Talk) -> Conversation:
    return talk.answered().conversation


def told(person: User, *events: str) -> list[Notice]:
    """What the person heard of those who left, the oldest first."""
    found = Notice.objects.filter(person=person, event__in=events or ("party_left", "answer_handed_on"))
    return list(found.order_by("pk"))


def leaves_structure(talk: Talk, person: User, by: User | None = None) -> None:
    """They leave the structure (or somebody takes them out), and the queue does its work: twice, as it may."""
    involvement = Involvement.objects.get(person=person, organisation=talk.bakery)
    if by:
        team.remove(involvement=involvement, by=by)
    else:
        team.leave(involvement=involvement, by=person)
    for _twice in range(2):
        tasks.follow_structure(talk.bakery.pk)


def test_the_author_hears_once_that_nobody_is_left(talk: Talk, conversation: Conversation) -> None:
    leaves_structure(talk, talk.paul)
    (notice,) = told(talk.marie)
    assert notice.event == "party_left"
    assert notice.facts["who"] == "Paul Petit (Le Fournil)"
    assert (notice.facts["alone"], notice.facts["heirs"]) == (True, "")
    assert told(talk.paul) == []
    page = talk.browser(talk.marie).get(reverse("conversations_one", args=[conversation.pk])).text
    assert "Nous avons une salle." in page


def test_who_still_speaks_for_the_structure_hears_of_it_and_goes_on(
    talk: Talk, conversation: Conversation
) -> None:
    luc, ana = make_member(talk.networks.apeas, "Luc"), make_member(talk.networks.apeas, "Ana")
    for person in (luc, ana):
        speak_for(person, talk.bakery)
    address = reverse("conversations_one", args=[conversation.pk])
    assert browser(talk.networks.apeas, luc).get(address).status_code == 404
    leaves_structure(talk, talk.paul, by=luc)
    assert [notice.event for notice in told(luc)] == ["answer_handed_on"]
    assert [notice.event for notice in told(ana)] == ["answer_handed_on"]
    (notice,) = told(talk.marie)
    assert (notice.facts["alone"], notice.facts["heirs"]) == (False, "Luc, Ana")
    client = browser(talk.networks.apeas, luc)
    assert "Nous avons une salle." in client.get(address).text
    client.post(address, {"body": "Je prends la suite."})
    assert Message.objects.filter(party__person=luc).exists()
    assert browser(talk.networks.apeas, talk.paul).get(address).status_code == 404


def test_who_goes_while_another_of_the_structure_answers_leaves_it_to_them(
    talk: Talk, conversation: Conversation
) -> None:
    luc, ana = make_member(talk.networks.apeas, "Luc"), make_member(talk.networks.apeas, "Ana")
    speak_for(luc, talk.bakery)
    conversation.parties.create(side=Side.ANSWER, person=luc, name="Luc", organisation=talk.bakery)
    speak_for(ana, talk.bakery)
    leaves_structure(talk, talk.paul)
    assert told(ana) == []
    assert [notice.event for notice in told(luc)] == ["party_left"]
    assert [notice.facts["alone"] for notice in told(talk.marie)] == [False]


def test_somebody_who_comes_back_and_goes_again_is_told_of_again(
    talk: Talk, conversation: Conversation
) -> None:
    leaves_structure(talk, talk.paul)
    Involvement.objects.filter(person=talk.paul).update(standing="confirmed", times=2)
    address = reverse("conversations_one", args=[conversation.pk])
    assert browser(talk.networks.apeas, talk.paul).get(address).status_code == 200
    leaves_structure(talk, talk.paul)
    assert len(told(talk.marie)) == 2


def test_what_is_over_is_left_alone(talk: Talk, conversation: Conversation) -> None:
    Conversation.objects.update(state="concluded")
    leaves_structure(talk, talk.paul)
    assert told(talk.marie) == []


def test_an_author_without_an_account_is_told_by_mail_once(talk: Talk) -> None:
    page = make_page(
        talk.networks.alliance, ExchangePage, "Donne des palettes",
        contacts=[{"medium": "email", "value": "jo@example.org", "audience": "private"}],
    )  # fmt: skip
    talk.browser(talk.paul).post(
        reverse("answer_page", args=[page.pk]), {"answering_for": talk.bakery.pk, "body": "Oui"}
    )
    Letter.objects.all().delete()
    leaves_structure(talk, talk.paul)
    (letter,) = Letter.objects.filter(content__to="jo@example.org")
    assert "plus personne" in letter.content["text"]


def test_an_account_that_is_erased_leaves_the_answer_to_the_structure(
    talk: Talk, conversation: Conversation
) -> None:
    luc = make_member(talk.networks.apeas, "Luc")
    speak_for(luc, talk.bakery)
    erase(person=talk.paul)
    assert Conversation.objects.get().state == "received"
    assert [notice.event for notice in told(luc)] == ["answer_handed_on"]
    assert [notice.facts["heirs"] for notice in told(talk.marie)] == ["Luc"]
    assert "Petit" not in str(list(Notice.objects.values_list("facts", flat=True)))


def test_of_an_account_that_is_erased_and_was_alone_the_author_hears(
    talk: Talk, conversation: Conversation
) -> None:
    erase(person=talk.paul)
    assert Conversation.objects.get().state == "withdrawn"
    (notice,) = told(talk.marie, "state_changed")
    assert notice.facts["state"] == "withdrawn"
    assert "Petit" not in str(notice.facts)


def test_one_beside_who_speaks_for_nobody_any_more_keeps_no_answer_alive(
    talk: Talk, conversation: Conversation
) -> None:
    weaving = talk.networks.organisation(talk.networks.apeas, "Le Tissage")
    ada = make_member(talk.networks.apeas, "Ada")
    speak_for(ada, weaving)
    conversation.parties.create(side=Side.ANSWER, person=ada, name="Ada", organisation=weaving)
    Involvement.objects.filter(person=ada).update(standing="ended")
    client = browser(talk.networks.apeas, talk.paul)
    client.post(reverse("conversations_leave", args=[conversation.pk]))
    assert Party.objects.get(person=talk.paul).left_at is None
