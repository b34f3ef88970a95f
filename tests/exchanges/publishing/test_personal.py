"""What is held of a person here: taken along, and forgotten."""

import json
from typing import Any

import pytest
from django.core.serializers.json import DjangoJSONEncoder

from cms.core.registry import personal_data
from exchanges.models import ExchangePage
from tests.exchanges.publishing.typed import published, send, ways
from tests.members import make_member, speak_for
from tests.networks import Networks

pytestmark = pytest.mark.django_db


@pytest.fixture
def marie(networks: Networks) -> Any:
    ways()
    return make_member(networks.alliance, "Marie")


def test_what_was_typed_is_taken_along_and_nothing_of_others(networks: Networks, marie: Any) -> None:
    published(networks.alliance, marie)
    send(networks.alliance, marie, title="Un brouillon", keep="1")
    published(networks.alliance, make_member(networks.alliance, "Paul"), title="De Paul")
    given = personal_data["publishing"].export(marie)
    assert [each["title"] for each in given] == ["Cherche un local à Nice", "Un brouillon"]
    assert given[0]["text"] == "Quarante mètres carrés.\n\nPour des paniers."
    assert "Paul" not in json.dumps(given, cls=DjangoJSONEncoder)


def test_forgotten_drafts_go_what_is_online_ends_and_the_structures_stays(
    networks: Networks, marie: Any
) -> None:
    sheet = networks.organisation(networks.alliance, "Les Paniers")
    paul = make_member(networks.alliance, "Paul")
    for person in (marie, paul):
        speak_for(person, sheet)
    own = published(networks.alliance, marie)
    shared = published(networks.alliance, marie, title="Pour la structure", organisation=sheet.pk)
    send(networks.alliance, marie, title="Un brouillon", keep="1")
    personal_data["publishing"].erase(marie)
    marie.delete()
    own, shared = (ExchangePage.objects.get(pk=page.pk) for page in (own, shared))
    assert not ExchangePage.objects.filter(title="Un brouillon").exists()
    assert (own.live, own.owner, own.contact_name) == (False, None, "")
    assert own.closed_at is not None
    assert (shared.live, shared.owner, shared.contact_name) == (True, None, "")
    assert "Marie" not in json.dumps([revision.content for revision in shared.revisions.all()])
