"""« Suivi »: the three baskets, and helping an announcement on.

Lists are about the network worked for. Of a copy that stands on the regional platform they show what stands
there, and how many answers there are.
"""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.admin.views.reports import ReportView
from wagtail.models import Site
from wagtail.permission_policies import ModelPermissionPolicy

from exchanges.care import baskets, duties, lines
from exchanges.care import help as helping
from exchanges.models import Conversation, ExchangePage

NAMESPACE = "care_follow"
NAMES: dict[str, Any] = {
    "unanswered": gettext_lazy("No answer yet"),
    "quiet": gettext_lazy("Gone quiet"),
    "to_close": gettext_lazy("To be closed"),
}
HELPS: dict[str, Any] = {
    "unanswered": format_lazy(
        gettext_lazy("Published more than {days} days ago, and nobody answered."), days=baskets.UNANSWERED
    ),
    "quiet": format_lazy(
        gettext_lazy("A conversation is open, and nobody wrote in it for {days} days."), days=baskets.QUIET
    ),
    "to_close": format_lazy(
        gettext_lazy("No sign of life for {days} days, or concluded for as long, and still on your site."),
        days=baskets.TO_CLOSE,
    ),
}


def url(name: str, *args: Any) -> str:
    """The address of a screen of this room."""
    return reverse(f"{NAMESPACE}:{name}", args=args)


def tabs(numbers: dict[str, int], current: str) -> list[tuple[Any, str, int | None, bool]]:
    """The ways between the lists: name, address, how many, whether it is the one being read."""
    found = [
        (NAMES[name], url("index" if name == "unanswered" else name), number, name == current)
        for name, number in numbers.items()
    ]
    return [*found, (gettext_lazy("How it ended"), url("ended"), None, current == "ended")]


def trail(label: str) -> list[dict[str, Any]]:
    """The way from the home page of the admin to a screen."""
    steps = ((_("Home"), reverse("wagtailadmin_home")), (_("Follow-up"), url("index")), (label, ""))
    return [{"url": where, "label": name} for name, where in steps]


class BasketView(ReportView):
    """The announcements of one basket."""

    model: Any = ExchangePage
    permission_policy: Any = ModelPermissionPolicy(Conversation)
    permission_required: Any = "follow"
    header_icon = "history"
    template_name = "exchanges/care/admin/basket.html"
    results_template_name = "exchanges/care/admin/basket_results.html"
    default_ordering: Any = ("first_published_at", "pk")
    paginate_by = 30
    basket = "unanswered"
    columns: Any = []
    list_export = list(lines.HEADINGS)
    export_headings = lines.HEADINGS

    @property
    def page_title(self) -> Any:  # type: ignore[override]
        """What the basket is called."""
        return NAMES[self.basket]

    @property
    def index_url_name(self) -> str:  # type: ignore[override]
        return f"{NAMESPACE}:{'index' if self.basket == 'unanswered' else self.basket}"

    @property
    def index_results_url_name(self) -> str:  # type: ignore[override]
        return f"{self.index_url_name}_results"

    @cached_property
    def networks(self) -> QuerySet[Site]:
        """The networks that the list is about."""
        return duties.sites_at_hand(self.request, duties.FOLLOW)

    def get_base_queryset(self) -> QuerySet[Any]:
        return baskets.with_figures(baskets.BASKETS[self.basket](self.networks))

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """The way home."""
        return trail(NAMES[self.basket])

    def get_filename(self) -> str:
        """A name that tells the day."""
        return f"suivi-{timezone.localdate():%Y-%m-%d}"

    def decorate_paginated_queryset(self, object_list: Any) -> Any:
        """Read what all the lines of the page say at once."""
        return lines.lines_of(object_list, self.request)

    def to_row_dict(self, item: Any) -> dict[str, Any]:
        """The cells of an export; nothing that a spreadsheet would run."""
        return lines.row_of(item)

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(*args, **kwargs)
        numbers = {} if self.is_export else baskets.counts(self.networks)
        return {
            **context,
            "tabs": tabs(numbers, self.basket),
            "basket_help": HELPS[self.basket],
            "here": self.request.get_full_path(),
            "can_relaunch": bool(helping.relaunchers),
        }


class HelpMixin:
    """For those who follow the announcement of the address: nobody else finds it."""

    about = ExchangePage
    request: HttpRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Answer 403 to those who follow no announcement."""
        if not duties.sites_where(request.user, duties.FOLLOW).exists():
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]

    @cached_property
    def page(self) -> ExchangePage:
        """The announcement as it stands on a site of theirs; raises Http404."""
        sites = duties.sites_where(self.request.user, duties.FOLLOW)
        there = ExchangePage.objects.live().filter(baskets.standing_on(sites))
        return get_object_or_404(there, pk=self.kwargs["pk"])  # type: ignore[attr-defined]

    @property
    def own(self) -> ExchangePage:
        """The announcement, if its original is theirs; raises Http404 for a copy."""
        if self.page.is_copy:
            raise Http404
        return self.page

    @property
    def back(self) -> str:
        """From where the person came."""
        return get_valid_next_url_from_request(self.request) or url("index")

    def done(self, message: str) -> HttpResponseRedirect:
        """Say so, and go back to the list."""
        messages.success(self.request, message)
        return redirect(self.back)

    def refused(self, error: ValidationError) -> HttpResponseRedirect:
        """Say why not, and go back to the list."""
        messages.error(self.request, " ".join(error.messages))
        return redirect(self.back)


class ActView(HelpMixin, View):
    """One click that changes an announcement of one's own network."""

    http_method_names: Any = ["post"]

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Do it, or say why not."""
        try:
            return self.done(self.act(self.own))
        except ValidationError as error:
            return self.refused(error)

    def act(self, page: ExchangePage) -> str:
        """Do it, and say what was done."""
        raise NotImplementedError


class WidenView(ActView):
    """Have an announcement looked for one step further around."""

    def act(self, page: ExchangePage) -> str:
        sent = self.request.POST.get("seen", "")
        seen = int(sent) if sent.isdecimal() and len(sent) < 19 else None
        page = helping.widen(page=page, seen=seen, by=self.request.user)  # type: ignore[arg-type]
        return _("“%(title)s” is looked for in %(area)s now; its author is told and can undo it.") % {
            "title": page.title,
            "area": page.area,
        }


class RelaunchView(ActView):
    """Tell an announcement once more to those whom it fits."""

    def act(self, page: ExchangePage) -> str:
        told = helping.relaunch(page=page, by=self.request.user)  # type: ignore[arg-type]
        return _("“%(title)s” is relaunched. People told who did not know of it: %(told)s.") % {
            "title": page.title,
            "told": told,
        }


class SuggestView(ActView):
    """Ask an author whether the announcement should stay."""

    def act(self, page: ExchangePage) -> str:
        helping.suggest_closing(page=page, by=self.request.user)  # type: ignore[arg-type]
        return _("The author of “%(title)s” is asked whether it should stay.") % {"title": page.title}
