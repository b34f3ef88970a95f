"""Forms offer and take what the person may see, and leave alone what they do not."""

import json
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from cms.core.registry import Duty
from cms.core.tenancy.actor import acting
from cms.core.tenancy.widgets import in_text
from cms.users.models import User
from home.models import HomePage
from sites.models import NetworkSettings
from sites.roles import group_for
from tests.core.tenancy.conftest import LEFT_OPEN, SECRET, Things, said
from tests.networks import Networks

pytestmark = [pytest.mark.django_db, LEFT_OPEN]


def form_of(response: Any) -> dict[str, Any]:
    """What a browser would send back of a form."""
    form = response.context["form"]
    values = {bound.html_name: bound.value() for bound in form if not bound.field.disabled}
    return {name: value for name, value in values.items() if value not in (None, False)}


def test_a_redirect_is_of_a_network_of_ones_own(
    networks: Networks, secret: Things, own: Things, browser: Client
) -> None:
    add = reverse("wagtailredirects:add")
    offered = said(browser.get(add))
    assert f'<option value="{networks.apeas.pk}">' in offered
    assert f'<option value="{networks.alliance.pk}">' not in offered
    for site, made in (("", 0), (networks.alliance.pk, 0), (networks.apeas.pk, 1)):
        browser.post(add, {"old_path": "/nouveau", "site": site, "redirect_link": "https://exemple.org/la"})
        assert Redirect.objects.filter(old_path="/nouveau").count() == made
    target = {"old_path": "/autre", "site": networks.apeas.pk, "redirect_page": secret.page.pk}
    assert SECRET not in said(browser.post(add, target))
    assert not Redirect.objects.filter(redirect_page=secret.page).exists()


def test_redirects_are_filtered_without_naming_a_network(own: Things, browser: Client) -> None:
    response = browser.get(reverse("wagtailredirects:index"), {"site": "", "is_permanent": "True"})
    assert own.redirect in response.context["object_list"]


def test_an_import_of_redirects_is_for_ones_own_network(networks: Networks, browser: Client) -> None:
    file = SimpleUploadedFile("r.csv", b"from,to\n/importe,https://exemple.org/la\n", content_type="text/csv")
    confirm = browser.post(reverse("wagtailredirects:start_import"), {"import_file": file})
    kept = form_of(confirm) | {"from_index": "0", "to_index": "1", "permanent": "on"}
    for site, made in (("", 0), (networks.alliance.pk, 0), (networks.apeas.pk, 1)):
        browser.post(reverse("wagtailredirects:process_import"), kept | {"site": site})
        assert Redirect.objects.filter(old_path="/importe").count() == made


def test_saving_a_person_leaves_the_roles_of_other_networks(networks: Networks, browser: Client) -> None:
    person = networks.user(("apeas", Duty.EDITOR), ("alliance", Duty.EDITOR))
    theirs = group_for(networks.alliance, Duty.EDITOR)
    theirs.name = f"Groupe {SECRET}"
    theirs.save()
    edit = reverse("wagtailusers_users:edit", args=[person.pk])
    shown = browser.get(edit)
    assert SECRET not in said(shown)
    moderators = group_for(networks.apeas, Duty.MODERATOR)
    taken = {"email": "pris@example.org", "is_superuser": "on", "password1": "x" * 20, "password2": "x" * 20}
    browser.post(edit, form_of(shown) | taken | {"groups": [moderators.pk]})
    before, person = person, User.objects.get(pk=person.pk)
    assert set(person.groups.all()) == {theirs, moderators}
    assert (person.email, person.password) == (before.email, before.password)
    assert not person.is_superuser
    browser.post(reverse("wagtailusers_users:delete", args=[person.pk]))
    assert User.objects.filter(pk=person.pk).exists()


def test_a_person_of_ones_own_is_changed_but_never_made_a_superuser(
    networks: Networks, browser: Client
) -> None:
    person = networks.user(("apeas", Duty.EDITOR))
    edit = reverse("wagtailusers_users:edit", args=[person.pk])
    names = {"first_name": "Ada", "last_name": "L", "is_active": "on", "is_superuser": "on"}
    editors = group_for(networks.apeas, Duty.EDITOR)
    browser.post(edit, {"email": "ada@example.org", "groups": [editors.pk], **names})
    person.refresh_from_db()
    assert person.email == "ada@example.org"
    assert not person.is_superuser
    browser.post(reverse("wagtailusers_users:delete", args=[person.pk]))
    assert not User.objects.filter(pk=person.pk).exists()


def test_bulk_actions_spare_people_of_other_networks_too(networks: Networks, browser: Client) -> None:
    both = networks.user(("apeas", Duty.EDITOR), ("alliance", Duty.EDITOR))
    address = reverse("wagtail_bulk_action", args=["users", "user", "delete"])
    browser.post(f"{address}?id={both.pk}")
    assert User.objects.filter(pk=both.pk).exists()


