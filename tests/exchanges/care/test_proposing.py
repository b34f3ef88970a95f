"""What may be proposed to a structure."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from wagtail.models import PageViewRestriction

from cms.core.registry import Duty
from exchanges.care import help as helping
from exchanges.models import Notice, OrganisationPage
from tests.exchanges.care.world import FOLLOW, announce
from tests.factories import make_page
from tests.members import browser, make_member, speak_for
from tests.networks import Networks

pytestmark = pytest.mark.django_db


def test_what_is_past_its_last_day_is_proposed_to_nobody(networks: Networks) -> None:
    editor = networks.user(("alliance", Duty.EDITOR))
    need = announce(networks.alliance, "Cherche un local", owner=make_member(networks.alliance))
    sheet = networks.organisation(networks.alliance, "Les Paniers")
    speak_for(make_member(networks.alliance, "Luc"), sheet)
    need.expires_on = timezone.localdate() - timedelta(days=1)
    need.save_revision().publish()
    with pytest.raises(ValidationError):
        helping.propose(page=need, organisation=sheet, by=editor)
    assert not Notice.objects.exists()
    need.expires_on = timezone.localdate()
    need.save_revision().publish()
    assert helping.propose(page=need, organisation=sheet, by=editor).people == 1


@pytest.mark.parametrize("above", [False, True], ids=["itself", "a page above"])
def test_what_a_network_keeps_private_is_not_proposed_elsewhere(networks: Networks, above: bool) -> None:
    editor = networks.user(("alliance", Duty.EDITOR))
    need = announce(networks.alliance, "Cherche un local", owner=make_member(networks.alliance))
    near = networks.organisation(networks.alliance, "Les Paniers")
    far = networks.organisation(networks.apeas, "Les Ruchers")
    speak_for(make_member(networks.alliance, "Luc"), near)
    speak_for(make_member(networks.apeas, "Ana"), far)
    copy = make_page(networks.alliance, OrganisationPage, far.title, origin=far)
    kept = need.get_parent() if above else need
    restriction = PageViewRestriction.objects.create(page=kept, restriction_type="login")
    client, address = browser(networks.alliance, editor), f"{FOLLOW}{need.pk}/propose/"
    shown = client.get(f"{address}?q=les").text
    assert "Les Paniers" in shown
    assert "Les Ruchers" not in shown
    assert client.post(f"{address}{copy.pk}/").status_code == 404
    with pytest.raises(ValidationError, match="est privée"):
        helping.propose(page=need, organisation=copy, by=editor)
    assert not Notice.objects.exists()
    assert client.post(f"{address}{near.pk}/").status_code == 302
    assert Notice.objects.get().person.first_name == "Luc"
    restriction.delete()
    assert client.post(f"{address}{copy.pk}/").status_code == 302
    assert Notice.objects.filter(person__first_name="Ana").exists()
