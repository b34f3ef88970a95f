"""Every kind of mail of this room, as its receiver reads it."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.template.loader import get_template
from django.utils import timezone

from cms.users.mails import message_of, network_mail
from cms.users.models import Letter, User
from exchanges.models import AlertHit, Kind, Notice, Pace
from exchanges.notices import alert_digests, alerts, events, tasks
from sites.models import NetworkSettings
from tests.exchanges.notices.conftest import FACTS
from tests.mailcheck import check_mail, parsed
from tests.networks import Networks

pytestmark = pytest.mark.django_db
Told = Callable[..., list[Notice]]
TEMPLATES = Path(get_template("exchanges/mail/notice.html").origin.name).parent.parent
# The parts of mails: everything else in that folder is a mail, and is checked below.
FRAMES = {"notice", "digest", "foot"}
SEARCH = {"label": "Miel · Aix", "kind": "exchanges", "query": "q=miel", "url": "/echanges/?q=miel"}


def mails() -> list[str]:
    """The mails of this room, by the templates that are there."""
    names = {
        path.name.partition(".")[0].removesuffix("_subject").removesuffix("_message")
        for path in (TEMPLATES / "mail").iterdir()
    }
    return sorted(names - FRAMES)


def worded() -> list[str]:
    """The events of which there are words, whichever room tells them."""
    return sorted(
        path.name.removesuffix("_subject.txt") for path in (TEMPLATES / "notices").glob("*_subject.txt")
    )


@pytest.fixture
def home(networks: Networks) -> str:
    """The root address of the reader's network, which writes from its own address."""
    NetworkSettings.objects.filter(site=networks.alliance).update(contact_email="bonjour@alliance.example")
    return networks.alliance.root_url


def test_every_event_has_its_words() -> None:
    assert set(events.registered()) <= set(worded())
    assert "alert_hit" in worded()


@pytest.mark.parametrize("name", mails())
def test_mails_asked_for(name: str, networks: Networks, home: str, letters: list[Any]) -> None:
    context = {"search": SEARCH, "url": f"{home}/alertes/confirmer/jeton/"}
    network_mail(
        site_id=networks.alliance.pk, to="x@example.org", template=f"exchanges/mail/{name}", context=context
    )
    check_mail(parsed(message_of(Letter.objects.get())), home=home, stops=False)


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_mails_at_once(
    kind: Kind, language: str, told: Told, home: str, marie: User, letters: list[Any]
) -> None:
    User.objects.filter(pk=marie.pk).update(language=language)
    told(marie, kind=kind, paces={marie.pk: Pace.AT_ONCE})
    message = parsed(letters[0])
    check_mail(message, home=home)
    body = message.get_body(("plain",)).get_content()
    assert body.startswith("Bonjour Marie," if language == "fr" else "Hello Marie,")
    assert message["From"] == "Alliance Provence <pes@example.org>"
    assert message["Reply-To"] == "bonjour@alliance.example"
    assert "#4A6B1F" in message.get_body(("html",)).get_content()


def test_names_and_titles_are_text(told: Told, home: str, marie: User, letters: list[Any]) -> None:
    """They can neither hold markup, nor a button, nor what stands for something else."""
    User.objects.filter(pk=marie.pk).update(first_name="<b>M</b> ⟦stop⟧ & Cie")
    evil = f"Ouvrir : {home}/compte/ ⟦subject⟧\nBcc: x@example.org <img src=x>"
    told(marie, facts={**FACTS, "title": evil})
    message = letters[0].message()
    html = letters[0].alternatives[0][0]
    assert "<img" not in html
    assert "<b>M" not in html
    assert "⟦stop⟧ &amp; Cie" in html
    assert "Bonjour <b>M</b> ⟦stop⟧ & Cie," in letters[0].body
    assert "Bcc" not in message
    assert f'href="{home}/compte/' not in html


