"""« Rattachements »: who asks to speak for which structure of a network, for those who decide in it."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic import BaseListingView, WagtailAdminTemplateMixin

from cms.core.permissions import networks_at_hand
from exchanges.models import Involvement, OrganisationPage, Standing
from exchanges.structures import claims
from exchanges.structures.access import decided_by
from exchanges.structures.forms import AnswerForm

NAMESPACE = "involvements"


def url(name: str, *args: Any) -> str:
    """The address of a screen about claims."""
    return reverse(f"{NAMESPACE}:{name}", args=args)


def decided(user: Any, request: HttpRequest | None = None) -> QuerySet[Involvement]:
    """The claims and involvements on which the user decides; with a request, of the network worked for."""
    sites = decided_by(user).select_related("root_page")
    if request is not None:
        sites = sites.filter(pk__in=networks_at_hand(request).values("pk"))
    below = Q(pk__in=[])
    for site in sites:
        below |= Q(path__startswith=site.root_page.path)
    own = OrganisationPage.objects.origins().filter(below)
    return Involvement.objects.filter(organisation__in=own.order_by().values("pk"))


def waiting(request: HttpRequest) -> int:
    """How many wait for an answer in the network worked for."""
    return decided(request.user, request).filter(standing=Standing.ASKED).count()


class DeciderMixin:
    """For those who decide in some network; others find nothing here."""

    request: HttpRequest
    header_icon = "group"
    about = Involvement

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Look whether they are one before anything else."""
        if not decided_by(request.user).exists():
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]


class ClaimsView(DeciderMixin, BaseListingView):
    """Who asks, then who speaks, for which structure."""

    page_title: Any = gettext_lazy("Claims on structures")
    template_name = "exchanges/structures/admin/claims.html"
    results_template_name = "exchanges/structures/admin/claims_results.html"
    default_ordering: Any = ("-asked_at", "-pk")
    is_searchable: Any = True
    search_fields: Any = ("person__first_name", "person__last_name", "person__email", "organisation__title")
    search_backend_name: Any = None
    paginate_by = 50
    model = Involvement

    def get_base_queryset(self) -> QuerySet[Involvement]:
        found = decided(self.request.user, self.request)
        if self.standing:
            found = found.filter(standing=self.standing)
        return found.select_related("person", "role", "organisation", "decided_by")

    @cached_property
    def standing(self) -> str:
        """Which of them are listed: those that wait, unless others were asked for."""
        asked = self.request.GET.get("standing", Standing.ASKED)
        return asked if asked in Standing.values else ""

    def get_index_url(self) -> str:
        return url("index")

    def get_index_results_url(self) -> str:
        return url("results")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """The way home."""
        return [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            {"url": "", "label": self.page_title},
        ]

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(*args, **kwargs)
        tabs = [(Standing.ASKED, _("Waiting")), (Standing.CONFIRMED, _("Confirmed"))]
        tabs += [(Standing.REFUSED, pgettext("claim", "Refused")), (Standing.ENDED, _("Ended"))]
        return {
            **context,
            "rows": context["object_list"],
            "tabs": [
                (label, f"{url('index')}?standing={code}", code == self.standing) for code, label in tabs
            ],
            "standing": self.standing,
        }


class DecideView(DeciderMixin, WagtailAdminTemplateMixin, FormView):
    """One claim, and the answer to it."""

    page_title: Any = gettext_lazy("Does this person act for the structure?")
    template_name = "exchanges/structures/admin/decide.html"
    form_class = AnswerForm

    @cached_property
    def involvement(self) -> Involvement:
        """The claim of the address; raises Http404."""
        rows = decided(self.request.user).select_related("person", "role", "organisation", "decided_by")
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Look for the claim before anything else: who decides nowhere finds none."""
        if not self.involvement.pk:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """The way back to the list."""
        return [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            {"url": url("index"), "label": _("Claims on structures")},
            {"url": "", "label": str(self.involvement.organisation)},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = self.involvement.organisation
        others = Involvement.objects.confirmed().filter(organisation=page).exclude(pk=self.involvement.pk)
        return {
            **super().get_context_data(**kwargs),
            "claim": self.involvement,
            "waits": self.involvement.standing == Standing.ASKED,
            "others": others.select_related("person", "role"),
            "contacts": page.contacts.all(),
            "sheet_url": reverse("wagtailadmin_pages:edit", args=[page.pk]),
            "back": url("index"),
        }

    def form_valid(self, form: AnswerForm) -> HttpResponse:
        """Decide, once."""
        person: Any = self.request.user
        try:
            claims.decide(involvement=self.involvement, by=person, **form.cleaned_data)
        except claims.NotWaitingError:
            messages.warning(self.request, _("This request was answered meanwhile."))
        else:
            messages.success(
                self.request, _("Thank you: %(person)s is told.") % {"person": self.involvement.person}
            )
        return self.done()

    def done(self) -> HttpResponseRedirect:
        """Back to the list."""
        return redirect(url("index"))
