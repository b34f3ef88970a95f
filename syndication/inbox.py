"""What a network received: read, accept, refuse with a reason, reconsider, add one's own word.

Reading never changes anything. Every answer is about deliveries to the user's networks: an id of
another network's is not found.
"""

from collections.abc import Iterable
from hashlib import sha256
from typing import Any, cast
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBadRequest,
    HttpResponseBase,
    HttpResponseRedirect,
)
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views import View
from django.views.generic import FormView, TemplateView, UpdateView
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.admin.views.generic import BaseListingView, WagtailAdminTemplateMixin

from cms.core.permissions import networks_at_hand, user_networks
from syndication import decisions, engine, local, proposals, queries
from syndication.filters import InboxFilter
from syndication.forms import LocalForm, RefuseForm
from syndication.models import Decision, Delivery, State

NAMESPACE = "syndication_received"


# From where each answer makes sense: what was withdrawn, or decided meanwhile, is not to be decided.
ACCEPTED_FROM = (State.PENDING,)
REFUSED_FROM = (State.PENDING, State.LIVE, State.FAILED)
RECONSIDERED_FROM = (State.REFUSED,)


def answers(delivery: Delivery) -> dict[str, bool]:
    """What may be answered; one who refused already has nothing to add until the engine came by."""
    stands = delivery.decision != Decision.REFUSED
    return {
        "may_accept": delivery.state in ACCEPTED_FROM and not delivery.decision,
        "may_refuse": delivery.state in REFUSED_FROM and stands,
        "may_add": delivery.state == State.LIVE and bool(delivery.copy_id) and stands,
        "may_reconsider": delivery.state in RECONSIDERED_FROM,
    }


def url(name: str, *args: Any) -> str:
    """The address of a view of the inbox."""
    return reverse(f"{NAMESPACE}:{name}", args=args)


def fingerprint(ids: Iterable[int]) -> str:
    """What a list holds, in short, whatever its order; by time, one could miss what commits late."""
    return sha256(" ".join(map(str, sorted(ids))).encode()).hexdigest()


class DecidingMixin:
    """For the people who decide what their network shows."""

    about = Delivery
    request: HttpRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer 403 to those who may not decide."""
        if not queries.may_decide(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]

    def delivery(self, found: QuerySet[Delivery] | None = None) -> Delivery:
        """The delivery of the address, if it is to one of the user's networks; else 404."""
        rows = queries.received(user_networks(self.request.user)) if found is None else found
        return get_object_or_404(rows, pk=self.kwargs["pk"])  # type: ignore[attr-defined]

    def breadcrumbs(self, label: str) -> list[dict[str, Any]]:
        """The way back to the inbox."""
        return [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            {"url": url("index"), "label": _("Received")},
            {"url": "", "label": label},
        ]

    def late(self) -> HttpResponseRedirect:
        """Say that there is nothing left to answer, and go back."""
        messages.warning(self.request, _("Somebody decided already, or its author took it back."))
        return redirect(get_valid_next_url_from_request(self.request) or url("index"))

    def done(self, message: str) -> HttpResponseRedirect:
        """Say so, and go back to where the user came from."""
        messages.success(self.request, message)
        return redirect(get_valid_next_url_from_request(self.request) or url("index"))


class InboxView(DecidingMixin, BaseListingView):
    """What waits for a decision."""

    page_title: Any = gettext_lazy("Received, to be reviewed")
    header_icon = "pes-inbox"
    template_name = "syndication/admin/inbox.html"
    results_template_name = "syndication/admin/inbox_results.html"
    index_url_name: Any = f"{NAMESPACE}:index"
    index_results_url_name: Any = f"{NAMESPACE}:index_results"
    filterset_class: Any = InboxFilter
    default_ordering: Any = ("state_at", "pk")
    paginate_by = 20
    show = "waiting"

    def get_base_queryset(self) -> QuerySet[Delivery]:
        return queries.waiting(networks_at_hand(self.request))

    def get_filterset_kwargs(self) -> dict[str, Any]:
        return {**super().get_filterset_kwargs(), "queryset": self.get_base_queryset()}

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(*args, **kwargs)
        filters = self.request.GET.copy()
        filters.pop(self.page_kwarg, None)
        asked = f"?{filters.urlencode()}" if filters else ""
        return {
            **context,
            "show": self.show,
            "proposals": proposals.propose(context["object_list"]),
            "is_filtering": bool(self.is_filtering),
            "accept_all_url": url("accept_all") + asked,
            "here": self.index_url + asked,
            "seen": fingerprint(cast("QuerySet[Delivery]", self.object_list).values_list("pk", flat=True)),
        }


class RefusedView(InboxView):
    """What was refused, and may be reconsidered."""

    page_title: Any = gettext_lazy("Received and refused")
    index_url_name: Any = f"{NAMESPACE}:refused"
    index_results_url_name: Any = f"{NAMESPACE}:refused_results"
    default_ordering: Any = ("-decided_at", "-pk")
    show = "refused"

    def get_base_queryset(self) -> QuerySet[Delivery]:
        return queries.refused(networks_at_hand(self.request))


class ShownView(InboxView):
    """What the site shows: it may still be refused, and given the site's own word."""

    page_title: Any = gettext_lazy("Received and shown")
    index_url_name: Any = f"{NAMESPACE}:shown"
    index_results_url_name: Any = f"{NAMESPACE}:shown_results"
    default_ordering: Any = ("-state_at", "-pk")
    show = "shown"

    def get_base_queryset(self) -> QuerySet[Delivery]:
        return queries.shown(networks_at_hand(self.request))