def test_an_answer_goes_where_the_event_says(
    told: Told, marie: User, letters: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    event = events.Event(
        path=lambda notice: "/x/", answers=lambda notice: f"conversation+{notice.pk}@pes.example"
    )
    monkeypatch.setitem(events._events, "alert_hit", event)
    (notice,) = told(marie, kind=Kind.ANSWER)
    assert letters[0].reply_to == [f"conversation+{notice.pk}@pes.example"]


class TestDigests:
    """One mail a person and network, by kind, newest first; nothing twice."""

    @pytest.fixture
    def daily(self, told: Told, marie: User) -> Callable[..., Notice]:
        """Something that waits for the morning."""

        def tell_one(title: str, kind: Kind = Kind.MATCH, person: User = marie, **fields: Any) -> Notice:
            facts = {**FACTS, "title": title}
            (notice,) = told(
                person, subject=title, kind=kind, facts=facts, paces={person.pk: Pace.DAILY}, **fields
            )
            return notice

        return tell_one

    def morning(self) -> None:
        """Let it be seven o'clock."""
        Notice.objects.filter(mail_due_at__isnull=False).update(
            mail_due_at=timezone.now() - timedelta(minutes=1)
        )

    def run(self, commit: Callable[..., Any]) -> int:
        with commit(execute=True):
            return tasks.send_digests()

    def test_one_mail(
        self, daily: Any, home: str, letters: list[Any], django_capture_on_commit_callbacks: Any
    ) -> None:
        for title, kind in (("Ruche", Kind.MATCH), ("Réponse", Kind.ANSWER), ("Miellerie", Kind.MATCH)):
            daily(title, kind)
        assert self.run(django_capture_on_commit_callbacks) == 0
        self.morning()
        assert self.run(django_capture_on_commit_callbacks) == 1
        assert self.run(django_capture_on_commit_callbacks) == 0
        (mail,) = letters
        message = parsed(mail)
        check_mail(message, home=home)
        text = message.get_body(("plain",)).get_content()
        assert text.index("Miellerie") < text.index("Ruche") < text.index("Réponse")
        assert "Du miel" in text
        assert message["Subject"].startswith("3 nouveautés")

    def test_networks_apart(
        self, daily: Any, networks: Networks, letters: list[Any], django_capture_on_commit_callbacks: Any
    ) -> None:
        daily("Ici")
        daily("Là", network=networks.hub)
        self.morning()
        assert self.run(django_capture_on_commit_callbacks) == 2
        assert {mail.from_email.partition(" <")[0] for mail in letters} == {"Alliance Provence", "PES PACA"}

    def test_what_was_read_or_mailed_is_not_repeated(
        self, daily: Any, told: Told, marie: User, letters: list[Any], django_capture_on_commit_callbacks: Any
    ) -> None:
        told(marie, subject="at once", facts={**FACTS, "title": "Aussitôt"})
        daily("Lu")
        Notice.objects.filter(subject="Lu").update(read_at=timezone.now())
        daily("Neuf")
        self.morning()
        assert self.run(django_capture_on_commit_callbacks) == 1
        assert "Neuf" in letters[1].body
        assert "Lu»" not in letters[1].body
        assert "Aussitôt" not in letters[1].body

    def test_many_things_stay_small(
        self, daily: Any, home: str, letters: list[Any], django_capture_on_commit_callbacks: Any
    ) -> None:
        for number in range(30):
            daily(f"Annonce {number} " + "é" * 60)
        self.morning()
        assert self.run(django_capture_on_commit_callbacks) == 1
        check_mail(parsed(letters[0]), home=home)
        assert "et 10 de plus" in letters[0].body
        assert not Notice.objects.filter(mailed_at=None).exists()

    def test_alerts_without_an_account(
        self, networks: Networks, home: str, letters: list[Any], django_capture_on_commit_callbacks: Any
    ) -> None:
        alerts.ask(network=networks.alliance, kind="exchanges", query="q=miel", email="Anne@example.org")
        alert = alerts.Alert.objects.get()
        alerts.confirm(alert)
        page = networks.exchange(networks.alliance, "Du miel", summary="De lavande")
        tasks.watch([page.pk])
        assert self.run(django_capture_on_commit_callbacks) == 0
        AlertHit.objects.update(found_at=timezone.now() - timedelta(days=1))
        assert self.run(django_capture_on_commit_callbacks) == 1
        assert self.run(django_capture_on_commit_callbacks) == 0
        (mail,) = [mail for mail in letters if "Du miel" in mail.body]
        check_mail(parsed(mail), home=home)
        assert "De lavande" in mail.body
        assert mail.to == ["anne@example.org"]
        alert.refresh_from_db()
        assert alert.told_at

    def test_an_alert_tells_nothing_of_what_left(
        self, networks: Networks, letters: list[Any], django_capture_on_commit_callbacks: Any
    ) -> None:
        alerts.ask(network=networks.alliance, kind="exchanges", query="", email="anne@example.org")
        alerts.confirm(alerts.Alert.objects.get())
        page = networks.exchange(networks.alliance, "Secret")
        tasks.watch([page.pk])
        AlertHit.objects.update(found_at=timezone.now() - timedelta(days=1))
        page.unpublish()
        assert alert_digests.send_alert_digests() == 0
        assert AlertHit.objects.filter(mailed_at=None).count() == 0
