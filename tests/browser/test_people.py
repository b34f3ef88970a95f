"""What people do with their roles, in Chromium: go from network to network, invite, and be invited."""

import re
import time
from collections.abc import Callable

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core import mail
from playwright.sync_api import BrowserContext, Page, expect

from cms.core.registry import Duty
from exchanges.models import ExchangePage
from tests.browser.test_journeys import APEAS, sign_in
from tests.networks import Networks
from tools.chromium import DESKTOP, PHONE

Address = Callable[..., str]
Open = Callable[..., BrowserContext]
INVITED = "ines@example.org"
GOOD = "trois-mots-de-lavande"
PERIOD = 30

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def region(transactional_db: None) -> Networks:
    return Networks.create()


def code(secret: str, *, ahead: int = 0) -> str:
    """What an application of codes shows, now or some periods later."""
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // PERIOD + ahead)))


def invitation_link() -> str:
    """The path of the link in the last mail: the live server has a port of its own."""
    found = re.search(r"https?://[^/\s]+(/compte/invitation/\S+)", str(mail.outbox[-1].body))
    assert found is not None
    return found[1]


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_an_editor_of_two_networks_goes_from_one_to_the_other(
    region: Networks,
    address: Address,
    open_context: Open,
    scripts: bool,
) -> None:
    for site in (region.apeas, region.alliance):
        region.exchange(site, f"Chez {site.site_name}")
    editor = region.user(("apeas", Duty.EDITOR), ("alliance", Duty.EDITOR))
    page = sign_in(open_context(java_script_enabled=scripts), address, APEAS, editor)
    strip = page.locator(".network-strip")
    expect(strip.locator("strong")).to_have_text("APEAS")
    green = "rgb(11, 107, 99)"
    expect(strip).to_have_css("background-color", green)

    # By keyboard alone.
    other = strip.get_by_role("button", name="Alliance")
    other.focus()
    page.keyboard.press("Enter")
    expect(strip.locator("strong")).to_have_text("Alliance Provence")
    expect(strip).to_have_css("background-color", "rgb(74, 107, 31)")
    apeas = ExchangePage.objects.get(title="Chez APEAS")
    page.goto(address(APEAS, f"/admin/pages/{apeas.pk}/edit/"))
    expect(strip.locator("strong")).to_have_text("APEAS")
    page.goto(address(APEAS, "/admin/"))
    expect(strip.locator("strong")).to_have_text("APEAS")
    expect(strip).to_have_css("background-color", green)


def submitted(region: Networks) -> ExchangePage:
    """A page of APEAS that an editor submitted to moderation."""
    author = region.user(("apeas", Duty.EDITOR))
    page = region.exchange(region.apeas, "Four à pain à partager")
    page.unpublish()
    page.save_revision(user=author)
    workflow = page.get_workflow()
    assert workflow is not None
    workflow.start(page, author)
    return page


def invite_by_hand(page: Page) -> None:
    """What the manager does."""
    page.get_by_role("link", name="Personnes").click()
    page.get_by_role("link", name="Inviter quelqu’un").click()
    page.get_by_label("Adresse e-mail").fill(INVITED)
    page.locator("[name=name]").fill("Inès Pastorel")
    page.locator("[value=moderator]").check()
    page.get_by_label("Un mot de votre part").fill("Bienvenue !")
    page.get_by_role("button", name="Envoyer l’invitation").click()
    expect(page.locator(".messages .success")).to_contain_text(INVITED)
    expect(page.get_by_role("row", name=re.compile(INVITED))).to_contain_text("Modération")


def set_up_second_factor(page: Page, address: Address) -> str:
    """The secret that the application of codes was given."""
    page.goto(address(APEAS, "/compte/second-facteur/activer/"))
    secret = page.locator(".account__key").inner_text().strip()
    page.get_by_label("Code").fill(code(secret))
    page.get_by_role("button", name="Mettre en place").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Codes de secours")
    return secret


def sign_out(page: Page, address: Address) -> None:
    page.goto(address(APEAS, "/compte/deconnexion/"))
    page.get_by_role("button", name="Se déconnecter").click()
    page.goto(address(APEAS, "/admin/"))
    expect(page).to_have_url(re.compile("/compte/connexion/"))


def sign_in_with_code(page: Page, secret: str) -> None:
    page.get_by_label("Adresse e-mail").fill(INVITED)
    page.get_by_label("Mot de passe", exact=True).fill(GOOD)
    page.get_by_role("button", name="Se connecter").click()
    page.get_by_label("Code").fill("000000")
    page.get_by_role("button", name="Se connecter").click()
    expect(page.locator(".field__error")).to_be_visible()
    # The code of the set-up is spent: the next one of the application.
    page.get_by_label("Code").fill(code(secret, ahead=1))
    page.get_by_role("button", name="Se connecter").click()
    page.wait_for_url("**/admin/")


def approve(page: Page, waiting: ExchangePage) -> None:
    """What the moderator does on the home page of the admin."""
    row = page.get_by_role("row", name=re.compile(waiting.title))
    row.get_by_role("button", name="Actions").click()
    page.get_by_role("button", name="Approuver", exact=True).click()
    expect(row).to_have_count(0)
    waiting.refresh_from_db()
    assert waiting.live


def test_a_manager_invites_a_moderator_who_moderates(
    region: Networks,
    address: Address,
    open_context: Open,
    assert_accessible: Callable[[Page], None],
    assert_fits: Callable[[Page], None],
) -> None:
    waiting = submitted(region)
    mail.outbox.clear()
    manager = sign_in(open_context(), address, APEAS, region.user(("apeas", Duty.MANAGER)))
    invite_by_hand(manager)

    page, link = open_context().new_page(), address(APEAS, invitation_link())
    page.goto(link)
    assert_accessible(page)
    page.set_viewport_size(PHONE)
    assert_fits(page)
    page.set_viewport_size(DESKTOP)
    expect(page.locator("main")).to_contain_text("Modération")
    expect(page.get_by_label("Prénom")).to_have_value("Inès")
    page.get_by_label("Mot de passe").fill(GOOD)
    page.get_by_role("button", name="Ouvrir mon compte et accepter").click()
    page.wait_for_url("**/admin/")
    expect(page.locator(".network-strip strong")).to_have_text("APEAS")

    secret = set_up_second_factor(page, address)
    sign_out(page, address)
    sign_in_with_code(page, secret)
    approve(page, waiting)

    manager.reload()
    expect(manager.get_by_role("row", name=re.compile("Inès Pastorel"))).to_contain_text("oui")
    again = open_context().new_page()
    answer = again.goto(link)
    assert answer is not None
    assert answer.status == 404
    assert_accessible(again)