class DetailView(DecidingMixin, WagtailAdminTemplateMixin, TemplateView):
    """The sheet as the copy would show it."""

    header_icon = "pes-inbox"
    template_name = "syndication/admin/detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        delivery = self.delivery()
        proposal = proposals.propose([delivery])[0]
        self.page_title = proposal.title
        self.breadcrumbs_items = self.breadcrumbs(proposal.title)
        return {
            **super().get_context_data(**kwargs),
            "proposal": proposal,
            "desk_of": delivery.target,
            "delivery": delivery,
            "origin_name": queries.network_name(delivery.network),
            "target_name": queries.network_name(delivery.target),
            **answers(delivery),
            "is_live": delivery.state == State.LIVE,
            "next": get_valid_next_url_from_request(self.request) or url("index"),
        }


class AcceptView(DecidingMixin, View):
    """Let one page be shown."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Accept the delivery."""
        delivery = self.delivery()
        if delivery.state not in ACCEPTED_FROM:
            return self.late()
        decisions.accept(deliveries=[delivery], user=request.user)  # type: ignore[arg-type]
        return self.done(_("“%(title)s” is accepted: it will show in a moment.") % {"title": delivery.title})


class ReconsiderView(DecidingMixin, View):
    """Forget a decision."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Put the delivery back as the rules have it."""
        delivery = self.delivery()
        if delivery.state not in RECONSIDERED_FROM:
            return self.late()
        decisions.reconsider(deliveries=[delivery], user=request.user)  # type: ignore[arg-type]
        return self.done(_("“%(title)s” can be decided again.") % {"title": delivery.title})


class AcceptAllView(DecidingMixin, View):
    """Let everything be shown that the list held, with its filters, when it was looked at."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Accept them, if the list is still what was seen: nobody lets in what they did not see."""
        listed = queries.waiting(networks_at_hand(request))
        shown = InboxFilter(data=request.GET, queryset=listed, request=request)
        if not shown.is_valid():
            return HttpResponseBadRequest(_("This filter makes no sense: open the list again."))
        deliveries = list(shown.qs)
        if request.POST.get("seen") != fingerprint(delivery.pk for delivery in deliveries):
            messages.warning(
                request, _("The list changed meanwhile: nothing was accepted, look at it again.")
            )
            return redirect(get_valid_next_url_from_request(request) or url("index"))
        decisions.accept(deliveries=deliveries, user=request.user)  # type: ignore[arg-type]
        message = ngettext(
            "%(count)d page is accepted: it will show in a moment.",
            "%(count)d pages are accepted: they will show in a moment.",
            len(deliveries),
        )
        return self.done(message % {"count": len(deliveries)})


class RefuseView(DecidingMixin, WagtailAdminTemplateMixin, FormView):
    """Keep a page off the site, and say why."""

    page_title: Any = gettext_lazy("Refuse")
    header_icon = "cross"
    template_name = "syndication/admin/refuse.html"
    form_class = RefuseForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        delivery = self.delivery()
        self.page_subtitle = delivery.title
        self.breadcrumbs_items = self.breadcrumbs(_("Refuse “%s”") % delivery.title)
        return {
            **super().get_context_data(**kwargs),
            "desk_of": delivery.target,
            "delivery": delivery,
            "origin_name": queries.network_name(delivery.network),
            "next": get_valid_next_url_from_request(self.request) or url("index"),
        }

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The form, for a delivery of the user's networks."""
        if self.delivery().state not in REFUSED_FROM:
            return self.late()
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Refuse the delivery, or say what is missing."""
        if self.delivery().state not in REFUSED_FROM:
            return self.late()
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: RefuseForm) -> HttpResponse:
        """Write the decision."""
        delivery = self.delivery()
        decisions.refuse(
            deliveries=[delivery],
            user=self.request.user,  # type: ignore[arg-type]
            reason=form.cleaned_data["reason"],
        )
        return self.done(_("“%(title)s” is refused; its network reads why.") % {"title": delivery.title})


class LocalView(DecidingMixin, WagtailAdminTemplateMixin, UpdateView):
    """What the site adds to a copy that it shows."""

    page_title: Any = gettext_lazy("On our site")
    header_icon = "edit"
    template_name = "syndication/admin/local.html"
    form_class = LocalForm

    def get_object(self, queryset: QuerySet[Any] | None = None) -> Delivery:
        received = queries.received(user_networks(self.request.user))
        return self.delivery(received.filter(copy__isnull=False))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        delivery = self.object
        self.page_subtitle = delivery.title
        self.breadcrumbs_items = self.breadcrumbs(_("“%s” on our site") % delivery.title)
        came_from = get_valid_next_url_from_request(self.request)
        return {
            **super().get_context_data(**kwargs),
            "desk_of": delivery.target,
            "delivery": delivery,
            "origin_name": queries.network_name(delivery.network),
            "came_from": came_from,
            "next": came_from or reverse("wagtailadmin_pages:edit", args=[delivery.copy_id]),
        }

    def form_valid(self, form: LocalForm) -> HttpResponse:
        """Keep the fields on the delivery and show them on the copy, one writer at a time."""
        with transaction.atomic():
            engine.lock([self.object.target_id])
            delivery = form.save()
            # The engine may have taken the copy back while the form was filled in.
            delivery.refresh_from_db(fields=["copy"])
            if delivery.copy_id:
                local.apply_local(delivery=delivery)
        return self.done(_("Saved: it shows with “%(title)s”, on our site.") % {"title": delivery.title})


def detail_url(delivery: Delivery, *, back: str = "") -> str:
    """The address of a sheet of the inbox, with the way back."""
    query = f"?{urlencode({'next': back})}" if back else ""
    return url("detail", delivery.pk) + query
