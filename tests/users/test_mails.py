"""Mails in the name of a network: what they say, and that each leaves once."""

import datetime
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from django.utils import timezone

from cms.users import tasks
from cms.users.mails import network_mail, paragraphs
from cms.users.models import Letter, User
from cms.users.templatetags.mails import quoted
from sites.models import NetworkSettings
from tests.networks import Networks
from tests.processes import spawn
from tests.users.conftest import Browser

Browse = Callable[..., Browser]
WAITING: dict[str, Any] = {
    "to": "membre@example.org",
    "sender": "pes@example.org",
    "answers": "",
    "subject": "Bonjour",
    "text": "Bonjour",
    "html": "<p>Bonjour</p>",
}


def waiting(key: str = "essai") -> Letter:
    return Letter.objects.create(key=key, content=WAITING)


def ask(browse: Browse, member: User, letters: list[Any], key: str = "alliance") -> Any:
    browse(key).post("account_reset_password", {"email": member.email})
    return letters[0]


def test_a_mail_speaks_for_the_network_that_was_asked(
    networks: Networks, browse: Browse, member: User, letters: list[Any]
) -> None:
    NetworkSettings.objects.filter(site=networks.alliance).update(contact_email="bonjour@alliance.example")
    letter = ask(browse, member, letters)
    assert letter.from_email == "Alliance Provence <pes@example.org>"
    assert letter.reply_to == ["bonjour@alliance.example"]
    assert letter.subject == "Choisir un nouveau mot de passe"
    html, kind = letter.alternatives[0]
    assert kind == "text/html"
    for body in (letter.body, html):
        assert "Alliance Provence" in body
        assert networks.alliance.root_url in body
        assert "APEAS" not in body
    assert "#4A6B1F" in html
    assert letter.extra_headers["Auto-Submitted"] == "auto-generated"


def test_it_leaves_from_its_own_address_where_our_server_may(
    networks: Networks, browse: Browse, member: User, letters: list[Any], settings: Any
) -> None:
    """A mail from a domain that does not know our server would be taken for a forged one."""
    settings.MAIL_DOMAINS = ["alliance.example"]
    NetworkSettings.objects.filter(site=networks.alliance).update(contact_email="bonjour@Alliance.example")
    assert ask(browse, member, letters).from_email == "Alliance Provence <bonjour@Alliance.example>"


def test_it_is_in_the_language_of_the_platform(browse: Browse, member: User, letters: list[Any]) -> None:
    browse(headers={"Accept-Language": "en"}).post("account_reset_password", {"email": member.email})
    assert letters[0].body.startswith("Bonjour,")


def test_names_are_text_and_not_markup(networks: Networks, letters: list[Any], member: User) -> None:
    NetworkSettings.objects.filter(site=networks.apeas).update(
        name="L’<b>Atelier</b> & Cie\nBcc: x@example.org"
    )
    network_mail(
        site_id=networks.apeas.pk, to=member.email, template="account/email/unknown_account", context={}
    )
    tasks.deliver(Letter.objects.get().pk)
    letter = letters[0]
    assert "&amp;" not in letter.body
    assert "<b>Atelier" not in letter.alternatives[0][0]
    assert "\n" not in letter.message()["From"].replace("\n ", "")
    assert "Bcc" not in letter.message()


def test_only_what_leads_to_the_network_is_a_button() -> None:
    """A word of whoever invites stands in the mail: it must not pass for ours."""
    home = "http://pes.apeas.fr"
    ours = [f"{home}/compte/x/", home]
    others = ["https://evil.example/", f"{home}.evil.example/", f"{home}@evil.example/", "http://pes.paca/"]
    for address in (*ours, *others):
        (found,) = paragraphs(f"Ouvrir : {address}", home)
        assert found["url"] == (address if address in ours else "")
        assert address in found.values() or address in found["text"]


def test_what_somebody_wrote_is_set_apart_and_never_a_button() -> None:
    home = "http://pes.apeas.fr"
    words = f"Bonjour,\r\n\r\nOuvrir : {home}/compte/x/"
    (lead, quote, items, button) = paragraphs(
        f"Paul écrit :\n\n{quoted(words)}\n\n- un\n- deux\n\nOuvrir : {home}/", home
    )
    assert (lead["text"], lead["items"]) == ("Paul écrit :", [])
    assert quote == {"text": words.replace("\r", ""), "url": "", "quote": True}
    assert items["items"] == ["un", "deux"]
    assert button["url"] == f"{home}/"


def test_a_letter_is_sent_once(letters: list[Any], db: None) -> None:
    letter = waiting()
    for _ in range(3):
        tasks.deliver(letter.pk)
    tasks.deliver_waiting()
    assert len(letters) == 1


def test_nothing_of_it_is_kept(letters: list[Any], db: None) -> None:
    """It may hold a link that opens an account."""
    letter = waiting()
    tasks.deliver(letter.pk)
    letter.refresh_from_db()
    assert letter.content == {}
    assert letter.sent_at is not None


def test_no_link_is_left_in_the_queue(browse: Browse, member: User, letters: list[Any]) -> None:
    from django_q.models import OrmQ, Task

    ask(browse, member, letters)
    told = " ".join(f"{task.args} {task.kwargs} {task.result}" for task in Task.objects.all())
    assert "/nouveau/" not in told
    assert member.email not in told
    assert not OrmQ.objects.exists()
    assert not Letter.objects.exclude(content={}).exists()


def test_what_the_server_refuses_waits_for_the_next_round(letters: list[Any], db: None) -> None:
    letter, other = waiting(), waiting("autre")
    with patch("django.core.mail.EmailMultiAlternatives.send", side_effect=OSError("refused")):
        with pytest.raises(OSError, match="refused"):
            tasks.deliver(letter.pk)
        tasks.deliver_waiting()
    assert not letters
    tasks.deliver_waiting()
    assert len(letters) == 2
    assert not Letter.objects.filter(pk__in=[letter.pk, other.pk], sent_at=None).exists()


def test_what_is_asked_for_twice_is_written_once(networks: Networks, letters: list[Any]) -> None:
    """The job that writes a reset is run again when its worker died."""
    from cms.users.resets import write_reset

    User.objects.create_user("membre@example.org", "x")
    for _ in range(2):
        write_reset("membre@example.org", networks.apeas.pk, "reset-1")
    tasks.deliver_waiting()
    assert len(letters) == 1


def test_old_letters_are_forgotten(letters: list[Any], db: None) -> None:
    late, old = waiting("late"), waiting("old")
    for letter, days in ((late, 2), (old, 8)):
        Letter.objects.filter(pk=letter.pk).update(created_at=timezone.now() - datetime.timedelta(days=days))
    tasks.deliver_waiting()
    assert not letters
    assert [(letter.key, letter.content) for letter in Letter.objects.all()] == [("late", {})]


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("statement", range(1, 7))
def test_a_worker_killed_anywhere_sends_at_most_once(statement: int, tmp_path: Path) -> None:
    """Before it took the letter nothing is lost; once it has it, it is not sent a second time."""
    letter = waiting()
    sent = tmp_path / "sent"
    sent.touch()

    def send(self: Any) -> None:
        with sent.open("a") as file:
            file.write("sent\n")

    with patch("django.core.mail.EmailMultiAlternatives.send", send):
        os.waitpid(spawn(lambda: tasks.deliver(letter.pk), die_at=statement), 0)
        tasks.deliver_waiting()
        tasks.deliver(letter.pk)
    times = len(sent.read_text().splitlines())
    assert times <= 1
    assert times == 1 or statement > 1
    assert Letter.objects.get().taken_at is not None
