"""What may be proposed to a structure."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from cms.core.registry import Duty
from exchanges.care import help as helping
from exchanges.models import Notice
from tests.exchanges.care.world import announce
from tests.members import make_member, speak_for
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
