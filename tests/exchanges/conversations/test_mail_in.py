"""Replies by mail: taken from the party's own address only, once, without what they quote."""

import io
from typing import Any

import pytest
from django.core.management import call_command
from django.db import DatabaseError
from hypothesis import given
from hypothesis import strategies as st

from cms.users.models import Letter
from cms.users.tasks import deliver_waiting
from exchanges.conversations import mail_in, verbs
from exchanges.conversations.mail_in import Exit, receive
from exchanges.conversations.quotes import own_words
from exchanges.conversations.replies import destination_of, reply_address, reply_to_notice
from exchanges.models import Attachment, Conversation, Message, Notice, Party, Side
from exchanges.notices.delivering import deliver_due
from tests.exchanges.conversations.mailing import DOMAIN, answer_to, mail, said, told_of
from tests.exchanges.conversations.talks import Talk

pytestmark = pytest.mark.usefixtures("replies")


@pytest.mark.django_db
def test_a_reply_goes_into_the_conversation_once(author: Party, talk: Talk) -> None:
    raw = mail(
        author, "D’accord pour samedi.\n\nLe 3 mars 2026, APEAS a écrit :\n> Nous avons une salle.\n"
    ).as_bytes()
    assert [receive(raw), receive(raw)] == [Exit.TAKEN, Exit.TAKEN]
    assert said() == ["D’accord pour samedi."]
    assert Conversation.objects.get().state == "discussed"
    assert Notice.objects.filter(person=talk.paul).count() == 1
    assert Notice.objects.filter(person=talk.paul)[0].facts["reply_to"] == reply_address(
        talk.seat(author.conversation, Side.ANSWER)
    )


@pytest.mark.django_db
def test_a_visitor_replies_from_the_address_that_was_confirmed(talk: Talk) -> None:
    visitor = talk.seat(talk.by_visitor().conversation, Side.ANSWER)
    assert receive(mail(visitor).as_bytes()) == Exit.TAKEN
    assert said() == ["D’accord pour samedi."]


@pytest.mark.django_db
@pytest.mark.parametrize("header", ["Delivered-To", "X-Original-To", "Cc"])
def test_the_address_is_found_where_servers_write_it(author: Party, header: str) -> None:
    message = mail(author, To="liste@example.org")
    message[header] = reply_address(author).upper()
    assert receive(message.as_bytes()) == Exit.TAKEN
    assert len(said()) == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    "headers",
    [
        {"From": "pirate@example.org"},
        {"From": "pirate@example.org", "Reply-To": "marie@example.org"},
        {"From": "=?utf-8?q?marie=40example=2Eorg=2C?= <pirate@example.org>"},
        {"From": "marie@example.org, pirate@example.org"},
        {"Auto-Submitted": "auto-replied"},
        {"Precedence": "bulk"},
        {"List-Id": "<liste.example.org>"},
        {"From": ""},
    ],
)
def test_what_is_not_the_party_s_own_mail_is_dropped_in_silence(
    author: Party, headers: dict[str, str]
) -> None:
    assert receive(mail(author, **headers).as_bytes()) == Exit.TAKEN
    assert said() == []
    assert not Letter.objects.exists()


@pytest.mark.django_db
def test_two_senders_are_none(author: Party) -> None:
    raw = b"From: marie@example.org\r\n" + mail(author, From="pirate@example.org").as_bytes()
    assert receive(raw) in (Exit.TAKEN, Exit.BAD_DATA)
    assert said() == []


@pytest.mark.django_db
def test_a_made_up_address_is_unknown(author: Party) -> None:
    real = reply_address(author)
    other = real.replace(f"+p{author.pk}-", f"+p{author.pk + 1}-")
    notice = real.replace(f"+p{author.pk}-", f"+n{author.pk}-")
    for address in (
        other,
        notice,
        f"reponse+p{author.pk}-{'a' * 16}@{DOMAIN}",
        real.replace(DOMAIN, "ailleurs.org"),
    ):
        assert receive(mail(author, To=address).as_bytes()) == Exit.NO_USER
    assert said() == []


@pytest.mark.django_db
def test_without_a_domain_nothing_is_taken(author: Party, settings: Any) -> None:
    raw = mail(author).as_bytes()
    settings.REPLY_DOMAIN = ""
    assert reply_address(author) == ""
    assert receive(raw) == Exit.NO_USER


