"""Conversations are for their parties: by URL, for every other role."""

from collections.abc import Iterator

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse

from cms.core.registry import Duty
from cms.users.models import User
from exchanges.conversations import together
from exchanges.conversations.links import token_of
from exchanges.conversations.verbs import write
from exchanges.models import (
    AnswerInvite,
    Attachment,
    Block,
    Conversation,
    Involvement,
    Message,
    Notice,
    Report,
    Side,
    Standing,
    Step,
)
from tests.exchanges.conversations.talks import Talk
from tests.members import browser, make_member, speak_for
from tests.routes import routes

pytestmark = pytest.mark.django_db

SITES = ("apeas", "alliance", "mesclun", "hub")


def addresses(message: Message) -> dict[str, str]:
    """Every address of the conversation in the space of a member."""
    conversation = message.conversation
    file = Attachment.objects.create(
        message=message, file=ContentFile(b"secret", name="a.txt"), name="plan.txt", content_type="text/plain", size=6
    )  # fmt: skip
    places = {
        "conversation_id": conversation.pk,
        "file_id": file.pk,
        "message_id": message.pk,
        "party_id": message.party_id,
    }
    found = {}
    for route in routes():
        if route.name.startswith("conversations_") and "<int:conversation_id>" in route.written:
            named = {name: pk for name, pk in places.items() if f":{name}>" in route.written}
            found[route.name] = reverse(route.name, kwargs=named)
    assert len(found) == 11
    return found


def everybody_else(talk: Talk) -> Iterator[tuple[str, User]]:
    """People of both networks and of the hub who have no part in it, and a superuser."""
    for key in SITES:
        for duty in Duty:
            if (key == "hub") == (duty in (Duty.COORDINATOR, Duty.ETHICS)) or duty == Duty.MANAGER:
                yield f"{key} {duty}", talk.networks.user((key, duty))
    yield "a member of the author's network", make_member(talk.networks.alliance, "Ana")
    yield "a member of the other network", make_member(talk.networks.apeas, "Bea")
    yield "a superuser", User.objects.create_superuser("root@example.org")


def test_nobody_else_finds_it(talk: Talk) -> None:
    message = talk.answered()
    found = addresses(message)
    before = [model.objects.count() for model in (Message, Step, Block, Report, AnswerInvite, Notice)]
    for who, person in everybody_else(talk):
        client = browser(talk.networks.alliance, person)
        for name, address in found.items():
            for ask in (client.get, client.post):
                response = ask(address, {"body": "x", "note": "x", "contest": "1", "structure": talk.hive.pk})
                assert response.status_code in (404, 405), (who, name, response.status_code)
    assert before == [model.objects.count() for model in (Message, Step, Block, Report, AnswerInvite, Notice)]
    assert Conversation.objects.get().state == "received"


def test_who_is_not_signed_in_is_asked_to(talk: Talk) -> None:
    for address in addresses(talk.answered()).values():
        response = talk.browser().get(address)
        assert response.status_code == 302
        assert response["Location"].startswith(reverse("account_login"))


def test_both_sides_read_it_on_any_site(talk: Talk) -> None:
    conversation = talk.answered().conversation
    for person in (talk.marie, talk.paul):
        for key in SITES:
            response = browser(getattr(talk.networks, key), person).get(
                reverse("conversations_one", args=[conversation.pk])
            )
            assert response.status_code == 200
            assert "Nous avons une salle." in response.text
            assert response["Cache-Control"] == "private, no-store"
            other = talk.marie if person == talk.paul else talk.paul
            assert other.email not in response.text


def test_whoever_no_longer_speaks_for_the_structure_reads_nothing_more(talk: Talk) -> None:
    conversation = talk.answered().conversation
    address = reverse("conversations_one", args=[conversation.pk])
    Involvement.objects.filter(person__in=[talk.marie, talk.paul]).update(standing=Standing.ENDED)
    for person in (talk.marie, talk.paul):
        client = talk.browser(person)
        assert client.get(address).status_code == 404
        assert "Nous avons une salle." not in client.get(reverse("conversations_list")).text
        assert "Nous avons une salle." not in client.get(reverse("space")).text


