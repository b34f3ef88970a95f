"""« Je réponds », on the page of an announcement: for members and for visitors."""

import re
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cms.users.models import Letter
from cms.users.strangers import stamp
from exchanges.conversations import blocks, pending, tasks
from exchanges.models import Conversation, ExchangePage, Message, Notice, Party, PendingAnswer, Side
from tests.exchanges.conversations.talks import Talk
from tests.factories import make_page
from tests.market import CONTACTS
from tests.members import browser, make_member

pytestmark = pytest.mark.django_db


def form(page: Any) -> str:
    return reverse("answer_page", args=[page.pk])


def words(**changed: Any) -> dict[str, Any]:
    """What a visitor writes, a minute after the form was shown."""
    written = {"name": "Zoé", "email": "Zoe@example.org", "body": "J’ai un garage."}
    return {**written, "website": "", "shown_at": stamp(timezone.now().timestamp() - 60), **changed}


def link_of(letter: Letter) -> str:
    found = re.search(r"https?://[^/]+(/repondre/\S+)", letter.content["text"])
    assert found
    return found[1]


def test_the_page_offers_to_answer_before_the_contacts(talk: Talk) -> None:
    page = make_page(talk.networks.alliance, ExchangePage, "Prête", organisation=talk.hive, contacts=CONTACTS)
    text = browser(talk.networks.alliance).get(page.get_url() or "").text
    assert 0 < text.index(form(page)) < text.index("publique@example.org")
    assert "secrete@example.org" not in text
    # Its answers may still be kept by what stands in front: the form is elsewhere.
    assert "csrf" not in text


def test_a_page_that_nobody_would_hear_of_keeps_its_contacts(talk: Talk) -> None:
    page = make_page(talk.networks.mesclun, ExchangePage, "Importée", owner=None)
    client = browser(talk.networks.mesclun)
    assert form(page) not in client.get(page.get_url() or "").text
    assert client.get(form(page)).status_code == 404


def test_a_member_answers_for_a_structure(talk: Talk) -> None:
    client = talk.browser(talk.paul)
    assert "Le Fournil" in client.get(form(talk.page)).text
    response = client.post(form(talk.page), {"answering_for": talk.bakery.pk, "body": "Bonjour"})
    conversation = Conversation.objects.get()
    assert response["Location"] == reverse("conversations_one", args=[conversation.pk])
    assert conversation.answerer == f"org:{talk.bakery.pk}"
    # In the name of somebody else's structure: no.
    assert client.post(form(talk.page), {"answering_for": talk.hive.pk, "body": "x"}).status_code == 200
    assert Message.objects.count() == 1


def test_a_copy_is_answered_about_its_origin(talk: Talk) -> None:
    copy = make_page(talk.networks.hub, ExchangePage, talk.page.title, origin=talk.page)
    browser(talk.networks.hub, talk.paul).post(form(copy), {"answering_for": "", "body": "Bonjour"})
    assert Conversation.objects.get().exchange == talk.page
    assert Notice.objects.get().person == talk.marie
    # Its page is not another site's to answer.
    assert browser(talk.networks.mesclun, talk.paul).get(form(copy)).status_code == 404
    ExchangePage.objects.filter(pk=talk.page.pk).update(closed_at=timezone.now())
    assert browser(talk.networks.hub, talk.paul).get(form(copy)).status_code == 404


def test_one_s_own_announcement_says_so(talk: Talk) -> None:
    response = talk.browser(talk.marie).get(form(talk.page))
    assert response.status_code == 200
    assert "<textarea" not in response.text
    talk.browser(talk.marie).post(form(talk.page), {"body": "x"})
    assert not Message.objects.exists()