@pytest.mark.django_db
def test_who_left_or_may_not_write_is_not_passed_on(author: Party, talk: Talk) -> None:
    answer = talk.seat(author.conversation, Side.ANSWER)
    verbs.decline(party=author)
    for _twice in range(2):
        assert receive(mail(answer).as_bytes()) == Exit.TAKEN
    letter = Letter.objects.get()
    assert letter.content["to"] == talk.paul.email
    assert said() == []
    Party.objects.filter(pk=author.pk).update(left_at=author.joined_at)
    receive(mail(author).as_bytes())
    assert said() == []


@pytest.mark.django_db
def test_files_come_in_under_the_same_rules(author: Party) -> None:
    message = mail(author, "Voici le plan.")
    message.add_attachment(b"%PDF-1.4", maintype="application", subtype="pdf", filename="plan.pdf")
    message.add_attachment(b"MZ\x90\x00", maintype="image", subtype="png", filename="photo.png")
    assert receive(message.as_bytes()) == Exit.TAKEN
    assert [file.name for file in Attachment.objects.all()] == ["plan.pdf"]
    assert "photo.png" in Letter.objects.get().content["text"]


@pytest.mark.django_db
def test_markup_is_read_as_words(author: Party) -> None:
    message = mail(author)
    message.set_content(
        "<style>p{}</style><p>Bonjour <b>Paul</b>,</p><p>à&nbsp;samedi</p>"
        "<blockquote>Nous avons une salle.</blockquote><script>x</script>",
        subtype="html",
    )
    receive(message.as_bytes())
    assert said() == ["Bonjour Paul,\nà samedi"]


@pytest.mark.django_db
def test_a_mail_that_only_quotes_says_nothing(author: Party) -> None:
    assert receive(mail(author, "> Nous avons une salle.\n").as_bytes()) == Exit.TAKEN
    assert said() == []
    assert Letter.objects.count() == 1


@pytest.mark.django_db
def test_what_is_too_large_too_deep_or_no_mail_is_refused(author: Party) -> None:
    assert receive(b"x" * (mail_in.MOST_BYTES + 1)) == Exit.BAD_DATA
    deep: Any = mail(author)
    for _each in range(mail_in.MOST_DEPTH + 2):
        outer = mail(author)
        outer.add_attachment(deep)
        deep = outer
    assert receive(deep.as_bytes()) == Exit.BAD_DATA
    many = mail(author)
    for nth in range(mail_in.MOST_PARTS):
        many.add_attachment(b"x", maintype="text", subtype="plain", filename=f"{nth}.txt")
    assert receive(many.as_bytes()) == Exit.BAD_DATA
    assert receive(b"") == Exit.NO_USER
    assert said() == []


@pytest.mark.django_db
def test_the_command_says_how_it_went(author: Party, monkeypatch: pytest.MonkeyPatch) -> None:
    def run(raw: bytes) -> int:
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(raw)))
        try:
            call_command("receive_mail")
        except SystemExit as end:
            return int(end.code or 0)
        return 0

    assert run(mail(author).as_bytes()) == 0
    assert run(mail(author, To=f"reponse+1-{'a' * 16}@{DOMAIN}").as_bytes()) == 67
    assert run(b"x" * (mail_in.MOST_BYTES + 1)) == 65

    def broken(raw: bytes) -> Exit:
        raise DatabaseError

    monkeypatch.setattr("exchanges.management.commands.receive_mail.receive", broken)
    assert run(mail(author).as_bytes()) == 75


@given(st.binary(max_size=3000))
def test_no_bytes_make_it_stumble(raw: bytes) -> None:
    assert receive(raw) in (Exit.NO_USER, Exit.BAD_DATA)


@given(st.text(max_size=80))
def test_no_address_makes_it_stumble(address: str) -> None:
    assert destination_of(address) is None
    assert destination_of(f"{address}@{DOMAIN}") is None


