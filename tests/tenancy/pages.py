"""Pages with secrets: of each type one that is published and being changed, and one that is a draft."""

from typing import Any

from django.contrib.auth.models import Group
from django.utils import timezone
from taggit.models import Tag
from wagtail.models import Comment, CommentReply, Page, PageViewRestriction

from cms.core.models import Audience as Seen
from cms.core.models import SharedPage
from tests.tenancy.addresses import page_types
from tests.tenancy.fields import fill, wording
from tests.tenancy.tenants import Tenant
from tests.tenancy.words import Audience

# Where nobody but the network's people may know a structure to be: the latitude, by the words' beginning.
PLACES = {"zq": "43.98765", "qa": "43.12345", "qh": "43.54321"}


def plant_pages(tenant: Tenant) -> None:
    """A page of each type, changed since, and a draft where there may be a second one."""
    waiting = page_types()
    while waiting:
        placed = [model for model in waiting if plant_type(tenant, model)]
        assert placed, f"Nowhere to put {waiting}"
        waiting = [model for model in waiting if model not in placed]
    plant_draft_variants(tenant)


def plant_type(tenant: Tenant, model: type[Page]) -> bool:
    """Plant pages of the type, if there is a place for them yet."""
    page = model.objects.filter(pk__in=tenant.own(Page)).first()
    if page is None:
        parent = parent_for(tenant, model)
        if parent is None:
            return False
        page = new_page(tenant, model, parent, Audience.VISITORS)
        plant_draft(tenant, model, parent)
    else:
        fill_page(tenant, page, Audience.VISITORS)
        page.save()
    page.save_revision(user=tenant.person).publish(user=tenant.person)
    plant_changes(tenant, page)
    return True


def parent_for(tenant: Tenant, model: type[Page]) -> Page | None:
    """A page of the network below which pages of that type may be."""
    for parent_type in model.allowed_parent_page_models():
        if parent := parent_type.objects.filter(pk__in=tenant.own(Page)).first():
            return parent
    return None


def new_page(tenant: Tenant, model: type[Page], parent: Page, audience: Audience, **values: Any) -> Any:
    """A page of the type below the parent."""
    page = model(locale=parent.locale, owner=tenant.person, **values)
    fill_page(tenant, page, audience)
    parent.add_child(instance=page)
    plant_relations(tenant, page, audience)
    return page


def fill_page(tenant: Tenant, page: Any, audience: Audience, *, fresh: bool = False) -> None:
    """Words in each text; those that the page guards are for the network's people."""
    named = {} if page._state.adding or fresh else {"title": page.title, "slug": page.slug}
    fill(page, tenant.words, audience, fresh=fresh)
    # Left out, as a word would be refused: `complete` plants those that are required to hold one.
    shaped = {name: "" for name in ("siret", "location") if hasattr(page, name)}
    for name, value in {**named, **shaped}.items():
        setattr(page, name, value)
    if isinstance(page, SharedPage):
        page.sharing = "network"
        guard_fields(tenant, page)
    for field in page._meta.concrete_fields:
        if field.choices and not field.null and not field.blank and not getattr(page, field.attname):
            setattr(page, field.attname, field.flatchoices[0][0])


def guard_fields(tenant: Tenant, page: SharedPage) -> None:
    """Keep what the page can guard for the network's people."""
    for name, guard in page.guarded_fields.items():
        setattr(page, guard, Seen.PRIVATE)
        field = page._meta.get_field(name)
        setattr(
            page, name, wording(field, tenant.words.bait, tenant.word(f"{page._meta.label}.{name} (private)"))
        )
    if "location" in page.guarded_fields:
        place = PLACES[tenant.words.beginning]
        page.location = f"SRID=4326;POINT(5.4321 {place})"
        tenant.words.literals[place] = "position kept private"


def plant_relations(tenant: Tenant, page: Any, audience: Audience) -> None:
    """Keywords and contact points, where the type has them."""
    if hasattr(page, "tags"):
        page.tags.add(new_tag(tenant, audience))
    if isinstance(page, SharedPage):
        for seen, circle in CIRCLES.items():
            contact = getattr(page, page.shared_contacts).model(page=page, medium="email", audience=seen)
            contact.value = f"{tenant.words.bait}.{tenant.word('contact ' + seen, circle)}@example.org"
            tenant.saved(contact, circle)
    page.save()


CIRCLES = {
    Seen.PUBLIC: Audience.VISITORS,
    Seen.MEMBERS: Audience.MEMBERS,
    Seen.NETWORK: Audience.PEOPLE,
    Seen.PRIVATE: Audience.PEOPLE,
}


def new_tag(tenant: Tenant, audience: Audience = Audience.PEOPLE) -> Tag:
    """A keyword that only this network uses."""
    return tenant.saved(Tag(), audience)


def plant_changes(tenant: Tenant, page: Page) -> None:
    """A revision with other words, not published."""
    changed = page.get_latest_revision_as_object()
    slug = changed.slug
    fill_page(tenant, changed, Audience.PEOPLE, fresh=True)
    if changed.is_site_root():
        changed.slug = slug  # Nobody sees it, and the site stays where it is.
    changed.save_revision(user=tenant.person)


def plant_draft(tenant: Tenant, model: type[Page], parent: Page) -> None:
    """A page that was never published."""
    page = new_page(tenant, model, parent, Audience.PEOPLE, live=False, has_unpublished_changes=True)
    page.save_revision(user=tenant.person)


def plant_draft_variants(tenant: Tenant) -> None:
    """Pages behind a password and for a group, one that is planned, one that is locked; comments."""
    from home.models import ContentPage

    home = tenant.site.root_page.specific
    behind, grouped, planned = (new_page(tenant, ContentPage, home, Audience.PEOPLE) for _each in range(3))
    locked = new_page(tenant, ContentPage, home, Audience.VISITORS)
    tenant.saved(PageViewRestriction(page=behind, restriction_type="password"))
    group = tenant.saved(Group())
    restriction = tenant.saved(PageViewRestriction(page=grouped, restriction_type="groups"))
    restriction.groups.add(group)
    planned.live, planned.go_live_at = False, timezone.now() + timezone.timedelta(days=30)
    planned.save()
    planned.save_revision(user=tenant.person, approved_go_live_at=planned.go_live_at)
    locked.locked, locked.locked_by, locked.locked_at = True, tenant.person, timezone.now()
    locked.save()
    for page in (behind, grouped, locked):
        page.save_revision(user=tenant.person).publish()
    locked.create_alias(parent=home, update_slug=f"{locked.slug}-alias", user=tenant.person)
    comment = tenant.saved(Comment(page=locked, user=tenant.person, contentpath="title"))
    tenant.saved(CommentReply(comment=comment, user=tenant.person))
