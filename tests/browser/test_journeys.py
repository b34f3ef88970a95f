"""What people do, in Chromium: a need goes round, a sheet is refused, a page is taken back."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from taggit.models import Tag

from cms.core.models import Area
from cms.core.registry import Duty
from cms.users.models import User
from exchanges.models import ExchangeIndexPage, ExchangePage, Method, OrganisationPage
from syndication.models import Mode, SyndicationRule
from tests.networks import PASSWORD, Networks

APEAS, ALLIANCE, MESCLUN, HUB = "pes.apeas.fr", "pes.allianceprovence.org", "pes.mesclun.org", "pes.paca"
NEED = "Local de 60 m² à Nice"
Address = Callable[..., str]
Open = Callable[..., BrowserContext]

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def region(transactional_db: None) -> Networks:
    """The networks, with the rules of the demonstration in small."""
    networks = Networks.create()
    Method.objects.create(code="currency", label="Euros", types=["product", "premises"])
    Area.objects.create(level="commune", code="06088", name="Nice", postcodes="06000", population=340_000)
    tag = Tag.objects.create(name="région")
    rule(networks.alliance, [networks.hub], Mode.AUTOMATIC, ["exchanges.ExchangePage"], [tag])
    rule(networks.hub, [networks.apeas, networks.mesclun], Mode.AUTOMATIC, ["exchanges.ExchangePage"])
    rule(networks.alliance, [networks.hub], Mode.REVIEWED, ["exchanges.OrganisationPage"])
    return networks


def rule(source: Any, targets: list[Any], mode: str, kinds: list[str], tags: Any = ()) -> None:
    """A rule in force, kept by its source."""
    made = SyndicationRule(name="Règle", network=source, mode=mode, kinds=kinds)
    made.sources, made.targets, made.tags = [source], targets, list(tags)
    made.save()


def sign_in(context: BrowserContext, address: Address, host: str, user: User) -> Page:
    """The admin's first page, as that person reaches it."""
    page = context.new_page()
    page.goto(address(host, "/admin/login/"))
    page.get_by_label("Adresse e-mail").fill(user.email)
    page.get_by_label("Mot de passe", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Se connecter").click()
    page.wait_for_url("**/admin/")
    return page


def publish(page: Page) -> None:
    """Press the editor's « Publier », below the arrow beside « Enregistrer »."""
    page.locator(".footer [aria-label='Plus d’actions'], .footer .w-dropdown__toggle").last.click()
    page.get_by_role("button", name="Publier", exact=True).click()
    expect(page.locator(".messages .success")).to_be_visible()


def test_a_need_goes_round(region: Networks, address: Address, open_context: Open) -> None:
    """An editor of Alliance Provence publishes; the hub and APEAS show it, with its source named."""
    editor = region.user(("alliance", Duty.EDITOR))
    admin = sign_in(open_context(), address, ALLIANCE, editor)
    index = ExchangeIndexPage.objects.child_of(region.alliance.root_page).get()
    admin.goto(address(ALLIANCE, f"/admin/pages/add/exchanges/exchangepage/{index.pk}/"))
    admin.get_by_label("Je recherche").check()
    admin.get_by_label("Local, terrain").check()
    admin.get_by_label("Titre").fill(NEED)
    admin.get_by_label("En une phrase").fill("Pour ouvrir un point de vente de producteurs.")
    admin.get_by_label("Euros").check()
    admin.locator("[name=area-words]").press_sequentially("Nice")
    admin.get_by_role("option", name="Nice").click()
    admin.locator("#id_tags").locator("xpath=..").locator("input[type=text]").last.press_sequentially(
        "région,"
    )
    publish(admin)

    visitor = open_context().new_page()
    for host in (HUB, APEAS, MESCLUN):
        visitor.goto(address(host, "/echanges/"))
        visitor.get_by_role("link", name=NEED).click()
        expect(visitor.get_by_role("heading", level=1)).to_have_text(NEED)
        expect(visitor.locator("main")).to_contain_text("Alliance")
        canonical = visitor.locator("link[rel=canonical]").get_attribute("href") or ""
        assert "allianceprovence.org" in canonical
        assert "Nice" in visitor.locator("main").inner_text()


def test_a_sheet_is_refused(region: Networks, address: Address, open_context: Open) -> None:
    """A coordinator refuses a structure: it never shows, and its author reads why."""
    sheet = region.organisation(region.alliance, "Ferme des Amandiers", summary="Amandes et miel.")
    coordinator = region.user(("hub", Duty.COORDINATOR))
    admin = sign_in(open_context(), address, HUB, coordinator)
    admin.get_by_role("link", name="1 fiche attend votre décision").click()
    expect(admin.locator("main")).to_contain_text("Ferme des Amandiers")
    admin.locator("summary", has_text="Refuser").click()
    admin.get_by_label("Pourquoi elle n’est pas affichée").fill(
        "La fiche ne dit pas comment on vous rend visite."
    )
    admin.get_by_role("button", name="Refuser cette fiche").click()
    expect(admin.locator(".messages .success")).to_be_visible()

    visitor = open_context().new_page()
    visitor.goto(address(HUB, "/annuaire/"))
    assert "Ferme des Amandiers" not in visitor.content()
    author = sign_in(open_context(), address, ALLIANCE, region.user(("alliance", Duty.EDITOR)))
    author.goto(address(ALLIANCE, f"/admin/pages/{sheet.pk}/edit/"))
    author.get_by_role("tab", name="Diffusion").click()
    expect(author.locator("main")).to_contain_text("La fiche ne dit pas comment on vous rend visite.")
    assert not OrganisationPage.objects.filter(is_copy=True).exists()


def test_an_author_takes_back(region: Networks, address: Address, open_context: Open) -> None:
    """The author unpublishes: it is gone everywhere, and its old address says so."""
    page = region.exchange(region.alliance, NEED)
    page.tags.set(["région"])
    page.save_revision().publish()
    visitor = open_context().new_page()
    visitor.goto(address(APEAS, "/echanges/"))
    visitor.get_by_role("link", name=NEED).click()
    old = visitor.url

    author = sign_in(open_context(), address, ALLIANCE, region.user(("alliance", Duty.EDITOR)))
    author.goto(address(ALLIANCE, f"/admin/pages/{page.pk}/unpublish/"))
    author.get_by_role("button", name="Oui").click()
    expect(author.locator(".messages .success")).to_be_visible()

    for host in (ALLIANCE, HUB, APEAS, MESCLUN):
        visitor.goto(address(host, "/echanges/"))
        assert NEED not in visitor.content()
    answer = visitor.goto(old)
    assert answer is not None
    assert answer.status == 410
    expect(visitor.locator("main").get_by_role("link", name="Échanges")).to_be_visible()
    assert ExchangePage.objects.get().pk == page.pk
