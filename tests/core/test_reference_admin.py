"""The reference lists in the admin: kept by coordinators, and nothing in use is lost."""

from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client
from wagtail.models import Page

from cms.core import reference
from cms.core.models import Area, Term, Theme
from cms.core.registry import Duty, duty_permissions
from cms.users.models import User
from exchanges.models import ExchangeIndexPage, ExchangePage, Method, OrganisationIndexPage, OrganisationPage

pytestmark = pytest.mark.django_db
LISTS = ("themes", "term", "methods", "area")


def person(*permissions: str) -> Client:
    """A client signed in as somebody of the admin with these permissions."""
    user = User.objects.create_user(email=f"p{len(permissions)}@example.org", password="x")
    group = Group.objects.create(name=f"group {len(permissions)}")
    for name in ("wagtailadmin.access_admin", *permissions):
        app, codename = name.split(".")
        group.permissions.add(Permission.objects.get(content_type__app_label=app, codename=codename))
    user.groups.add(group)
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def coordinator() -> Client:
    return person(*duty_permissions[Duty.COORDINATOR])


@pytest.fixture
def themes() -> dict[str, Theme]:
    food = Theme.add_root(code="food", label="Alimentation", label_en="Food")
    food.add_child(code="bread", label="Pain").add_child(code="brioche", label="Brioche")
    Theme.add_root(code="bakery", label="Écoboulangerie")
    return {theme.code: theme for theme in Theme.objects.all()}


def test_lists_are_for_coordinators(coordinator: Client, themes: dict[str, Theme]) -> None:
    editor = person()
    bread = themes["bread"].pk
    free = themes["bakery"].pk
    changing = [f"themes/edit/{bread}/", f"themes/merge/{bread}/", "themes/new/", f"themes/delete/{free}/"]
    for url in [f"{name}/" for name in LISTS] + changing:
        assert coordinator.get(f"/admin/{url}").status_code == 200, url
        assert editor.get(f"/admin/{url}").status_code == 302, url
    menu = editor.get("/admin/").content.decode()
    assert "/admin/themes/" not in menu
    assert "/admin/themes/" in coordinator.get("/admin/").content.decode()


def test_nobody_changes_areas_by_hand(client: Client) -> None:
    client.force_login(User.objects.create_superuser(email="root@example.org", password="x"))
    area = Area.objects.create(level="commune", code="13001", name="Aix-en-Provence", postcodes="13100")
    for query in ("", "?q=13100", "?q=aix", '?q="', "?q=%25", "?q=+", "?level=commune"):
        assert client.get(f"/admin/area/{query}").status_code == 200
    assert "Aix-en-Provence" in client.get("/admin/area/?q=AIX+en").content.decode()
    assert client.get(f"/admin/area/inspect/{area.pk}/").status_code == 200
    for action in (f"edit/{area.pk}", f"delete/{area.pk}", "new"):
        assert client.get(f"/admin/area/{action}/").status_code == 302
        client.post(f"/admin/area/{action}/", {"name": "X", "code": "X", "level": "commune"})
    assert list(Area.objects.values_list("name", flat=True)) == ["Aix-en-Provence"]


def test_the_tree_is_listed_and_searched_without_accents(
    coordinator: Client, themes: dict[str, Theme]
) -> None:
    html = coordinator.get("/admin/themes/").content.decode()
    assert html.index("Alimentation") < html.index("Pain") < html.index("Brioche") < html.index("Écobou")
    assert f"/admin/themes/new/?parent={themes['bread'].pk}" in html
    for words, shown in {"ecobou": True, "ÉCOBOU": True, "food": False, '"': False}.items():
        found = coordinator.get("/admin/themes/", {"q": words}).content.decode()
        assert ("Écoboulangerie" in found) is shown, words


def theme_data(**fields: Any) -> dict[str, Any]:
    return {
        "label": "Miel",
        "label_en": "",
        "code": "",
        "scheme": "activity",
        "parent": "",
        "mappings": "",
        **fields,
    }


def test_a_theme_is_added_below_another(coordinator: Client, themes: dict[str, Theme]) -> None:
    html = coordinator.get(f"/admin/themes/new/?parent={themes['bread'].pk}").content.decode()
    assert f'<option value="{themes["bread"].pk}" selected>' in html
    data = theme_data(parent=themes["food"].pk, mappings="bdis:ALI.s.01\nnaf:01.49Z exact")
    assert coordinator.post("/admin/themes/new/", data).status_code == 302
    honey = Theme.objects.get(code="miel")
    assert honey.get_parent() == themes["food"]
    assert sorted((str(m), m.relation) for m in honey.mappings.all()) == [
        ("bdis:ALI.s.01", "close"),
        ("naf:01.49Z", "exact"),
    ]
    assert [len(found) for found in Theme.find_problems()] == [0] * 5