def test_nobody_is_put_into_a_group_of_another_network(networks: Networks, browser: Client) -> None:
    person = networks.user(("apeas", Duty.EDITOR))
    theirs = group_for(networks.alliance, Duty.EDITOR)
    address = reverse("wagtail_bulk_action", args=["users", "user", "assign_role"])
    browser.post(f"{address}?id={person.pk}", {"role": theirs.pk})
    assert not theirs.user_set.filter(pk=person.pk).exists()
    group = group_for(networks.apeas, Duty.EDITOR)
    page_rights = browser.get(reverse("wagtailusers_groups:edit", args=[group.pk]))
    assert page_rights.status_code == 200


def test_what_is_only_sent_is_not_shown(networks: Networks, secret: Things, browser: Client) -> None:
    settings = reverse("wagtailsettings:edit", args=["sites", "networksettings", networks.apeas.pk])
    answer = browser.post(settings, form_of(browser.get(settings)) | {"logo": secret.image.pk, "name": ""})
    assert SECRET not in said(answer)
    assert not NetworkSettings.objects.filter(logo=secret.image).exists()
    parent = reverse("wagtailadmin_pages:choose_parent", args=["exchanges", "exchangepage"])
    assert SECRET not in said(browser.post(parent, {"parent_page": secret.page.pk}))


def test_what_a_superuser_chose_stays(networks: Networks, secret: Things, browser: Client) -> None:
    ours = NetworkSettings.objects.get(site=networks.apeas)
    ours.logo = secret.image
    ours.save()
    settings = reverse("wagtailsettings:edit", args=["sites", "networksettings", networks.apeas.pk])
    shown = browser.get(settings)
    assert f'value="{secret.image.pk}"' in said(shown)
    links = {"links-TOTAL_FORMS": "0", "links-INITIAL_FORMS": "0", "links-MIN_NUM_FORMS": "0"}
    browser.post(settings, form_of(shown) | links | {"logo": secret.image.pk, "tagline": "Autre"})
    ours.refresh_from_db()
    assert (ours.tagline, ours.logo) == ("Autre", secret.image)


def text_with(kind: str, pk: int) -> str:
    """A text of the editor in which something is named."""
    entity = {"type": kind, "mutability": "MUTABLE", "data": {"id": pk, "format": "left", "alt": ""}}
    block = {
        "key": "a",
        "text": "mot",
        "type": "unstyled",
        "depth": 0,
        "inlineStyleRanges": [],
        "entityRanges": [{"key": 0, "offset": 0, "length": 3}],
    }
    return json.dumps({"entityMap": {"0": entity}, "blocks": [block]})


@pytest.mark.parametrize("kind", ["LINK", "IMAGE", "DOCUMENT"])
def test_a_text_names_nothing_of_others(
    networks: Networks, secret: Things, own: Things, browser: Client, kind: str
) -> None:
    Page.objects.filter(pk=secret.page.pk).update(live=False)
    things = {"LINK": "page", "IMAGE": "image", "DOCUMENT": "document"}
    edit = reverse("wagtailadmin_pages:edit", args=[own.page.pk])
    for whose, answer in ((secret, 404), (own, 200)):
        text = text_with(kind, getattr(whose, things[kind]).pk)
        assert browser.post(edit, {"title": "", "body": text}).status_code == answer


def test_a_text_may_link_to_what_everybody_reads(secret: Things, own: Things, browser: Client) -> None:
    edit = reverse("wagtailadmin_pages:edit", args=[own.page.pk])
    text = text_with("LINK", secret.page.pk)
    assert browser.post(edit, {"title": "", "body": text}).status_code == 200


def test_what_is_no_text_of_the_editor_names_nothing() -> None:
    for text in ("", "{}", "[]", "mots", '{"entityMap": []}'):
        assert list(in_text(text)) == []


def test_a_home_page_does_not_expire(networks: Networks) -> None:
    home = HomePage.objects.get(pk=networks.apeas.root_page_id)
    home.expire_at = timezone.now()
    with pytest.raises(ValidationError, match="APEAS"):
        home.save_revision(clean=True)
    with pytest.raises(ValidationError):
        home.full_clean()
    index = networks.exchange(networks.apeas, "Besoin").get_parent().specific
    index.expire_at = timezone.now()
    index.full_clean()


def test_copies_are_not_translated_with_what_is_above_them(networks: Networks, own: Things) -> None:
    networks.exchange(networks.apeas, "Copie", is_copy=True)
    root = Client()
    root.force_login(User.objects.create_superuser("root@example.org", "x"))
    index = own.page.get_parent()
    address = reverse("wagtail_localize:submit_page_translation", args=[index.pk])
    before = Page.objects.count()
    answer = root.post(address, {"locales": [1], "include_subtree": "on"})
    assert answer.headers["Location"] == reverse("wagtailadmin_home")
    assert Page.objects.count() == before
    assert root.get(address).status_code == 200


def test_outside_the_administration_nothing_is_narrowed(insider: User, secret: Things) -> None:
    from django.forms import ModelChoiceField

    field = ModelChoiceField(Page.objects.all())
    assert field.clean(secret.page.pk) == secret.page.page_ptr
    with acting(insider):
        assert not field.queryset.filter(pk=secret.page.pk).exists()
