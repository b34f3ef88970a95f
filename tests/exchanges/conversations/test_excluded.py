"""Whom a network excluded answers none of its announcements, and nothing on its site; what was said stays readable."""

from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from cms.users.models import Letter, User
from cms.users.strangers import stamp
from exchanges.conversations.mail_in import Exit, receive
from exchanges.models import AnswerInvite, Conversation, ExchangePage, Message, Party
from sites.members import join
from sites.models import Membership, NetworkSettings
from tests.exchanges.conversations.mailing import DOMAIN, answer_to, told_of
from tests.exchanges.conversations.talks import Talk
from tests.exchanges.conversations.test_answering import form, link_of, words
from tests.factories import make_page
from tests.members import browser, make_member, speak_for

pytestmark = pytest.mark.django_db
SAID = "Alliance Provence vous a exclu"


def exclude(person: User, site: Any) -> None:
    """The network of that site keeps the person out from now on."""
    join(network=NetworkSettings.objects.get(site=site), person=person, accepts_charter=True)
    Membership.objects.filter(network=site, person=person).update(excluded_at=timezone.now())


def test_whom_the_network_excluded_reads_so_and_can_t_answer(talk: Talk) -> None:
    client, address = talk.browser(talk.paul), form(talk.page)
    assert "<textarea" in client.get(address).text
    exclude(talk.paul, talk.networks.alliance)
    shown = client.get(address).text
    assert SAID in shown
    assert "<textarea" not in shown
    assert SAID in client.post(address, {"answering_for": talk.bakery.pk, "body": "Bonjour"}).text
    assert not Conversation.objects.exists()


def test_neither_is_its_announcement_answered_elsewhere_nor_another_s_on_its_site(talk: Talk) -> None:
    there = make_page(talk.networks.hub, ExchangePage, talk.page.title, origin=talk.page)
    other = make_page(talk.networks.apeas, ExchangePage, "Prête un four", owner=talk.marie)
    here = make_page(talk.networks.alliance, ExchangePage, other.title, origin=other)
    ana = make_member(talk.networks.mesclun, "Ana")
    exclude(ana, talk.networks.alliance)
    for site, page in ((talk.networks.hub, there), (talk.networks.alliance, here)):
        client = browser(site, ana)
        assert SAID in client.get(form(page)).text
        assert SAID in client.post(form(page), {"body": "Bonjour"}).text
    assert not Message.objects.exists()
    # Where no network that excluded them has a part in it, they answer.
    assert browser(talk.networks.apeas, ana).post(form(other), {"body": "Bonjour"}).status_code == 302


def test_conversations_that_there_are_stay_readable(talk: Talk) -> None:
    conversation = talk.answered("Nous avons une salle.").conversation
    exclude(talk.paul, talk.networks.alliance)
    shown = talk.browser(talk.paul).get(reverse("conversations_one", args=[conversation.pk]))
    assert "Nous avons une salle." in shown.text


def test_by_mail_it_is_said_as_well(talk: Talk, settings: Any) -> None:
    settings.REPLY_DOMAIN = DOMAIN
    notice = told_of(talk)
    exclude(talk.paul, talk.networks.alliance)
    raw = answer_to(notice, talk.paul.email)
    assert [receive(raw), receive(raw)] == [Exit.TAKEN, Exit.TAKEN]
    assert not Conversation.objects.exists()
    assert SAID in Letter.objects.get(key__startswith="not-taken-").content["text"]


def test_signed_out_they_are_who_they_are(talk: Talk) -> None:
    """Once they have shown that the address is theirs: before, nobody learns from the form who was excluded."""
    exclude(talk.paul, talk.networks.alliance)
    client = talk.browser()
    response = client.post(
        form(talk.page),
        words(email=talk.paul.email.upper(), shown_at=stamp(0 + timezone.now().timestamp() - 60)),
    )
    assert response["Location"] == reverse("answer_sent", args=[talk.page.pk])
    answer = client.post(link_of(Letter.objects.get(key__startswith="answer-")), follow=True)
    assert SAID in answer.text
    assert not Conversation.objects.exists()


def test_nor_do_they_join_those_who_answer(talk: Talk) -> None:
    conversation = talk.answered().conversation
    ana = make_member(talk.networks.mesclun, "Ana")
    structure = talk.networks.organisation(talk.networks.mesclun, "Les Ruchers")
    speak_for(ana, structure)
    invite = AnswerInvite.objects.create(
        conversation=conversation, organisation=structure, by=Party.objects.filter(side="answer")[0]
    )
    exclude(ana, talk.networks.alliance)
    client = browser(talk.networks.mesclun, ana)
    address = reverse("conversations_invitation", args=[invite.pk])
    assert SAID in client.post(address, {"accept": "1"}, follow=True).text
    assert not conversation.parties.filter(person=ana).exists()
