"""What this room holds of a person: what they take along, and how it is forgotten."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Revision

from cms.core.registry import PersonalData
from exchanges.models import ExchangePage, Result
from exchanges.people import speakers_of
from exchanges.publishing import drafts, life, review
from exchanges.publishing.pictures import forget
from exchanges.publishing.texts import to_text


def _own(person: Any) -> Any:
    return ExchangePage.objects.origins().filter(owner=person).order_by("pk")


def export(person: Any) -> list[dict[str, Any]]:
    """The announcements that the person typed, drafts included."""
    pages = _own(person).select_related("area", "organisation").prefetch_related("methods", "themes")
    return [
        {
            "title": drafts.title_of(page),
            "sense": page.get_sense_display(),
            "type": page.get_type_display(),
            "text": to_text(page.body),
            "methods": [method.name for method in page.methods.all()],
            "terms": page.terms,
            "where": str(page.area or ""),
            "until": page.expires_on,
            "themes": [theme.name for theme in page.themes.all()],
            "shown": page.get_sharing_display(),
            "structure": page.organisation.title if page.organisation else "",
            "online": page.live,
            "published": page.first_published_at,
            "paused": page.paused_at,
            "closed": page.closed_at,
        }
        for page in pages
    ]


def erase(person: Any) -> None:
    """Drafts go; what is online ends, unless others speak for the structure of which it is; none names them."""
    for page in _own(person):
        if not page.first_published_at:
            review.withdraw(page=page, person=None)
            forget(image=page.image, person=person, but=page.pk)
            Page.objects.get(pk=page.pk).delete()
            continue
        kept = page.organisation_id and speakers_of([page.organisation_id]).exclude(pk=person.pk).exists()
        if not kept:
            life.close(page=page, by=None, why=Result.OTHER)
        _make_nameless(page)


def _make_nameless(page: ExchangePage) -> None:
    ExchangePage.objects.filter(pk=page.pk).update(owner=None, contact_name="")
    for revision in Revision.objects.for_instance(page):
        content = {**revision.content, "owner": None, "contact_name": ""}
        Revision.objects.filter(pk=revision.pk).update(content=content, user=None)


personal_data = PersonalData(label=_("My announcements"), export=export, erase=erase)
