"""What the tests of follow-up and reports start from: announcements of some age, answers, copies."""

from datetime import timedelta
from typing import Any

from django.test import Client
from django.utils import timezone
from wagtail.models import Page, Site

from exchanges.models import Conversation, ExchangePage, Message, Party, Report, Side
from tests.factories import make_page

FOLLOW = "/admin/follow-up/"
REPORTED = "/admin/reported/"


def ago(days: float) -> Any:
    """So many days before now."""
    return timezone.now() - timedelta(days=days)


def age(page: ExchangePage, days: float) -> ExchangePage:
    """The page, as if it had been published so many days ago and not touched since."""
    moments = {"first_published_at": ago(days), "last_published_at": ago(days)}
    Page.objects.filter(pk=page.pk).update(**moments)
    page.refresh_from_db()
    return page


def announce(site: Site, title: str, *, days: float = 10, **fields: Any) -> ExchangePage:
    """An announcement that was published so many days ago."""
    return age(make_page(site, ExchangePage, title, **fields), days)


def copy_to(site: Site, page: ExchangePage, *, title: str = "", days: float = 0) -> ExchangePage:
    """A copy of it on another site, as syndication writes them; written just now, unless told otherwise."""
    copy = make_page(site, ExchangePage, title or page.title, origin=page)
    Page.objects.filter(pk=copy.pk).update(first_published_at=page.first_published_at)
    return copy


def talk(page: ExchangePage, *, days: float, state: str = "discussed", who: str = "person:1") -> Conversation:
    """Somebody answered it, and the last word was said so many days ago."""
    site = page.get_site()
    assert site is not None
    made = Conversation.objects.create(
        exchange=page, title=page.title, network=site, answerer=who, state=state,
        state_at=ago(days), opened_at=ago(days), last_message_at=ago(days),
    )  # fmt: skip
    party = Party.objects.create(conversation=made, side=Side.ANSWER, name="Josette Répond")
    Message.objects.create(conversation=made, party=party, body="Un secret entre nous", sent_at=ago(days))
    return made


def reported(page: Page, **fields: Any) -> Report:
    """A report about the page, in its home."""
    network = fields.pop("network", None) or page.get_site()
    return Report.objects.create(
        **{"network": network, "page": page, "title": page.title, "complaint": "wrong", **fields}
    )


def titles(client: Client, basket: str = "", query: str = "") -> list[str]:
    """The announcements that a basket lists."""
    answer = client.get(f"{FOLLOW}{basket}{query}")
    assert answer.status_code == 200
    return [line.page.title for line in answer.context["object_list"]]