def test_what_is_wrong_with_a_theme_is_said(coordinator: Client, themes: dict[str, Theme]) -> None:
    for fields, field in (
        ({"label": ""}, "label"),
        ({"label": "!!!"}, "code"),
        ({"label": "Food"}, "code"),
        ({"code": "food"}, "code"),
        ({"code": "a b"}, "code"),
        ({"mappings": "bdis AGR"}, "mappings"),
        ({"mappings": "former:food"}, "mappings"),
        ({"parent": "999"}, "parent"),
    ):
        response = coordinator.post("/admin/themes/new/", theme_data(**fields))
        assert response.status_code == 200, fields
        assert field in response.context["form"].errors, fields
    assert Theme.objects.count() == 4


def test_a_theme_is_renamed_and_moved_and_keeps_its_code(
    coordinator: Client, themes: dict[str, Theme]
) -> None:
    url = f"/admin/themes/edit/{themes['bread'].pk}/"
    data = theme_data(label="Pains", code="other", parent=themes["bakery"].pk)
    assert coordinator.post(url, data).status_code == 302
    bread = Theme.objects.get(code="bread")
    assert (bread.label, bread.get_parent()) == ("Pains", themes["bakery"])
    assert [theme.code for theme in bread.get_children()] == ["brioche"]
    below_itself = coordinator.post(url, theme_data(parent=themes["brioche"].pk))
    assert "parent" in below_itself.context["form"].errors
    assert coordinator.post(url, theme_data(label="Pains")).status_code == 302
    assert Theme.objects.get(code="bread").depth == 1


def test_a_merge_is_explained_and_done(coordinator: Client, themes: dict[str, Theme]) -> None:
    index = ExchangeIndexPage(title="Échanges", slug="echanges")
    Page.get_first_root_node().add_child(instance=index)
    page = ExchangePage(title="Farine", sense="offer", type="product")
    page.themes = [themes["bread"]]
    index.add_child(instance=page)
    url = f"/admin/themes/merge/{themes['bread'].pk}/"
    html = coordinator.get(url).content.decode()
    assert "Écoboulangerie" in html
    assert f'value="{themes["brioche"].pk}"' not in html
    assert "into" in coordinator.post(url, {"into": themes["brioche"].pk}).context["form"].errors
    response = coordinator.post(url, {"into": themes["bakery"].pk}, follow=True)
    assert response.status_code == 200
    assert "Pain → Écoboulangerie" in response.content.decode()
    assert [theme.code for theme in ExchangePage.objects.get().themes.all()] == ["bakery"]
    assert coordinator.get(url).status_code == 404
    assert coordinator.get(f"/admin/themes/history/{themes['bread'].pk}/").status_code == 200


def test_what_is_in_use_stays(coordinator: Client, themes: dict[str, Theme]) -> None:
    index = OrganisationIndexPage(title="Annuaire", slug="annuaire")
    Page.get_first_root_node().add_child(instance=index)
    used = Term.objects.create(vocabulary="family", code="amap", label="AMAP")
    ticked = Term.objects.create(vocabulary="agreement", code="esus", label="ESUS")
    free = Term.objects.create(vocabulary="family", code="sel", label="SEL")
    page = OrganisationPage(title="Le panier", family=used)
    page.agreements = [ticked]
    page.themes = [themes["brioche"]]
    index.add_child(instance=page)
    for name, entry in (
        ("term", used), ("term", ticked), ("themes", themes["brioche"]), ("themes", themes["food"]),
    ):  # fmt: skip
        assert coordinator.post(f"/admin/{name}/delete/{entry.pk}/").status_code == 302
        assert type(entry).objects.filter(pk=entry.pk).exists(), entry
    for name, entry in (("term", free), ("themes", themes["bakery"])):
        coordinator.post(f"/admin/{name}/delete/{entry.pk}/")
        assert not type(entry).objects.filter(pk=entry.pk).exists(), entry


def test_codes_of_terms_and_methods_stay(coordinator: Client) -> None:
    reference.load()
    term, method = Term.objects.get(code="amap"), Method.objects.get(code="gift")
    data = {
        "vocabulary": "customer",
        "code": "x",
        "label": "Panier",
        "label_en": "",
        "sort_order": 3,
        "uri": "",
    }
    assert coordinator.post(f"/admin/term/edit/{term.pk}/", data).status_code == 302
    term.refresh_from_db()
    assert (term.vocabulary, term.code, term.label) == ("family", "amap", "Panier")
    data = {"code": "x", "label": "Cadeau", "label_en": "", "sort_order": 1, "types": ["product", "service"]}
    assert coordinator.post(f"/admin/methods/edit/{method.pk}/", data).status_code == 302
    method.refresh_from_db()
    assert (method.code, method.label, method.types) == ("gift", "Cadeau", ["product", "service"])
    assert coordinator.post("/admin/term/new/", {**data, "vocabulary": "family"}).status_code == 302
