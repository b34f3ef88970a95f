"""Mails that are too many, and files whose names were made to trip us up: refused in clear words, once."""

from base64 import b64encode
from typing import Any

import pytest

from cms.users.models import Letter
from exchanges.conversations.links import path_of
from exchanges.conversations.mail_in import Exit, receive
from exchanges.conversations.replies import reply_address
from exchanges.models import Attachment, Message, Notice, Party, Side
from tests.exchanges.conversations.mailing import answer_to, mail, said, told_of
from tests.exchanges.conversations.talks import Talk

pytestmark = pytest.mark.usefixtures("replies")


@pytest.fixture
def told(talk: Talk) -> Notice:
    return told_of(talk)


# As RFC 2231 writes a name: any sign may be in it.
NAMED = """--b
Content-Type: application/octet-stream
Content-Disposition: attachment; filename*=utf-8''plan%00%07%E2%80%AE{name}
Content-Transfer-Encoding: base64

{content}
"""


def with_files(party: Party, *files: tuple[str, bytes]) -> bytes:
    """A mail of the party with these files, whose names hold signs that nobody types."""
    head = f"From: {party.person.email if party.person else party.email}\nTo: {reply_address(party)}\nMessage-ID: <f@x>\n"
    head += 'MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="b"\n\n'
    words = "--b\nContent-Type: text/plain\n\nVoici.\n"
    parts = [NAMED.format(name=name, content=b64encode(content).decode()) for name, content in files]
    return f"{head}{words}{''.join(parts)}--b--\n".encode()


@pytest.mark.django_db
def test_a_file_of_a_hostile_name_is_refused_in_clear_words(author: Party) -> None:
    """Of what is no file that we take, and of one too many, its writer reads the name: it holds no such sign."""
    text = b"Bonjour\n"
    files = [("0.exe", b"MZ\x90\x00"), *((f"{nth}.txt", text) for nth in range(1, 5))]
    assert receive(with_files(author, *files)) == Exit.TAKEN
    assert said() == ["Voici."]
    assert sorted(Attachment.objects.values_list("name", flat=True)) == [
        "plan1.txt",
        "plan2.txt",
        "plan3.txt",
    ]
    letter = Letter.objects.get(key__startswith="not-taken-")
    assert "plan0.exe" in letter.content["text"]
    assert "plan4.txt" in letter.content["text"]
    for part in letter.content.values():
        assert not set(str(part)) & set("\x00\x07\u202e")


def many(settings: Any, action: str, rate: str) -> None:
    """So many are a lot."""
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, action: rate}


def nth(party: Party, number: int) -> bytes:
    """Another mail of the party."""
    return mail(party, f"Message {number}", Message_ID=f"<n{number}@example.org>").as_bytes()


@pytest.mark.django_db
@pytest.mark.parametrize("is_visitor", [False, True], ids=["a member", "a visitor"])
def test_a_flood_of_mails_is_stopped_and_its_writer_is_told_once(
    talk: Talk, settings: Any, is_visitor: bool
) -> None:
    many(settings, "message", "2/h/user,100/h/ip,2/h/key")
    message = talk.by_visitor() if is_visitor else talk.answered()
    party = talk.seat(message.conversation, Side.ANSWER)
    before = Letter.objects.count()
    assert [receive(nth(party, number)) for number in range(6)] == [Exit.TAKEN] * 6
    assert said() == ["Message 0", "Message 1"]
    (letter,) = Letter.objects.filter(key__startswith="not-taken-")
    assert Letter.objects.count() == before + 1
    assert letter.content["to"] == (party.person.email if party.person else party.email)
    assert "patientez" in letter.content["text"]
    # What was taken and comes once more is nothing new, and nothing is said of it.
    assert receive(nth(party, 0)) == Exit.TAKEN
    assert Letter.objects.count() == before + 1
    assert len(said()) == 2


@pytest.mark.django_db
def test_what_is_written_on_the_site_and_by_mail_is_counted_together(talk: Talk, settings: Any) -> None:
    many(settings, "message", "2/h/user,100/h/ip,2/h/key")
    visitor = talk.seat(talk.by_visitor().conversation, Side.ANSWER)
    paul = talk.seat(talk.answered().conversation, Side.ANSWER)
    for party, person in ((visitor, None), (paul, talk.paul)):
        receive(nth(party, 1))
        address = path_of(party)
        codes = [
            talk.browser(person).post(address, {"body": f"Ici {number}"}).status_code for number in (2, 3)
        ]
        assert codes == [302, 429]


@pytest.mark.django_db
def test_answers_by_mail_to_what_somebody_was_told_of_are_counted_as_answers(
    talk: Talk, told: Notice, settings: Any
) -> None:
    many(settings, "answer", "20/h/ip,1/d/user,5/h/key")
    assert receive(answer_to(told, talk.paul.email)) == Exit.TAKEN
    raw = answer_to(told, talk.paul.email, "Encore.").replace(b"<reponse@", b"<encore@")
    assert [receive(raw), receive(answer_to(told, talk.paul.email))] == [Exit.TAKEN] * 2
    assert Message.objects.get().body == "Nous avons une salle."
    (letter,) = Letter.objects.filter(key__startswith="not-taken-")
    assert "patientez" in letter.content["text"]


@pytest.mark.django_db
def test_what_is_not_from_the_writer_counts_for_nothing(author: Party, settings: Any) -> None:
    many(settings, "message", "1/h/user,1/h/key")
    for headers in ({"From": "pirate@example.org"}, {"Auto_Submitted": "auto-replied"}):
        assert receive(mail(author, **headers).as_bytes()) == Exit.TAKEN
    assert receive(mail(author).as_bytes()) == Exit.TAKEN
    assert said() == ["D’accord pour samedi."]