REPLIES = {
    "gmail": "Oui.\n\nLe mar. 3 mars 2026 à 10:12, APEAS <a@b.fr> a écrit :\n\n> Bonjour\n> Camille\n",
    "over two lines": "Oui.\n\nLe mar. 3 mars 2026 à 10:12, APEAS\n<a@b.fr> a écrit :\n> Bonjour\n",
    "in English": "Oui.\n\nOn Tue, 3 Mar 2026 at 10:12, APEAS <a@b.fr> wrote:\n> Bonjour\n",
    "outlook": "Oui.\n\n________________________________\nDe : APEAS <a@b.fr>\nEnvoyé : mardi 3 mars\nÀ : moi\n\nBonjour\n",
    "thunderbird": "Oui.\n\nLe 03/03/2026 à 10:12, APEAS a écrit :\n> Bonjour\n",
    "without signs": "Oui.\n\nLe 03/03/2026 à 10:12, APEAS a écrit :\nBonjour\n",
    "signature": "Oui.\n\n-- \nCamille\nLa Ruche\n",
    "telephone": "Oui.\n\nEnvoyé de mon iPhone\n",
    "original": "Oui.\n\n-----Message d'origine-----\nDe : APEAS\nBonjour\n",
    "windows": "Oui.\r\n\r\nLe 03/03/2026 à 10:12, APEAS a écrit :\r\n> Bonjour\r\n",
}


@pytest.mark.parametrize("program", REPLIES)
def test_what_is_quoted_is_left_out(program: str) -> None:
    assert own_words(REPLIES[program]) == "Oui."


def test_answers_between_quoted_lines_are_kept() -> None:
    text = "Le 03/03/2026 à 10:12, APEAS a écrit :\n> Samedi ?\nOui.\n> Et dimanche ?\nNon.\n"
    assert own_words(text) == "Oui.\nNon."


def test_words_that_only_look_like_a_quotation_are_kept() -> None:
    text = "On m’a dit ceci, et mon frère a écrit :\nvenez samedi."
    assert own_words(text) == text


WORDS = st.text(st.characters(exclude_characters=">\r\x00_-", exclude_categories=["Cs", "Cc"]), max_size=200)


@given(st.lists(WORDS, max_size=6), st.lists(WORDS, max_size=6))
def test_whatever_is_quoted_the_words_stay(lines: list[str], quoted: list[str]) -> None:
    own = own_words("\n".join(lines))
    history = "\n".join(f"> {line}" for line in quoted)
    mailed = f"{own}\n\nLe 3 mars 2026 à 10:12, APEAS <a@example.org> a écrit :\n{history}\n"
    assert own_words(mailed) == own
    assert own_words(own) == own


@given(st.text(max_size=2000))
def test_no_text_makes_it_stumble_or_grow(text: str) -> None:
    assert len(own_words(text)) <= len(text)


@pytest.fixture
def told(talk: Talk) -> Notice:
    return told_of(talk)


@pytest.mark.django_db
def test_who_was_told_answers_by_mail_once(talk: Talk, told: Notice) -> None:
    raw = answer_to(told, talk.paul.email)
    assert [receive(raw), receive(raw)] == [Exit.TAKEN, Exit.TAKEN]
    conversation = Conversation.objects.get()
    assert conversation.answerer == f"org:{talk.bakery.pk}"
    assert Message.objects.get().body == "Nous avons une salle."
    assert Notice.objects.filter(person=talk.marie, event="answer_received").count() == 1


@pytest.mark.django_db
def test_the_mail_about_a_notice_says_where_answers_go(
    talk: Talk, told: Notice, mailoutbox: list[Any]
) -> None:
    deliver_due()
    deliver_waiting()
    (mail_of,) = mailoutbox
    assert mail_of.reply_to == [reply_to_notice(told)]
    assert "votre adresse n’est pas montrée" in mail_of.body


@pytest.mark.django_db
@pytest.mark.parametrize("sender", ["marie@example.org", "inconnu@example.org", ""])
def test_another_hand_does_not_answer_for_who_was_told(talk: Talk, told: Notice, sender: str) -> None:
    assert receive(answer_to(told, sender)) == Exit.TAKEN
    assert not Conversation.objects.exists()


@pytest.mark.django_db
def test_an_answer_by_mail_to_what_is_over_is_not_lost_in_silence(
    talk: Talk, told: Notice, mailoutbox: list[Any]
) -> None:
    talk.page.unpublish()
    assert receive(answer_to(told, talk.paul.email)) == Exit.TAKEN
    deliver_waiting()
    assert not Conversation.objects.exists()
    assert mailoutbox[-1].to == [talk.paul.email]
    assert "Cherche un local" in mailoutbox[-1].subject


@pytest.mark.django_db
def test_a_notice_about_something_else_takes_no_answers(talk: Talk, told: Notice) -> None:
    Notice.objects.filter(pk=told.pk).update(subject="organisation:1")
    told.refresh_from_db()
    assert reply_to_notice(told) == ""
