"""The list, one conversation, and what is done from its pages."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image

from exchanges.conversations import verbs
from exchanges.models import Attachment, Block, Conversation, Message, Notice, Report, Side
from tests.exchanges.conversations.talks import Talk

pytestmark = pytest.mark.django_db


def cost(talk: Talk, address: str) -> int:
    client = talk.browser(talk.marie)
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def test_lists_cost_the_same_at_one_and_at_thirty(talk: Talk) -> None:
    address = reverse("conversations_list")
    talk.by_visitor("z0@example.org")
    first, at_home = cost(talk, address), cost(talk, reverse("space"))
    for nth in range(1, 30):
        talk.by_visitor(f"z{nth}@example.org")
    assert cost(talk, address) <= first
    assert cost(talk, reverse("space")) <= at_home
    text = talk.browser(talk.marie).get(address).text
    assert text.count("talks__link") == 20
    assert "page=2" in text


def test_a_conversation_costs_the_same_at_one_message_and_at_thirty(talk: Talk) -> None:
    conversation = talk.answered().conversation
    address = reverse("conversations_one", args=[conversation.pk])
    first = cost(talk, address)
    for nth in range(30):
        verbs.write(party=talk.seat(conversation, Side.ANSWER), body=f"Message {nth}")
    assert cost(talk, address) <= first


def test_what_is_new_comes_first_until_it_is_read(talk: Talk) -> None:
    old = talk.answered("Ancien").conversation
    new = talk.by_visitor().conversation
    client = talk.browser(talk.marie)

    def order() -> list[tuple[int, bool]]:
        return [
            (line["pk"], line["is_unread"])
            for line in client.get(reverse("conversations_list")).context["lines"]
        ]

    client.get(reverse("conversations_one", args=[new.pk]))
    assert order() == [(old.pk, True), (new.pk, False)]
    assert not Notice.objects.filter(conversation=new, read_at=None).exists()
    client.get(reverse("conversations_one", args=[old.pk]))
    assert order() == [(new.pk, False), (old.pk, False)]
    verbs.write(party=talk.seat(old, Side.ANSWER), body="Du neuf")
    assert order()[0] == (old.pk, True)


def test_who_has_none_is_told_what_to_do(talk: Talk) -> None:
    assert "empty__title" in talk.browser(talk.paul).get(reverse("conversations_list")).text


def test_a_message_with_files_is_kept_and_handed_to_the_parties(talk: Talk) -> None:
    conversation = talk.answered().conversation
    picture = io.BytesIO()
    Image.new("RGB", (8, 8), "red").save(picture, "JPEG")
    address = reverse("conversations_one", args=[conversation.pk])
    files = [
        SimpleUploadedFile("photo.exe", picture.getvalue()),
        SimpleUploadedFile("../../plan.pdf", b"%PDF-1.4 plan"),
    ]
    response = talk.browser(talk.marie).post(address, {"body": "Voici", "attached": files})
    assert response.status_code == 302
    assert [file.name for file in Attachment.objects.order_by("pk")] == ["photo.jpg", "plan.pdf"]
    plan = Attachment.objects.get(name="plan.pdf")
    answer = talk.browser(talk.paul).get(reverse("conversations_file", args=[conversation.pk, plan.pk]))
    assert b"".join(answer) == b"%PDF-1.4 plan"
    assert answer["Content-Disposition"] == 'attachment; filename="plan.pdf"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Type"] == "application/pdf"
    assert talk.browser().get(f"/media/{plan.file.name}").status_code == 404
    Message.objects.filter(pk=plan.message_id).update(hidden_at=plan.message.sent_at)
    gone = talk.browser(talk.paul).get(reverse("conversations_file", args=[conversation.pk, plan.pk]))
    assert gone.status_code == 404


def test_a_form_with_a_bad_file_says_so_and_keeps_the_words(talk: Talk) -> None:
    conversation = talk.answered().conversation
    address = reverse("conversations_one", args=[conversation.pk])
    bad = SimpleUploadedFile("facture.pdf", b"MZ\x90\x00\x03")
    response = talk.browser(talk.marie).post(address, {"body": "Mes mots", "attached": bad})
    assert response.status_code == 200
    assert "facture.pdf" in response.text
    assert "Mes mots" in response.text
    assert Message.objects.count() == 1
    assert talk.browser(talk.marie).post(address, {"body": "  "}).status_code == 200
    assert Message.objects.count() == 1


def test_a_form_sent_twice_says_it_once(talk: Talk) -> None:
    conversation = talk.answered().conversation
    client, address = talk.browser(talk.marie), reverse("conversations_one", args=[conversation.pk])
    key = client.get(address).context["form"]["key"].value()
    for _twice in range(2):
        client.post(address, {"body": "Une fois", "key": key})
    assert Message.objects.filter(body="Une fois").count() == 1


def test_changes_are_posted_with_a_token(talk: Talk) -> None:
    from django.test import Client

    conversation = talk.answered().conversation
    client = Client(enforce_csrf_checks=True, headers={"host": talk.networks.alliance.hostname})
    client.force_login(talk.marie)
    for name in ("one", "agree", "decline", "outcome", "judge"):
        assert client.post(reverse(f"conversations_{name}", args=[conversation.pk])).status_code == 403
    for name in ("agree", "decline", "withdraw", "judge", "leave"):
        assert client.get(reverse(f"conversations_{name}", args=[conversation.pk])).status_code == 405


def test_deciding_from_the_page(talk: Talk) -> None:
    conversation = talk.answered().conversation
    client = talk.browser(talk.marie)
    client.post(reverse("conversations_agree", args=[conversation.pk]))
    assert Conversation.objects.get().state == "agreed"
    client.post(reverse("conversations_decline", args=[conversation.pk]), {"note": "Trouvé plus près"})
    assert Conversation.objects.get().state == "declined"
    text = talk.browser(talk.paul).get(reverse("conversations_one", args=[conversation.pk])).text
    assert "Trouvé plus près" in text
    assert "<textarea" not in text
    response = talk.browser(talk.paul).post(
        reverse("conversations_one", args=[conversation.pk]), {"body": "Dommage"}, follow=True
    )
    assert "flash--error" in response.text
    assert Message.objects.count() == 1


def test_a_message_is_reported_to_the_author_s_network(talk: Talk) -> None:
    message = talk.answered("Vilain mot")
    address = reverse("conversations_report", args=[message.conversation_id, message.pk])
    for _twice in range(2):
        talk.browser(talk.marie).post(address, {"text": "Insulte"})
    report = Report.objects.get()
    assert (report.message, report.network, report.person) == (message, talk.networks.alliance, talk.marie)
    assert (report.complaint, report.text) == ("abuse", "Insulte")
    # One's own words are not one's own to report.
    assert talk.browser(talk.paul).get(address).status_code == 404


def test_what_moderators_took_off_is_shown_to_nobody(talk: Talk) -> None:
    message = talk.answered("Vilain mot")
    Message.objects.filter(pk=message.pk).update(hidden_at=message.sent_at)
    for person in (talk.marie, talk.paul):
        client = talk.browser(person)
        for address in (
            reverse("conversations_one", args=[message.conversation_id]),
            reverse("conversations_list"),
        ):
            assert "Vilain mot" not in client.get(address).text


def test_blocking_and_letting_write_again(talk: Talk) -> None:
    conversation = talk.answered().conversation
    paul = talk.seat(conversation, Side.ANSWER)
    client = talk.browser(talk.marie)
    client.post(reverse("conversations_block", args=[conversation.pk, paul.pk]))
    listed = client.get(reverse("conversations_blocked")).text
    assert "Paul Petit" in listed
    assert talk.paul.email not in listed
    pk = Block.objects.get().pk
    assert talk.browser(talk.paul).post(reverse("conversations_blocked"), {"block": pk}).status_code == 404
    assert client.post(reverse("conversations_blocked"), {"block": "x"}).status_code == 404
    client.post(reverse("conversations_blocked"), {"block": pk})
    assert not Block.objects.exists()


def test_the_space_says_what_waits(talk: Talk) -> None:
    talk.answered()
    home = talk.browser(talk.marie).get(reverse("space"))
    assert "Cherche un local" in home.text
    assert "Lire et répondre" in home.text
    assert "Lire et répondre" not in talk.browser(talk.paul).get(reverse("space")).text


def test_a_number_that_is_none_blocks_and_frees_nobody(talk: Talk) -> None:
    for given in ("9" * 5000, "²", "-1", ""):
        answer = talk.browser(talk.marie).post(reverse("conversations_blocked"), {"block": given})
        assert answer.status_code == 404
