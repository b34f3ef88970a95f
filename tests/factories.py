"""Factories of what tests need again and again."""

from typing import Any

import factory
from factory.django import DjangoModelFactory
from wagtail.models import Site

from cms.core.models import SharedPage, Theme
from cms.users.models import User
from exchanges.models import ExchangeIndexPage, ExchangePage, Method, OrganisationIndexPage


class UserFactory(DjangoModelFactory[User]):
    """A person without any right; her password is "secret-de-test"."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"personne{n}@example.org")
    first_name = "Camille"
    password = factory.django.Password("secret-de-test")


def make_page(site: Site, kind: type[SharedPage], title: str, **fields: Any) -> Any:
    """A published page of that kind on that site.

    `themes` are codes, `tags` and `methods` names and codes, `contacts` columns of rows. With `origin`
    it is a copy of that page, as syndication writes them.
    """
    origin = fields.pop("origin", None)
    relations = {name: fields.pop(name, []) for name in ("themes", "methods", "tags", "contacts")}
    if kind is ExchangePage:
        fields = {"sense": "need", "type": "premises", **fields}
    page = kind(title=title, **(_as_copy(origin) if origin else {}), **fields)
    index = ExchangeIndexPage if kind is ExchangePage else OrganisationIndexPage
    index.objects.descendant_of(site.root_page).get().add_child(instance=page)
    _relate(page, **relations)
    page.save_revision().publish()
    return page


def _as_copy(origin: SharedPage) -> dict[str, Any]:
    home = origin.get_site()
    return {
        "uid": origin.uid,
        "is_copy": True,
        "origin_page": origin,
        "origin_site": home,
        "origin_url": origin.full_url,
    }


def _relate(
    page: Any, *, themes: list[str], methods: list[str], tags: list[str], contacts: list[Any]
) -> None:
    page.themes.set(Theme.objects.filter(code__in=themes))
    page.tags.set(tags)
    if methods:
        page.methods.set(Method.objects.filter(code__in=methods))
    for contact in contacts:
        page.contacts.add(type(page).contacts.rel.related_model(**contact))
