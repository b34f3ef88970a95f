"""Asking to speak for a structure, and the three who may answer."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from cms.core.registry import Duty
from exchanges.models import Involvement, Notice, OrganisationContact, OrganisationPage, Standing, Way
from exchanges.structures import claims
from exchanges.structures.links import LIFE
from sites.models import Membership
from tests.exchanges.structures.world import World, letters, path_in
from tests.factories import make_page
from tests.members import browser, make_member, speak_for

pytestmark = pytest.mark.django_db


def ask(world: World) -> Involvement:
    return claims.ask(person=world.marie, organisation=world.page, message="Je tiens la serre.")


def again(row: Involvement) -> Involvement:
    return Involvement.objects.get(pk=row.pk)


def test_a_claim_is_asked_by_the_page_and_a_mail_leaves(world: World) -> None:
    client = world.browser(world.marie)
    path = reverse("structures_claim", args=[world.page.pk])
    shown = client.get(path).content.decode()
    assert "j•••@example.org" in shown
    assert "jardin@example.org" not in shown.split("</main>")[0]
    assert client.post(path, {"message": "Je tiens la serre."}).status_code == 302
    row = Involvement.objects.get()
    assert (row.person, row.organisation, row.standing) == (world.marie, world.page, Standing.ASKED)
    [letter] = letters()
    assert letter["to"] == "jardin@example.org"
    assert "Marie" in letter["text"]
    assert "marie@example.org" in letter["text"]
    assert "Je tiens la serre." in letter["text"]
    assert row.digest
    assert row.digest not in letter["text"]


@pytest.mark.parametrize(("audience", "shown"), [("public", "j•••@"), ("members", ""), ("private", "")])
def test_an_address_that_is_not_public_is_not_shown_at_all(world: World, audience: str, shown: str) -> None:
    OrganisationContact.objects.update(audience=audience)
    page = OrganisationPage.objects.get(pk=world.page.pk)
    contact = claims.address_of(page)
    assert contact is not None
    assert claims.masked(contact).startswith(shown)
    assert bool(claims.masked(contact)) == bool(shown)
    text = world.browser(world.marie).get(reverse("structures_claim", args=[page.pk])).content.decode()
    assert ("•••" in text) == bool(shown)


def test_without_an_address_nobody_is_written_to_and_the_network_answers(world: World) -> None:
    OrganisationContact.objects.all().delete()
    row = claims.ask(person=world.marie, organisation=OrganisationPage.objects.get(pk=world.page.pk))
    assert (row.digest, letters()) == ("", [])


def test_whoever_reads_the_mail_confirms_without_an_account(world: World) -> None:
    row = ask(world)
    path = path_in(letters()[0])
    stranger = world.browser()
    page = stranger.get(path)
    assert page.status_code == 200
    assert "Je tiens la serre." in page.content.decode()
    assert page["Cache-Control"] == "private, no-store"
    assert again(row).standing == Standing.ASKED, "looking changes nothing"
    assert stranger.post(path, {"confirm": "1"}).status_code == 200
    found = again(row)
    assert (found.standing, found.way, found.decided_by, found.digest) == (
        Standing.CONFIRMED,
        Way.EMAIL,
        None,
        "",
    )
    assert stranger.post(path, {"refuse": "1"}).status_code == 404
    assert again(row).standing == Standing.CONFIRMED
    notice = Notice.objects.get(person=world.marie)
    assert (notice.event, notice.subject) == ("claim_decided", f"claim:{row.pk}:1")


def test_whoever_reads_the_mail_may_say_no(world: World) -> None:
    row = ask(world)
    world.browser().post(path_in(letters()[0]), {"refuse": "1"})
    assert again(row).standing == Standing.REFUSED
    assert again(row).reason


def test_a_link_ends_after_seven_days(world: World) -> None:
    row = ask(world)
    Involvement.objects.update(asked_at=timezone.now() - LIFE - timedelta(minutes=1))
    path = path_in(letters()[0])
    assert world.browser().get(path).status_code == 404
    assert world.browser().post(path, {"confirm": "1"}).status_code == 404
    assert again(row).standing == Standing.ASKED


def test_links_that_lead_nowhere_are_counted(world: World) -> None:
    path = reverse("structures_confirm", args=["n-importe-quoi"])
    answers = [world.browser().get(path).status_code for _ in range(61)]
    assert set(answers[:60]) == {404}
    assert answers[60] == 429


def test_those_who_act_for_it_already_are_told_and_may_accept(world: World) -> None:
    luc = make_member(world.networks.apeas, "Luc")
    speak_for(luc, world.page)
    row = ask(world)
    notice = Notice.objects.get(person=luc)
    assert (notice.event, notice.facts["title"]) == ("claim_asked", "Jardin des Lônes")
    client = world.browser(luc)
    assert "Marie demande" in client.get(reverse("space")).content.decode()
    path = reverse("structures_answer", args=[row.pk])
    assert client.get(path).status_code == 200
    assert client.post(path, {"accepts": "on"}).status_code == 302
    found = again(row)
    assert (found.standing, found.way, found.decided_by) == (Standing.CONFIRMED, Way.INVITED, luc)
    assert "Marie demande" not in client.get(reverse("space")).content.decode()


def test_no_is_said_with_a_reason(world: World) -> None:
    luc = make_member(world.networks.apeas, "Luc")
    speak_for(luc, world.page)
    row = ask(world)
    path = reverse("structures_answer", args=[row.pk])
    assert world.browser(luc).post(path, {"reason": " "}).status_code == 200
    assert again(row).standing == Standing.ASKED
    world.browser(luc).post(path, {"reason": "Elle est partie."})
    assert (again(row).standing, again(row).reason) == (Standing.REFUSED, "Elle est partie.")
    text = world.browser(world.marie).get(reverse("structures_mine")).content.decode()
    assert "Elle est partie." in text


def test_only_those_of_the_structure_find_the_request(world: World) -> None:
    other, elsewhere = make_member(world.networks.apeas, "Ana"), make_member(world.networks.mesclun, "Zoé")
    speak_for(elsewhere, world.networks.organisation(world.networks.mesclun, "La Fabrique"))
    row = ask(world)
    path = reverse("structures_answer", args=[row.pk])
    for person in (other, elsewhere, world.marie):
        assert world.browser(person).get(path).status_code == 404
        assert world.browser(person).post(path, {"accepts": "on"}).status_code == 404
    assert world.browser().post(path, {"accepts": "on"}).status_code == 302
    assert again(row).standing == Standing.ASKED
    with pytest.raises(PermissionDenied):
        claims.decide(involvement=row, by=other, accepts=True)
    with pytest.raises(PermissionDenied):
        claims.decide(involvement=row, by=world.marie, accepts=True)


def test_one_s_own_request_can_be_withdrawn_and_asked_again(world: World) -> None:
    row = ask(world)
    path = reverse("structures_claim_withdraw", args=[row.pk])
    assert world.browser(make_member(world.networks.apeas, "Ana")).post(path).status_code == 404
    assert world.browser(world.marie).get(path).status_code == 405
    world.browser(world.marie).post(path)
    assert again(row).standing == Standing.ENDED
    first = path_in(letters()[0])
    assert world.browser().get(first).status_code == 404
    again_asked = ask(world)
    assert (again_asked.pk, again_asked.times, again_asked.standing) == (row.pk, 2, Standing.ASKED)
    assert world.browser().get(first).status_code == 404
    assert world.browser().get(path_in(letters()[0])).status_code == 200


def test_each_decision_is_told(world: World) -> None:
    by = world.networks.user(("apeas", Duty.MODERATOR))
    row = ask(world)
    claims.decide(involvement=row, by=by, accepts=False, reason="Inconnue.")
    claims.decide(involvement=ask(world), by=by, accepts=True)
    subjects = [f"claim:{row.pk}:1", f"claim:{row.pk}:2"]
    assert list(Notice.objects.order_by("pk").values_list("subject", flat=True)) == subjects
    assert Notice.objects.first().facts["reason"] == "Inconnue."
    assert again(row).reason == ""


def test_asked_twice_it_is_asked_once(world: World) -> None:
    assert ask(world).pk == ask(world).pk
    assert len(letters()) == 1


def test_claims_are_counted(world: World) -> None:
    pages = [world.networks.organisation(world.networks.apeas, f"Structure {n}") for n in range(11)]
    client = world.browser(world.marie)
    answers = [client.post(reverse("structures_claim", args=[page.pk])).status_code for page in pages]
    assert answers == [302] * 10 + [429]
    assert Involvement.objects.count() == 10


def test_a_copy_is_claimed_at_its_origin(world: World) -> None:
    copy = make_page(world.networks.mesclun, OrganisationPage, "Jardin des Lônes", origin=world.page)
    zoe = make_member(world.networks.mesclun, "Zoé")
    client = browser(world.networks.mesclun, zoe)
    # The origin is not of this site: only what the site shows is found.
    assert client.get(reverse("structures_claim", args=[world.page.pk])).status_code == 404
    assert client.post(reverse("structures_claim", args=[copy.pk])).status_code == 302
    assert Involvement.objects.get().organisation == world.page
    assert letters()[0]["to"] == "jardin@example.org"


def test_a_draft_can_t_be_claimed(world: World) -> None:
    world.page.unpublish()
    assert (
        world.browser(world.marie).get(reverse("structures_claim", args=[world.page.pk])).status_code == 404
    )


def test_somebody_whom_the_network_excluded_can_t_ask(world: World) -> None:
    zoe = make_member(world.networks.mesclun, "Zoé")
    Membership.objects.create(network=world.networks.apeas, person=zoe, excluded_at=timezone.now())
    with pytest.raises(PermissionDenied):
        claims.ask(person=zoe, organisation=world.page)
    assert not Involvement.objects.exists()


def test_an_account_without_network_is_told_that_this_is_for_members(world: World) -> None:
    nobody = world.networks.user()
    for name in ("structures_find", "structures_register"):
        assert world.browser(nobody).get(reverse(name)).status_code == 403
    path = reverse("structures_claim", args=[world.page.pk])
    assert world.browser(nobody).post(path).status_code == 403
    assert not Involvement.objects.exists()


def test_the_public_sheet_leads_to_the_claim(world: World) -> None:
    url = world.page.get_url() or ""
    path = reverse("structures_claim", args=[world.page.pk])
    sheet = world.page.url_path.replace(world.networks.apeas.root_page.url_path, "/", 1)
    assert url.endswith(sheet)
    assert path in world.browser().get(sheet).content.decode()
    assert path in world.browser(world.marie).get(sheet).content.decode()
    speak_for(world.marie, world.page)
    text = world.browser(world.marie).get(sheet).content.decode()
    assert path not in text
    assert reverse("structures_edit", args=[world.page.pk]) in text
    assert world.browser().get(path).status_code == 302
