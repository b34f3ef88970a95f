"""The shipped lists: loaded once, and what editors changed stays."""

from io import StringIO

import pytest
from django.core.management import call_command

from cms.core import reference
from cms.core.models import Term, Theme
from exchanges.models import Method

pytestmark = pytest.mark.django_db


def test_loading_lays_out_every_list() -> None:
    assert reference.load() == {"themes": 299, "terms": 70, "methods": 11}
    assert [len(found) for found in Theme.find_problems()] == [0] * 5
    assert Theme.objects.filter(depth=1, scheme="activity").count() == 16
    farming = Theme.objects.get(code="maraichage")
    assert [theme.code for theme in farming.get_ancestors()] == ["agriculture", "activites-agricoles"]
    assert Theme.objects.get(code="activites-agricoles").mappings.filter(scheme="essglobal").exists()
    assert Method.objects.get(code="loan").types == ["product", "premises"]
    assert Term.objects.filter(vocabulary="inclusion").first().code == "ai"


def test_loading_again_leaves_what_an_editor_changed() -> None:
    reference.load()
    Theme.objects.filter(code="maraichage").update(label="Légumes")
    Term.objects.filter(code="amap").update(label="Panier")
    Method.objects.filter(code="gift").update(label="Cadeau")
    call_command("load_reference", verbosity=0)
    assert Theme.objects.get(code="maraichage").label == "Légumes"
    assert Term.objects.get(code="amap").label == "Panier"
    call_command("load_reference", force=True, verbosity=0)
    assert Theme.objects.get(code="maraichage").label == "Maraîchage"
    assert Term.objects.get(code="amap").label == "AMAP"
    assert Method.objects.get(code="gift").label == "Don"


def test_what_is_missing_comes_at_the_end_of_its_branch() -> None:
    reference.load()
    Theme.objects.get(code="maraichage").delete()
    Theme.objects.get(code="activites-agricoles").add_child(code="ruches", label="Ruches")
    assert reference.load()["themes"] == 1
    assert Theme.objects.get(code="activites-agricoles").get_children().last().code == "maraichage"
    assert [len(found) for found in Theme.find_problems()] == [0] * 5


def test_the_command_names_the_lists_in_french() -> None:
    out = StringIO()
    call_command("load_reference", stdout=out)
    assert out.getvalue().startswith("Nouvelles entrées\u00a0: thèmes ")
    assert "terms" not in out.getvalue()
