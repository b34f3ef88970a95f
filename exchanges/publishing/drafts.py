"""What somebody is typing, kept before it is handed in.

A new announcement is a page that was never published and has no revision: nobody but who types it sees it
(`exchanges.people.UNSENT`). A change of one that was handed in before is a revision of it, so that what is
online stays as it is. Forms carry a key, signed, which is the identity of the page to be: however often the
same form comes in, and by whichever way, it is one page.
"""

from typing import Any
from uuid import UUID

from django.core import signing
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.models import Page

from cms.users.models import User
from exchanges.models import ExchangeIndexPage, ExchangePage
from exchanges.people import UNSENT, exchanges_on
from exchanges.publishing import review, texts
from exchanges.publishing.pictures import store
from sites.models import Membership, NetworkSettings

SALT = "exchanges.publishing.draft"
# More is no typing.
MOST_DRAFTS = 30
# Names of the form that are columns of the page as they stand.
COLUMNS = ("sense", "type", "terms", "area", "expires_on", "sharing", "organisation")


class WaitsError(Exception):
    """Somebody is reading it: it can be changed once it was taken back."""


class TooManyError(Exception):
    """The person has so many drafts that they must be a program."""


class NothingTypedError(Exception):
    """There is no draft yet, and nothing to make one of."""


def key_of(person: User, uid: UUID) -> str:
    """The key of that person's form for the page with that identity."""
    return signing.dumps([person.pk, uid.hex], salt=SALT)


def read_key(person: Any, key: str) -> UUID | None:
    """The identity that a form names; None where the key is another person's or nobody's."""
    try:
        owner, uid = signing.loads(key, salt=SALT)
    except signing.BadSignature:
        return None
    return UUID(uid) if owner == person.pk else None


def find(*, person: User, network: NetworkSettings, uid: UUID) -> ExchangePage | None:
    """The announcement of the person, on the site of the network, with that identity."""
    found: ExchangePage | None = exchanges_on(network.site, person).filter(uid=uid).first()
    return found


def is_unsent(page: ExchangePage) -> bool:
    """Whether nobody but who types it has seen it."""
    return not (page.live or page.latest_revision_id or page.first_published_at)


def title_of(page: ExchangePage) -> str:
    """The title as it was typed; "" where there is none yet."""
    return "" if is_unsent(page) and page.title == _("Untitled") else page.draft_title or page.title


def keep(*, person: User, network: NetworkSettings, uid: UUID, typed: dict[str, Any]) -> ExchangePage:
    """Keep what was typed so far (cleaned values of the form, those that make sense), nothing more.

    Raises WaitsError while it is being read and TooManyError.
    """
    with transaction.atomic():
        page = lock(person=person, network=network, uid=uid)
        if page is None:
            return create(person=person, network=network, uid=uid, typed=typed)
        if review.is_waiting(page):
            raise WaitsError
        if is_unsent(page):
            return save_unsent(page, typed, person=person, network=network)
        page = latest(page)
        apply(page, typed, person=person, network=network)
        own = page.latest_revision if _is_only_kept(page, person) else None
        page.save_revision(user=person, clean=False, overwrite_revision=own)
        return page


def lock(*, person: User, network: NetworkSettings, uid: UUID) -> ExchangePage | None:
    """The page, locked until the transaction ends; without one, another form of the person waits instead."""
    # Two requests of one form come in order, also before there is a page.
    list(Membership.objects.select_for_update().filter(network=network.site, person=person))
    found = find(person=person, network=network, uid=uid)
    if found is None:
        return None
    Page.objects.select_for_update().get(pk=found.pk)
    return find(person=person, network=network, uid=uid)


def latest(page: ExchangePage) -> ExchangePage:
    """The page with the changes that were typed since it was published."""
    found: ExchangePage = page.get_latest_revision_as_object()
    # A revision remembers when it was paused; the page itself knows.
    found.paused_at, found.closed_at = page.paused_at, page.closed_at
    return found


def create(
    *, person: User, network: NetworkSettings, uid: UUID, typed: dict[str, Any], image: Any = None
) -> ExchangePage:
    """A new draft of the person's, below the list of the network's site."""
    drafts = ExchangePage.objects.on_site(network.site).filter(UNSENT, owner=person)
    if drafts.count() >= MOST_DRAFTS:
        raise TooManyError
    index = ExchangeIndexPage.objects.descendant_of(network.site.root_page).order_by("depth", "path").get()
    page = ExchangePage(uid=uid, live=False, owner=person, title=_("Untitled"), image=image)
    page.contact_name = person.first_name
    apply(page, typed, person=person, network=network)
    page.slug = _address(page)
    index.add_child(instance=page)
    return page


def save_unsent(
    page: ExchangePage, typed: dict[str, Any], *, person: User, network: NetworkSettings
) -> ExchangePage:
    """Write what was typed on a draft; its address follows its title."""
    apply(page, typed, person=person, network=network)
    if page.title != page.draft_title:
        page.slug, page.draft_title = _address(page), ""
    page.save()
    return page


def _address(page: ExchangePage) -> str:
    """Empty, so that Wagtail makes it from the title; or one of ours where the title has no letter."""
    return "" if slugify(page.title) else f"annonce-{page.uid.hex[:8]}"


def apply(page: ExchangePage, typed: dict[str, Any], *, person: User, network: NetworkSettings) -> None:
    """Put cleaned values of the form on the page in hand; what is not among them stays."""
    was_at = page.area_id
    for name in COLUMNS:
        if name in typed:
            setattr(page, name, typed[name])
    if "title" in typed:
        page.title = typed["title"] or _("Untitled")
    if "text" in typed:
        _write(page, typed["text"])
    if page.area_id != was_at:
        page.location = ""
    for name in ("methods", "themes"):
        if name in typed:
            setattr(page, name, list(typed[name]))
    _picture(page, typed, person, network)


def _write(page: ExchangePage, text: str) -> None:
    """The description, and the sentence of the cards unless somebody chose another one."""
    before = texts.to_text(page.body)
    if text.replace("\r\n", "\n").strip() == before:
        return
    if page.summary in ("", texts.summary_of(before)):
        page.summary = texts.summary_of(text)
    page.body = texts.to_html(text)


def _picture(page: ExchangePage, typed: dict[str, Any], person: User, network: NetworkSettings) -> None:
    if typed.get("picture"):
        page.image = store(file=typed["picture"], title=page.title, site=network.site, person=person)
    elif typed.get("drop_picture"):
        page.image = None


def _is_only_kept(page: ExchangePage, person: User) -> bool:
    """Whether the latest revision is what the person typed last, and nobody published or read it."""
    revision = page.latest_revision
    return (
        revision is not None
        and revision.user_id == person.pk
        and revision.pk != page.live_revision_id
        and page.has_unpublished_changes
        and not revision.task_states.exists()
        and (page.last_published_at is None or revision.created_at > page.last_published_at)
    )