def test_a_link_opens_one_conversation_for_one_party(talk: Talk) -> None:
    visitor = talk.seat(talk.by_visitor().conversation, Side.ANSWER)
    other = talk.seat(talk.by_visitor("luc@example.org", "Autre chose").conversation, Side.ANSWER)
    client = Client(headers={"host": talk.networks.mesclun.hostname})
    response = client.get(reverse("answer_one", args=[token_of(visitor)]))
    assert response.status_code == 200
    assert "Moi aussi." in response.text
    assert "Autre chose" not in response.text
    assert response["Cache-Control"] == "private, no-store"
    signature = token_of(other).partition(":")[2]
    member = token_of(talk.seat(visitor.conversation, Side.AUTHOR))
    for token in (f"{visitor.pk}:{signature}", f"{visitor.pk}", "x:y", f"{'9' * 400}:{signature}", member):
        assert client.get(reverse("answer_one", args=[token])).status_code == 404


def test_a_link_does_all_that_a_member_can(talk: Talk) -> None:
    visitor = talk.seat(talk.by_visitor().conversation, Side.ANSWER)
    client, token = Client(headers={"host": talk.networks.hub.hostname}), token_of(visitor)
    client.post(reverse("answer_one", args=[token]), {"body": "Bonjour encore"})
    assert Notice.objects.filter(person=talk.marie).count() == 2
    client.post(reverse("answer_withdraw", args=[token]))
    assert Step.objects.filter(state="withdrawn", party=visitor).exists()
    # What is the author's to say is not theirs.
    for name in ("answer_agree", "answer_decline"):
        client.post(reverse(name, args=[token]))
    assert client.get(reverse("answer_outcome", args=[token])).status_code == 404
    assert Conversation.objects.get().state == "withdrawn"


def test_files_and_messages_of_other_conversations_are_not_found_through_ones_own(talk: Talk) -> None:
    theirs = talk.by_visitor()
    addresses(theirs)
    own = talk.answered().conversation
    client = talk.browser(talk.paul)
    file = Attachment.objects.get()
    assert client.get(reverse("conversations_file", args=[own.pk, file.pk])).status_code == 404
    assert client.get(reverse("conversations_report", args=[own.pk, theirs.pk])).status_code == 404
    assert client.post(reverse("conversations_block", args=[own.pk, theirs.party_id])).status_code == 404


def test_only_the_people_of_an_invited_structure_find_the_invitation(talk: Talk) -> None:
    message = talk.answered()
    ada = make_member(talk.networks.apeas, "Ada")
    weaving = talk.networks.organisation(talk.networks.apeas, "Le Tissage")
    speak_for(ada, weaving)
    invite = together.invite(party=message.party, organisation=weaving, site=talk.networks.apeas)
    address = reverse("conversations_invitation", args=[invite.pk])
    for _who, person in everybody_else(talk):
        assert talk.browser(person).get(address).status_code == 404
        assert talk.browser(person).post(address, {"accept": "1"}).status_code == 404
    response = talk.browser(ada).get(address)
    assert response.status_code == 200
    # Who has not joined reads nothing of what was said.
    assert "Nous avons une salle." not in response.text
    assert (
        talk.browser(ada).get(reverse("conversations_one", args=[message.conversation_id])).status_code == 404
    )
    talk.browser(ada).post(address, {"accept": "1"})
    assert (
        "Nous avons une salle."
        in talk.browser(ada).get(reverse("conversations_one", args=[message.conversation_id])).text
    )


def test_no_screen_of_the_administration_is_about_conversations() -> None:
    about = ("conversation", "message", "party", "attachment", "outcome", "pendinganswer", "answerinvite")
    names = {route.written for route in routes() if route.written.startswith("admin/")}
    assert not [name for name in names for word in about if f"/{word}/" in name]


def test_whoever_no_longer_speaks_for_the_structure_is_told_nothing_more(talk: Talk) -> None:
    conversation = talk.answered().conversation
    Involvement.objects.filter(person=talk.paul).update(standing=Standing.ENDED)
    write(party=talk.seat(conversation, Side.AUTHOR), body="Pour Le Fournil seul")
    assert not Notice.objects.filter(person=talk.paul).exists()
    # Who answered in their own name goes on.
    own = talk.answered(organisation=None).conversation
    write(party=talk.seat(own, Side.AUTHOR), body="Pour vous")
    assert Notice.objects.filter(person=talk.paul).count() == 1
