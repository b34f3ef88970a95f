"""What the editing screens and the home page of the admin say about sharing."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from django.forms import Media
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import ObjectList, Panel
from wagtail.admin.ui.components import Component

from cms.core.models import SharedPage
from cms.core.permissions import belongs_to, networks_at_hand, user_networks
from syndication import inbox, previews, queries
from syndication.models import Delivery, State

MEDIA = Media(css={"all": ["syndication/admin.css", "syndication/places.css"]})


class RulePreviewPanel(Panel):
    """What a rule brings: of the saved one at once, of the form as it stands on demand."""

    class BoundPanel(Panel.BoundPanel):
        """The panel of one form."""

        template_name = "syndication/admin/rule_preview_panel.html"
        media = MEDIA + Media(js=["syndication/rule-preview.js"])

        def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
            context = super().get_context_data(parent_context)
            saved = self.instance.pk is not None and not self.form.is_bound
            url = f"{type(self.instance).snippet_viewset.url_namespace}:preview"
            args = [self.instance.pk] if self.instance.pk else []
            return {
                **context,
                "preview": previews.preview(rule=self.instance, user=self.request.user) if saved else None,
                "errors": [],
                "preview_url": reverse(f"{url}_saved" if args else url, args=args),
            }


@dataclass(frozen=True)
class Place:
    """A site where a page is, was, waits or is refused, as its own network reads it."""

    delivery: Delivery
    name: str
    url: str
    via: str
    rule_url: str
    decided_by: str

    @property
    def is_held(self) -> bool:
        """Whether only its author keeps it from being there."""
        return self.delivery.state == State.HELD


class DeliveriesPanel(Panel):
    """Where a page is shown; for a copy, where it comes from."""

    class BoundPanel(Panel.BoundPanel):
        """The panel of one page."""

        template_name = "syndication/admin/deliveries_panel.html"
        media = MEDIA

        def is_shown(self) -> bool:
            """A page that is not saved yet is nowhere."""
            return self.instance.pk is not None

        def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
            context = super().get_context_data(parent_context)
            found = arrival(self.instance, self.request) if self.instance.is_copy else {}
            shown = [] if self.instance.is_copy else places(self.instance, self.request)
            return {**context, "page": self.instance, "arrival": found, "places": shown}


def sharing_tab() -> ObjectList:
    """The tab that every kind that circulates has on its editing screen."""
    return ObjectList([DeliveriesPanel()], heading=_("Sharing"))


def places(page: SharedPage, request: HttpRequest) -> list[Place]:
    """Where an original is, site by site."""
    return [_place(delivery, request) for delivery in queries.of_page(page)]


def _place(delivery: Delivery, request: HttpRequest) -> Place:
    shown = delivery.state == State.LIVE and delivery.path
    return Place(
        delivery=delivery,
        name=queries.network_name(delivery.target),
        url=delivery.target.root_url + delivery.path if shown else "",
        via=_via(delivery),
        rule_url=_rule_url(delivery, request),
        decided_by=queries.decider_name(delivery, own=belongs_to(request.user, delivery.target)),
    )


def _via(delivery: Delivery) -> str:
    """The site in between, if the page did not come straight from its home."""
    return queries.network_name(delivery.via) if delivery.via_id not in (None, delivery.network_id) else ""


def _rule_url(delivery: Delivery, request: HttpRequest) -> str:
    """Where the rule is changed, for those who may."""
    rule = delivery.rule
    if rule is None or not request.user.has_perm("syndication.change_syndicationrule"):
        return ""
    if not belongs_to(request.user, rule.network):
        return ""
    return reverse(cast("Any", rule).snippet_viewset.get_url_name("edit"), args=[rule.pk])


def arrival(page: SharedPage, request: HttpRequest) -> dict[str, Any]:
    """How a copy came, and what may be done with it here; nothing for readers of other networks."""
    delivery = queries.received(user_networks(request.user)).filter(copy=page.pk).first()
    if delivery is None:
        return {}
    decides = queries.may_decide(request.user)
    return {
        "delivery": delivery,
        "origin_name": queries.network_name(delivery.network),
        "via": _via(delivery),
        "rule_url": _rule_url(delivery, request),
        "decided_by": queries.decider_name(delivery, own=True),
        "sheet_url": inbox.detail_url(delivery) if decides else "",
        "local_url": inbox.url("local", delivery.pk) if decides else "",
        "refuse_url": inbox.url("refuse", delivery.pk) if decides else "",
    }


class SharingPanel(Component):
    """On the home page of the admin: what waits, and what others refused."""

    name = "sharing"
    template_name = "syndication/admin/home_panel.html"
    media = MEDIA
    order = 120

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        user = self.request.user
        decides = queries.may_decide(user)
        networks = networks_at_hand(self.request)
        return {
            "decides": decides,
            "waiting": queries.waiting(networks).count() if decides else 0,
            "inbox_url": inbox.url("index"),
            "refusals": [refusal(delivery) for delivery in queries.recent_refusals(networks)],
            "works_somewhere": bool(user_networks(user)),
        }


def refusal(delivery: Delivery) -> dict[str, Any]:
    """What the network of the original reads of a refusal."""
    return {
        "title": queries.title_for(delivery, own=True),
        "url": reverse("wagtailadmin_pages:edit", args=[delivery.page_id]) if delivery.page_id else "",
        "target": queries.network_name(delivery.target),
        "reason": delivery.reason,
        "decided_at": delivery.decided_at,
    }
