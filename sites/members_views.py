"""« Membres »: who opened an account on the site of a network; excluding somebody, and letting them back in.

As for « Personnes », every address but the first names its network, and of one whose members the user does
not keep, nothing is found.
"""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, TemplateView
from wagtail.admin.views.generic import BaseListingView, WagtailAdminTemplateMixin
from wagtail.models import ModelLogEntry

from sites import excluding
from sites.desks import desks_of, moderating_desk, working_network
from sites.member_forms import ExcludeForm
from sites.models import Membership, NetworkSettings
from sites.people_views import ChooseView, KeeperMixin, trail

NAMESPACE = "members"
LOGGED = (excluding.EXCLUDED, excluding.READMITTED)


def url(name: str, *args: Any) -> str:
    """The address of a screen about members."""
    return reverse(f"{NAMESPACE}:{name}", args=args)


class MembersMixin(KeeperMixin):
    """For those who keep the members of the network that the address names; nobody else finds it."""

    header_icon = "user"

    @cached_property
    def network(self) -> NetworkSettings:
        """The network of the address; raises Http404."""
        desk = moderating_desk(self.request, self.kwargs["site_id"])  # type: ignore[attr-defined]
        if desk is None:
            raise Http404
        return desk

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """The way back to the list."""
        return trail((_("Members"), self.back), (self.page_title, ""))  # type: ignore[attr-defined]

    @property
    def back(self) -> str:
        """The list of the network's members."""
        return url("of", self.network.site_id)


class MembersView(MembersMixin, BaseListingView):
    """Who is a member, and who was excluded."""

    page_title: Any = gettext_lazy("Members")
    template_name = "sites/admin/members.html"
    results_template_name = "sites/admin/members_results.html"
    default_ordering: Any = ("person__last_name", "person__first_name", "pk")
    is_searchable: Any = True
    search_fields: Any = ("person__first_name", "person__last_name", "person__email")
    search_backend_name: Any = None
    paginate_by = 50
    model = Membership

    def get_base_queryset(self) -> QuerySet[Membership]:
        own = Membership.objects.filter(network=self.network.site_id, left_at=None)
        return own.select_related("person")

    def get_index_url(self) -> str:
        return self.back

    def get_index_results_url(self) -> str:
        return url("results", self.network.site_id)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """The way home."""
        return trail((_("Members"), ""))

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(*args, **kwargs)
        return {
            **context,
            "rows": context["object_list"],
            "log_url": url("history", self.network.site_id),
        }


class WorkingMembersView(MembersView):
    """The same, of the network worked for."""

    @cached_property
    def network(self) -> NetworkSettings:
        """The network worked for; raises PermissionDenied where others keep its members."""
        desk: Any = working_network(self.request)
        if desk is None or not desk.keeps_members:
            raise PermissionDenied
        return desk

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Let a superuser who sees all networks say which one."""
        if request.user.is_superuser and desks_of(request) and not working_network(request):
            return ChooseMembersView.as_view()(request)
        return super().dispatch(request, *args, **kwargs)


class ChooseMembersView(ChooseView):
    """Of which network, for superusers."""

    page_title: Any = gettext_lazy("Members")
    header_icon = "user"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """The way home."""
        return trail((_("Members"), ""))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        ways = [(desk.name, url("of", desk.site_id)) for desk in desks_of(self.request)]
        return {**super().get_context_data(**kwargs), "ways": ways}


class MembershipMixin(MembersMixin):
    """About somebody who is a member of the network, or was excluded from it."""

    about = Membership

    @cached_property
    def membership(self) -> Membership:
        """One of its memberships; raises Http404."""
        own = Membership.objects.filter(network=self.network.site_id).select_related("person")
        return get_object_or_404(own, pk=self.kwargs["pk"])  # type: ignore[attr-defined]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "membership": self.membership}


class ExcludeView(MembershipMixin, WagtailAdminTemplateMixin, FormView):
    """Keep somebody out of the network, and say why."""

    page_title: Any = gettext_lazy("Exclude")
    template_name = "sites/admin/exclude_member.html"
    form_class = ExcludeForm

    def form_valid(self, form: ExcludeForm) -> HttpResponse:
        """Exclude them, unless somebody did so meanwhile."""
        person = self.membership.person
        excluding.exclude(
            membership=self.membership,
            network=self.network,
            by=self.request.user,  # type: ignore[arg-type]
            why=form.cleaned_data["why"],
        )
        return self.done(_("%(person)s is excluded, and told so by mail.") % {"person": person})


class ReadmitView(MembershipMixin, WagtailAdminTemplateMixin, TemplateView):
    """Let somebody back in, once it was said what that means."""

    page_title: Any = gettext_lazy("Let back in")
    template_name = "sites/admin/readmit_member.html"

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Let them back in, unless somebody did so meanwhile."""
        person = self.membership.person
        excluding.readmit(membership=self.membership, network=self.network, by=request.user)  # type: ignore[arg-type]
        return self.done(_("%(person)s is a member again, and told so by mail.") % {"person": person})


class MembersHistoryView(MembersMixin, WagtailAdminTemplateMixin, TemplateView):
    """Who excluded whom, and let whom back in."""

    page_title: Any = gettext_lazy("What was done")
    header_icon = "history"
    template_name = "sites/admin/people_history.html"
    LAST = 100

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        entries = ModelLogEntry.objects.for_instance(self.network).filter(action__in=LOGGED)
        newest = entries.select_related("user").order_by("-timestamp", "-pk")[: self.LAST]
        return {**super().get_context_data(**kwargs), "entries": newest}
