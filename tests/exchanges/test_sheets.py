"""The sheet of a structure, of an offer or a need: what each reader is shown, on each site."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.utils import timezone
from wagtail.models import GroupPagePermission, PageViewRestriction, Site

from cms.core.models import Area, SharedPage, Term, Theme
from cms.core.registry import Duty
from cms.users.models import User
from exchanges.models import ExchangePage, Method, OrganisationPage
from tests.factories import UserFactory, make_page
from tests.market import CONTACTS, visit
from tests.networks import Networks

HIDDEN = {
    "address": "12 rue des Abeilles",
    "postcode": "13100",
    "city": "Aix",
    "location": "SRID=4326;POINT(5.45123 43.52987)",
}


def sheet(site: Site, page: Any, user: Any = None) -> Any:
    """The answer of a site to a visit to a page of it."""
    response = visit(site, page.url_path.removeprefix(site.root_page.url_path.rstrip("/")), user=user)
    assert response.status_code == 200
    return response


def linked_data(response: Any) -> Any:
    """The JSON-LD of a sheet."""
    text = response.text.split('<script type="application/ld+json">')[1].split("</script>")[0]
    return json.loads(text)


@pytest.fixture
def hive(networks: Networks, places: dict[str, Area], themes: dict[str, Theme]) -> OrganisationPage:
    """A structure whose address is for members, with a contact for each audience."""
    page: OrganisationPage = make_page(
        networks.apeas, OrganisationPage, "La Ruche", summary="Du miel du pays", body="<p>Nos abeilles</p>",
        area=places["aix"], address_audience="members", contacts=CONTACTS, themes=["miel"], tags=["abeille"],
        siret="44306184100047", founded_year=1998, workforce="2.50", opening_hours="le samedi",
        editor_note="À découvrir", family=Term.objects.create(vocabulary="family", code="essai", label="Miellerie"),
        **HIDDEN,
    )  # fmt: skip
    return page


def contributor(site: Site) -> User:
    """Somebody who works for the network but may not edit the pages of others there."""
    group = Group.objects.create(name="Contributions")
    right = Permission.objects.get(codename="add_page", content_type__app_label="wagtailcore")
    GroupPagePermission.objects.create(group=group, page=site.root_page, permission=right)
    user = UserFactory.create()
    user.groups.add(group)
    return user


def readers(networks: Networks) -> dict[str, Any]:
    """Somebody of each circle around a page of APEAS."""
    return {
        "anybody": None,
        "member": UserFactory(),
        "other network": networks.user(("alliance", Duty.EDITOR)),
        "same network": contributor(networks.apeas),
        "editor": networks.user(("apeas", Duty.EDITOR)),
    }


def test_contacts_are_shown_to_their_audience(networks: Networks, hive: OrganisationPage) -> None:
    seen = {}
    for name, user in readers(networks).items():
        response = sheet(networks.apeas, hive, user)
        seen[name] = {contact["value"] for contact in response.context["contacts"]}
        for contact in CONTACTS:
            assert (contact["value"] in response.text) == (contact["value"] in seen[name])
    values = [contact["value"] for contact in CONTACTS]
    assert seen["anybody"] == set(values[:1])
    assert seen["member"] == seen["other network"] == set(values[:2])
    assert seen["same network"] == set(values[:3])
    assert seen["editor"] == set(values)


def test_an_address_for_members_is_a_commune_to_anybody(networks: Networks, hive: OrganisationPage) -> None:
    response = sheet(networks.apeas, hive)
    for secret in ("Abeilles\n", "12 rue", "13100", "5.45123", "43.52987"):
        assert secret not in response.text
    assert response.context["location"] == {
        "lat": 43.5297, "lng": 5.4474, "precise": False, "label": "Aix-en-Provence (13)",
    }  # fmt: skip
    response = sheet(networks.apeas, hive, UserFactory())
    assert "12 rue des Abeilles" in response.text
    assert response.context["location"] == {
        "lat": 43.52987, "lng": 5.45123, "precise": True, "label": "12 rue des Abeilles, 13100 Aix",
    }  # fmt: skip


def test_answers_to_somebody_are_for_them_alone(networks: Networks, hive: OrganisationPage) -> None:
    anybody = sheet(networks.apeas, hive)
    assert anybody["Cache-Control"] == "no-cache"
    assert "Cookie" in anybody["Vary"]
    member = sheet(networks.apeas, hive, UserFactory())
    assert "private" in member["Cache-Control"]
    assert "Cookie" in member["Vary"]


def test_what_a_structure_says_of_itself(networks: Networks, hive: OrganisationPage) -> None:
    context = sheet(networks.apeas, hive).context
    facts = {fact["icon"]: fact["value"] for fact in context["facts"]}
    assert facts["clock"] == "le samedi"
    assert facts["store"] == "Miellerie"
    assert facts["calendar"] == "1998"
    assert facts["info"] == "443\u00a0061\u00a0841\u00a000047"
    assert facts["briefcase"].startswith("2,5")
    assert context["themes"] == [{"label": "Miellerie", "url": "/annuaire/?theme=miel"}]
    assert context["tags"] == [{"label": "abeille", "url": "/annuaire/?q=abeille"}]
    assert context["body_html"] == "<p>Nos abeilles</p>"
    assert context["editor_note"] == "À découvrir"
    assert context["source"] is None
    assert context["canonical_url"] == hive.full_url


def test_search_engines_are_told_no_more_than_anybody(networks: Networks, hive: OrganisationPage) -> None:
    told = linked_data(sheet(networks.apeas, hive))
    assert told["@type"] == "Organization"
    assert told["@id"] == f"https://pes.apeas.fr/id/organisationpage/{hive.uid}"
    assert told["email"] == "publique@example.org"
    assert "telephone" not in told
    assert "address" not in told


def test_nothing_written_in_a_page_ends_its_script(networks: Networks) -> None:
    title = "</script><script>alert('&')</script><!--"
    page = make_page(networks.apeas, ExchangePage, title, slug="malin", summary=title)
    response = sheet(networks.apeas, page)
    assert "<script>alert" not in response.text
    assert linked_data(response)["name"] == title


def test_a_need_is_a_demand_with_its_end(networks: Networks, places: dict[str, Area]) -> None:
    day = timezone.localdate() + timedelta(days=3)
    page = make_page(networks.apeas, ExchangePage, "Cherche local", area=places["nice"], expires_on=day)
    told = linked_data(sheet(networks.apeas, page))
    assert (told["@type"], told["validThrough"], told["areaServed"]) == (
        "Demand",
        day.isoformat(),
        "Nice (06)",
    )


def test_an_exchange_shows_how_and_for_whom(
    networks: Networks, hive: OrganisationPage, methods: dict[str, Method]
) -> None:
    page = make_page(
        networks.apeas, ExchangePage, "Extracteur", sense="offer", type="product", organisation=hive,
        methods=["loan", "gift"], terms="Caution de 50 €", contact_name="Mireille", themes=["miel"],
    )  # fmt: skip
    other = make_page(networks.apeas, ExchangePage, "Maturateur", themes=["miel"])
    context = sheet(networks.apeas, page).context
    assert context["sense"] == "offer"
    assert context["methods"] == ["Prêt", "Don"]
    assert context["terms"] == "Caution de 50 €"
    assert context["organisation"] == {
        "title": "La Ruche", "url": "/annuaire/la-ruche/", "summary": "Du miel du pays",
    }  # fmt: skip
    assert [card.title for card in context["similar"]] == [other.title]
    assert not context["is_expired"]
    card = sheet(networks.apeas, hive).context["exchanges"][0]
    assert (card.title, card.who, card.methods) == ("Extracteur", "La Ruche", ["Prêt", "Don"])


@pytest.mark.parametrize("kind", [ExchangePage, OrganisationPage])
def test_what_is_over_says_so_and_shows_no_contact(networks: Networks, kind: type[SharedPage]) -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    fields = {"contact_name": "Mireille"} if kind is ExchangePage else {}
    page = make_page(networks.apeas, kind, "Fini", expires_on=yesterday, contacts=CONTACTS, **fields)
    for user in (None, UserFactory()):
        response = sheet(networks.apeas, page, user)
        assert response.context["is_expired"]
        assert '<meta name="robots" content="noindex">' in response.text
        assert "flash--warning" in response.text
        for left in ("#contact", 'id="contact"', "ld+json", "réservés aux membres", "Répondre", "Mireille"):
            assert left not in response.text
        for contact in CONTACTS:
            assert contact["value"] not in response.text


def test_members_are_told_that_there_is_more_for_them(networks: Networks, hive: OrganisationPage) -> None:
    hint = "Certains contacts sont réservés aux membres connectés."
    assert hint in sheet(networks.apeas, hive).text
    assert hint not in sheet(networks.apeas, hive, UserFactory()).text
    alone = make_page(networks.apeas, OrganisationPage, "Pour nous", contacts=CONTACTS[1:2])
    assert hint in sheet(networks.apeas, alone).text
    for contacts in (CONTACTS[:1], CONTACTS[2:]):  # What stays in the network is not spoken of.
        title = f"Structure {len(contacts)}"
        page = make_page(networks.apeas, OrganisationPage, title, contacts=contacts)
        assert hint not in sheet(networks.apeas, page).text


@pytest.fixture
def shared(networks: Networks, hive: OrganisationPage) -> dict[str, Any]:
    """An offer of the structure and a copy of both on the hub, one of the offer on another network."""
    offer = make_page(
        networks.apeas, ExchangePage, "Essaim", sense="offer", organisation=hive, contact_name="Mireille",
        body=f'<p>Voir <a linktype="page" id="{hive.pk}">notre <b>fiche</b></a>.</p>',
    )  # fmt: skip
    body, fields = offer.body, {"sense": "offer", "organisation": hive, "contact_name": "Mireille"}
    return {
        "offer": offer,
        "hive on hub": make_page(
            networks.hub, OrganisationPage, "La Ruche", origin=hive, contacts=CONTACTS[:2]
        ),
        "offer on hub": make_page(networks.hub, ExchangePage, "Essaim", origin=offer, body=body, **fields),
        "offer on mesclun": make_page(
            networks.mesclun, ExchangePage, "Essaim", origin=offer, body=body, **fields
        ),
    }


def test_a_copy_says_where_it_comes_from(networks: Networks, shared: dict[str, Any]) -> None:
    response = sheet(networks.hub, shared["offer on hub"])
    assert response.context["source"] == {
        "name": "La Ruche", "site_name": "APEAS", "url": shared["offer"].full_url, "mark": "",
        "primary": "#0B6B63",
    }  # fmt: skip
    assert response.context["canonical_url"] == shared["offer"].full_url
    assert f'<link rel="canonical" href="{shared["offer"].full_url}">' in response.text
    assert "Publié par <strong>La Ruche</strong> sur <strong>APEAS</strong>." in response.text
    assert visit(networks.hub, "/echanges/").context["cards"][0].source_name == "APEAS"
    assert visit(networks.apeas, "/echanges/").context["cards"][0].source_name == ""


def test_what_a_network_publishes_itself_names_it_once(networks: Networks) -> None:
    team = make_page(networks.apeas, OrganisationPage, "Apeas")
    offer = make_page(networks.apeas, ExchangePage, "Salle", organisation=team)
    copy = make_page(networks.hub, ExchangePage, "Salle", origin=offer, organisation=team)
    assert "Publié sur <strong>APEAS</strong>." in sheet(networks.hub, copy).text


def test_references_lead_to_the_counterpart_on_the_site_being_read(
    networks: Networks, hive: OrganisationPage, shared: dict[str, Any]
) -> None:
    ways = {
        networks.apeas: (shared["offer"], "/annuaire/la-ruche/"),
        networks.hub: (shared["offer on hub"], "/annuaire/la-ruche/"),
        networks.mesclun: (shared["offer on mesclun"], hive.full_url),
    }
    for site, (page, url) in ways.items():
        context = sheet(site, page).context
        assert context["organisation"]["url"] == url
        assert context["body_html"] == f'<p>Voir <a href="{url}">notre <b>fiche</b></a>.</p>'
    cards = sheet(networks.hub, shared["hive on hub"]).context["exchanges"]
    assert [card.url for card in cards] == ["/echanges/essaim/"]


def test_references_to_what_nobody_may_read_are_plain_words(
    networks: Networks, hive: OrganisationPage, shared: dict[str, Any]
) -> None:
    shared["hive on hub"].unpublish()
    PageViewRestriction.objects.create(page=hive, restriction_type=PageViewRestriction.LOGIN)
    context = sheet(networks.hub, shared["offer on hub"]).context
    assert context["organisation"] is None
    assert context["source"]["name"] == "Mireille"
    assert visit(networks.hub, "/echanges/").context["cards"][0].who == "Mireille"
    assert context["body_html"] == "<p>Voir notre <b>fiche</b>.</p>"
    hive.unpublish()
    assert sheet(networks.apeas, shared["offer"]).context["organisation"] is None


def test_the_other_sites_are_named(networks: Networks, shared: dict[str, Any]) -> None:
    assert sheet(networks.apeas, shared["offer"]).context["also_on"] == [
        {"name": "MESCLUN", "url": shared["offer on mesclun"].full_url},
        {"name": "PES PACA", "url": shared["offer on hub"].full_url},
    ]
    # The origin is in the band that says where the copy comes from.
    assert [each["name"] for each in sheet(networks.hub, shared["offer on hub"]).context["also_on"]] == [
        "MESCLUN"
    ]
    page = shared["offer on mesclun"]
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    assert [each["name"] for each in sheet(networks.apeas, shared["offer"]).context["also_on"]] == [
        "PES PACA"
    ]


def test_a_copy_has_no_more_to_show_than_it_was_given(networks: Networks, shared: dict[str, Any]) -> None:
    for user in (
        None,
        UserFactory(),
        networks.user(("hub", Duty.COORDINATOR)),
        networks.user(("apeas", Duty.EDITOR)),
    ):
        response = sheet(networks.hub, shared["hive on hub"], user)
        for contact in CONTACTS[2:]:
            assert contact["value"] not in response.text
