"""The life of an exchange, in Chromium, with a real queue worker and a real mail server.

Marie of Alliance Provence looks for premises in Nice: typed once, it is on every site, three structures of
two networks are told why, one answers by mail and one in its space, and its end is known to all who
have to know.
"""

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from email.message import EmailMessage

import pytest
from django.conf import settings
from django.db import connection
from django_q.conf import Conf
from playwright.sync_api import BrowserContext, Page, expect

from cms.core.registry import Duty
from cms.users import strangers
from cms.users.models import User
from exchanges.models import Conversation, Notice
from tests.browser.life_world import Life, make_life
from tests.browser.test_journeys import ALLIANCE, APEAS, HUB, MESCLUN, sign_in
from tests.networks import PASSWORD
from tests.processes import wait_for, worker
from tests.smtp_sink import Sink
from tools.chromium import PHONE

Address = Callable[..., str]
Open = Callable[..., BrowserContext]
Check = Callable[[Page], None]
NEED = "Local de 60 m² à Nice pour un point de vente"
REPLIES = "reponses.example.org"

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def queued(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tasks go to the real queue; and forms take what is typed as fast as this types."""
    monkeypatch.setattr(Conf, "SYNC", False)
    monkeypatch.setattr(strangers, "FASTEST", 0)


@pytest.fixture
def sink() -> Iterator[Sink]:
    """The mail server to which the worker sends."""
    with Sink() as server:
        yield server


@pytest.fixture
def life(transactional_db: None, live_server: object) -> Life:
    return make_life()


def enter(context: BrowserContext, address: Address, host: str, person: User) -> Page:
    """The space of a member, signed in as they do."""
    page = context.new_page()
    page.goto(address(host, "/mon-espace/"))
    page.get_by_label("Adresse e-mail").fill(person.email)
    page.get_by_label("Mot de passe", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Se connecter").click()
    page.wait_for_url("**/mon-espace/")
    return page


def publish_need(page: Page, address: Address) -> None:
    """Type the need in the form of one screen, and send it."""
    page.goto(address(ALLIANCE, "/mon-espace/annonces/publier/"))
    page.get_by_label("Je recherche").check()
    page.get_by_label("Local, terrain").check()
    page.get_by_label("Titre").fill(NEED)
    page.get_by_label("Description").fill("Pour vendre légumes et fromages, trois jours par semaine.")
    page.get_by_label("Location").check()
    page.locator("[name=where]").fill("Nice (06)")
    page.locator("[name=more_theme]").fill("Locaux")
    page.get_by_role("radio", name="Alliance Provence").check()
    page.get_by_role("button", name="Publier", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(NEED)


def reply_by_mail(sink: Sink, person: User, words: str) -> None:
    """Answer the mail about the need, as a mail program does; the mail server hands it to `receive_mail`."""
    (told,) = [mail.message for mail in sink.to(person.email) if NEED in str(mail.message["Subject"])]
    answer = EmailMessage()
    answer["From"], answer["To"] = person.email, str(told["Reply-To"])
    answer["Subject"], answer["Message-ID"] = f"Re: {told['Subject']}", f"<une-reponse@{REPLIES}>"
    answer["In-Reply-To"] = str(told["Message-ID"])
    quoted = told.get_body(("plain",)).get_content().replace("\n", "\n> ")
    answer.set_content(f"{words}\n\nLe 28 novembre, Alliance Provence a écrit :\n> {quoted}")
    hand_in(answer)


def hand_in(message: EmailMessage) -> None:
    """What the mail server of the platform does with a mail for it."""
    connection.close()
    command = [
        sys.executable,
        "-m",
        "tests.worker",
        str(connection.settings_dict["NAME"]),
        "pes",
        "receive_mail",
    ]
    known = {**os.environ, "TEST_REPLY_DOMAIN": REPLIES}
    subprocess.run(command, cwd=settings.BASE_DIR, env=known, input=message.as_bytes(), check=True)  # noqa: S603


def test_a_need_is_answered_and_its_end_is_known(
    life: Life,
    queued: None,
    sink: Sink,
    address: Address,
    open_context: Open,
    assert_accessible: Check,
    assert_fits: Check,
    settings: object,
) -> None:
    settings.REPLY_DOMAIN = REPLIES
    marie = enter(open_context(viewport=PHONE, is_mobile=True, has_touch=True), address, ALLIANCE, life.marie)
    assert_accessible(marie)
    with worker(TEST_EMAIL_PORT=str(sink.port), TEST_REPLY_DOMAIN=REPLIES):
        publish_need(marie, address)
        told = (life.salome, life.remi, life.farida)
        wait_for(lambda: Notice.objects.filter(person__in=told, event="match_found").count() == 3)
        wait_for(lambda: all(sink.to(person.email) for person in told))

        visitor = open_context().new_page()
        for host in (HUB, APEAS, MESCLUN):
            visitor.goto(address(host, "/echanges/"))
            visitor.get_by_role("link", name=NEED).first.click()
            expect(visitor.get_by_role("heading", level=1)).to_have_text(NEED)
        assert {mail.to for mail in sink.mails} >= {person.email for person in told}
        assert not [mail for mail in sink.to(life.marie.email) if "match" in str(mail.message["Subject"])]

        reply_by_mail(sink, life.salome, "Nous partageons une boutique, venez la voir jeudi.")
        answer_in_space(open_context(), address, life, assert_accessible)
        wait_for(lambda: Conversation.objects.count() == 2)
        wait_for(lambda: len(sink.to(life.marie.email)) >= 2)

    conclude(marie, address, assert_fits, assert_accessible)
    confirm(open_context(), address, life)
    follow(open_context(), address, life)
    assert Conversation.objects.get(answerer__contains="org", state="concluded").parties.count() == 2
    assert not set(Notice.objects.filter(person=life.marie).values_list("event", flat=True)) & {"match_found"}


def answer_in_space(context: BrowserContext, address: Address, life: Life, check: Check) -> None:
    """Rémi reads in his space why he was told, and answers there."""
    remi = enter(context, address, APEAS, life.remi)
    remi.goto(address(APEAS, "/mon-espace/nouvelles/"))
    expect(remi.locator("main")).to_contain_text(NEED)
    expect(remi.locator("main")).to_contain_text("Locaux")
    check(remi)
    remi.get_by_role("link", name=NEED).first.click()
    remi.get_by_role("link", name="Je réponds").first.click()
    remi.locator("[name=body]").fill("Nous avons 70 m² avec vitrine, libres en mars.")
    remi.get_by_role("button", name="Envoyer ma réponse").click()


def conclude(marie: Page, address: Address, assert_fits: Check, assert_accessible: Check) -> None:
    """Marie reads both answers, and says that it is concluded with Octets Solidaires."""
    marie.goto(address(ALLIANCE, "/mon-espace/conversations/"))
    expect(marie.get_by_role("link", name=NEED)).to_have_count(2)
    assert_fits(marie)
    marie.get_by_role("link", name="Octets Solidaires").first.click()
    expect(marie.locator("main")).to_contain_text("venez la voir jeudi")
    marie.wait_for_load_state()
    assert "Alliance Provence a écrit" not in marie.locator("main").inner_text()
    assert "@example.org" not in marie.locator("main").inner_text()
    assert_accessible(marie)
    marie.locator("[name=body]").fill("Merci, à jeudi !")
    marie.get_by_role("button", name="Envoyer", exact=True).click()
    marie.get_by_role("link", name="Dire comment cela s’est terminé").click()
    marie.wait_for_load_state()
    assert_accessible(marie)
    marie.get_by_role("radio", name=re.compile("Octets Solidaires")).check()
    marie.locator("[name=method]").select_option(label="Location")
    marie.locator("[name=value]").fill("300")
    marie.get_by_role("button", name="Enregistrer").click()
    expect(marie.locator("main")).to_contain_text("Conclu")


def confirm(context: BrowserContext, address: Address, life: Life) -> None:
    """Salomé reads it in her space, and confirms."""
    salome = enter(context, address, APEAS, life.salome)
    salome.goto(address(APEAS, "/mon-espace/conversations/"))
    salome.get_by_role("link", name=NEED).first.click()
    expect(salome.locator("main")).to_contain_text("Conclu")
    salome.get_by_role("button", name="Oui, c’est exact").click()
    expect(salome.locator("main")).to_contain_text("Les deux parties le disent")


def follow(context: BrowserContext, address: Address, life: Life) -> None:
    """The editors of Alliance Provence see how it stands, and nothing of what was written."""
    editor = sign_in(context, address, ALLIANCE, life.networks.user(("alliance", Duty.EDITOR)))
    editor.get_by_role("link", name="Suivi", exact=True).click()
    editor.get_by_role("link", name="Comment cela s’est terminé").click()
    expect(editor.locator("main")).to_contain_text(NEED)
    expect(editor.locator("main")).to_contain_text("confirme")
    expect(editor.locator("main")).not_to_contain_text("venez la voir jeudi")