def test_a_visitor_s_answer_waits_for_the_address(talk: Talk) -> None:
    client = talk.browser()
    response = client.post(form(talk.page), words())
    assert response["Location"] == reverse("answer_sent", args=[talk.page.pk])
    assert client.get(response["Location"]).status_code == 200
    assert not Conversation.objects.exists()
    assert not Notice.objects.exists()
    letter = Letter.objects.get()
    assert letter.content["to"] == "zoe@example.org"
    link = link_of(letter)
    assert "J’ai un garage." in client.get(link).text
    assert client.get(link).status_code == 200
    assert not Conversation.objects.exists()  # Reading changes nothing.
    first = client.post(link)
    assert Notice.objects.get().person == talk.marie
    # The same link once more, and its form: the same place, told once.
    again = [client.get(link), client.post(link)]
    assert {each["Location"] for each in again} == {first["Location"]}
    assert Message.objects.count() == Notice.objects.count() == 1
    assert PendingAnswer.objects.get().body == ""
    page = client.get(first["Location"])
    assert "J’ai un garage." in page.text
    assert (
        "zoe@example.org"
        not in talk.browser(talk.marie)
        .get(reverse("conversations_one", args=[Conversation.objects.get().pk]))
        .text
    )


def test_what_nobody_confirms_is_erased(talk: Talk) -> None:
    talk.browser().post(form(talk.page), words())
    link = link_of(Letter.objects.get())
    PendingAnswer.objects.update(created_at=timezone.now() - pending.LIFE + timezone.timedelta(minutes=1))
    assert tasks.forget_answers() == 0
    assert talk.browser().get(link).status_code == 200
    PendingAnswer.objects.update(created_at=timezone.now() - pending.LIFE)
    assert talk.browser().get(link).status_code == 404
    assert talk.browser().post(link).status_code == 404
    assert tasks.forget_answers() == 1
    assert not PendingAnswer.objects.exists()


def test_a_page_closed_meanwhile_gets_no_answer(talk: Talk) -> None:
    talk.browser().post(form(talk.page), words())
    ExchangePage.objects.filter(pk=talk.page.pk).update(closed_at=timezone.now())
    link = link_of(Letter.objects.get())
    assert talk.browser().post(link)["Location"] == link
    assert not Message.objects.exists()


def test_programs_are_caught_and_told_nothing(talk: Talk) -> None:
    response = talk.browser().post(form(talk.page), words(website="https://spam.example"))
    assert response["Location"] == reverse("answer_sent", args=[talk.page.pk])
    assert not PendingAnswer.objects.exists()
    assert talk.browser().post(form(talk.page), words(shown_at=stamp())).status_code == 200
    assert not PendingAnswer.objects.exists()


def test_a_flood_is_stopped_by_address_and_by_client(talk: Talk) -> None:
    said = [talk.browser().post(form(talk.page), words()).status_code for _each in range(6)]
    assert said == [302] * 5 + [429]
    cache.clear()
    many = [
        talk.browser().post(form(talk.page), words(email=f"z{nth}@example.org")).status_code
        for nth in range(21)
    ]
    assert many == [302] * 20 + [429]


def test_somebody_blocked_is_told_so_in_neutral_words(talk: Talk) -> None:
    visitor = talk.seat(talk.by_visitor().conversation, Side.ANSWER)
    blocks.block(person=talk.marie, party=visitor)
    talk.browser().post(form(talk.page), words())
    letter = Letter.objects.get(key__startswith="answer-")
    client = talk.browser()
    response = client.post(link_of(letter), follow=True)
    assert Message.objects.count() == 1
    assert "bloqu" not in response.text.lower()


def test_the_author_without_an_account_reads_and_replies_by_a_link(talk: Talk) -> None:
    page = make_page(
        talk.networks.alliance, ExchangePage, "Donne des palettes",
        contacts=[{"medium": "email", "value": "jo@example.org", "audience": "private"}],
    )  # fmt: skip
    ana = make_member(talk.networks.apeas, "Ana")
    talk.browser(ana).post(form(page), {"body": "Je viens les chercher."})
    letter = Letter.objects.get()
    assert letter.content["to"] == "jo@example.org"
    assert "Je viens les chercher." in letter.content["text"]
    client = Client(headers={"host": talk.networks.alliance.hostname})
    client.post(link_of(letter), {"body": "Samedi matin ?"})
    assert Conversation.objects.get().state == "discussed"
    assert Notice.objects.get(person=ana).facts["words"] == "Samedi matin ?"
    text = talk.browser(ana).get(reverse("conversations_one", args=[Conversation.objects.get().pk])).text
    assert "jo@example.org" not in text
    assert Party.objects.filter(email="jo@example.org", side=Side.AUTHOR).exists()
