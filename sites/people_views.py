"""« Personnes »: who works for a network, who is invited, and what they do there.

Every address but the first names its network, so that a form sent from another tab never acts on
the network chosen meanwhile. Of a network whose people the user does not keep, nothing is found.
"""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.generic import FormView, TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic import BaseListingView, WagtailAdminTemplateMixin
from wagtail.models import ModelLogEntry

from cms.core.registry import Duty
from cms.users.models import User
from sites import duties, invitations, people, personal
from sites.desks import desks_of, keeping_desk, working_network
from sites.models import Invitation, NetworkSettings
from sites.people_forms import DutiesForm, InviteForm

NAMESPACE = "people"


def url(name: str, *args: Any) -> str:
    """The address of a screen about people."""
    return reverse(f"{NAMESPACE}:{name}", args=args)


def trail(*steps: tuple[Any, str]) -> list[dict[str, Any]]:
    """The way from the home page of the admin to a screen: labels and addresses."""
    home = (_("Home"), reverse("wagtailadmin_home"))
    return [{"url": where, "label": label} for label, where in (home, *steps)]


class KeeperMixin:
    """For those who keep the people of the network that the address names; nobody else finds it."""

    request: HttpRequest
    header_icon = "group"
    label: Any = ""

    @cached_property
    def network(self) -> NetworkSettings:
        """The network of the address; raises Http404."""
        desk = keeping_desk(self.request, self.kwargs["site_id"])  # type: ignore[attr-defined]
        if desk is None:
            raise Http404
        return desk

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Look for the network before anything else."""
        assert self.network is not None  # noqa: S101 - raises Http404
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """The way back to the list."""
        return trail((_("People"), self.back), (self.page_title, ""))  # type: ignore[attr-defined]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = super().get_context_data(**kwargs)  # type: ignore[misc]
        return {**found, "desk_of": self.network, "network_kept": self.network, "back": self.back}

    @property
    def back(self) -> str:
        """The list of the network's people."""
        return url("of", self.network.site_id)

    def done(self, message: str) -> HttpResponseRedirect:
        """Say so, and go back to the list."""
        messages.success(self.request, message)
        return redirect(self.back)

    def refused(self, error: ValidationError) -> HttpResponseRedirect:
        """Say why not, and go back to the list."""
        messages.error(self.request, " ".join(error.messages))
        return redirect(self.back)


class PersonMixin(KeeperMixin):
    """About somebody who works for the network."""

    about = User

    @cached_property
    def person(self) -> Any:
        """One of its people; raises Http404."""
        return get_object_or_404(people.people_of(self.network.site), pk=self.kwargs["pk"])  # type: ignore[attr-defined]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "person": self.person}


class InvitationMixin(KeeperMixin):
    """About an invitation of the network that is still open."""

    about = Invitation
    http_method_names: Any = ["post"]

    @cached_property
    def invitation(self) -> Invitation:
        """One of its invitations; raises Http404."""
        own = Invitation.objects.filter(network=self.network.site_id)
        return get_object_or_404(own, pk=self.kwargs["pk"])  # type: ignore[attr-defined]

    def late(self) -> HttpResponseRedirect:
        """Say that it was accepted or withdrawn meanwhile."""
        messages.warning(self.request, _("This invitation was accepted or withdrawn meanwhile."))
        return redirect(self.back)


class PeopleView(KeeperMixin, BaseListingView):
    """Who works for the network, and who is invited to."""

    page_title: Any = gettext_lazy("People")
    template_name = "sites/admin/people.html"
    results_template_name = "sites/admin/people_results.html"
    default_ordering: Any = ("last_name", "first_name", "email")
    is_searchable: Any = True
    search_fields: Any = ("first_name", "last_name", "email")
    search_backend_name: Any = None
    paginate_by = 50
    model = User

    def get_base_queryset(self) -> QuerySet[User]:
        return people.people_of(self.network.site)

    def get_index_url(self) -> str:
        return self.back

    def get_index_results_url(self) -> str:
        return url("results", self.network.site_id)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """The way home."""
        return trail((_("People"), ""))

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(*args, **kwargs)
        return {
            **context,
            "rows": [row(person) for person in context["object_list"]],
            "invitations": [offer(each) for each in open_invitations(self.network)],
            "invite_url": url("invite", self.network.site_id),
            "log_url": url("history", self.network.site_id),
        }


class WorkingPeopleView(PeopleView):
    """The same, of the network worked for."""

    @cached_property
    def network(self) -> NetworkSettings:
        """The network worked for; raises PermissionDenied where others keep its people."""
        desk: Any = working_network(self.request)
        if desk is None or not desk.keeps_people:
            raise PermissionDenied
        return desk

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Let a superuser who sees all networks say which one."""
        if request.user.is_superuser and desks_of(request) and not working_network(request):
            return ChooseView.as_view()(request)
        return super().dispatch(request, *args, **kwargs)


class ChooseView(WagtailAdminTemplateMixin, TemplateView):
    """Of which network, for superusers."""

    page_title: Any = gettext_lazy("People")
    header_icon = "group"
    template_name = "sites/admin/people_choose.html"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """The way home."""
        return trail((_("People"), ""))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        ways = [(desk.name, url("of", desk.site_id)) for desk in desks_of(self.request)]
        return {**super().get_context_data(**kwargs), "ways": ways}


class InviteView(KeeperMixin, WagtailAdminTemplateMixin, FormView):
    """Invite somebody by e-mail."""

    page_title: Any = gettext_lazy("Invite somebody")
    header_icon = "mail"
    template_name = "sites/admin/invite.html"
    form_class = InviteForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "role": self.network.role}

    def form_valid(self, form: InviteForm) -> HttpResponse:
        """Invite them, or say beside the field why not."""
        try:
            made = invitations.invite(network=self.network, by=self.request.user, **form.cleaned_data)  # type: ignore[arg-type]
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        return self.done(_("An invitation leaves for %(email)s.") % {"email": made.email})


class DutiesView(PersonMixin, WagtailAdminTemplateMixin, FormView):
    """Change what somebody does in the network."""

    page_title: Any = gettext_lazy("Roles")
    template_name = "sites/admin/duties.html"
    form_class = DutiesForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "role": self.network.role}

    def get_initial(self) -> dict[str, Any]:
        return {"duties": [str(duty) for duty in people.duties_of(self.person)]}

    def form_valid(self, form: DutiesForm) -> HttpResponse:
        """Change them, or say above the form why not."""
        try:
            people.change_duties(
                network=self.network,
                person=self.person,
                duties=form.cleaned_data["duties"],
                by=self.request.user,  # type: ignore[arg-type]
            )
        except ValidationError as error:
            form.add_error("duties", error)
            return self.form_invalid(form)
        return self.done(_("The roles of %(person)s are changed.") % {"person": self.person})


class RemoveView(PersonMixin, WagtailAdminTemplateMixin, TemplateView):
    """Take somebody out of the network, once it was said what that means."""

    page_title: Any = gettext_lazy("Take out of the network")
    template_name = "sites/admin/remove_person.html"

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Take them out, or say why not."""
        try:
            left = people.remove(network=self.network, person=self.person, by=request.user)  # type: ignore[arg-type]
        except ValidationError as error:
            return self.refused(error)
        gone = {"person": self.person, "network": self.network.short_name}
        if left:
            return self.still_there({**gone, "groups": ", ".join(group.name for group in left)})
        return self.done(_("%(person)s does not work for %(network)s any more.") % gone)

    def still_there(self, named: dict[str, Any]) -> HttpResponse:
        """Say what is for a superuser to do."""
        text = _(
            "%(person)s is still in %(groups)s, which works for other networks too: ask a superuser to take"
            " them out of it."
        )
        messages.warning(self.request, text % named)
        return redirect(self.back)


class SendAgainView(InvitationMixin, View):
    """Send an invitation once more."""

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Send it, with another link."""
        try:
            invitations.send_again(invitation=self.invitation, network=self.network, by=request.user)  # type: ignore[arg-type]
        except invitations.NotOpenError:
            return self.late()
        except ValidationError as error:
            return self.refused(error)
        return self.done(
            _("Another invitation leaves for %(email)s; the link of the first one is void.")
            % {"email": self.invitation.email}
        )


class WithdrawView(InvitationMixin, View):
    """Take an invitation back."""

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Take it back."""
        try:
            invitations.withdraw(invitation=self.invitation, network=self.network, by=request.user)  # type: ignore[arg-type]
        except invitations.NotOpenError:
            return self.late()
        return self.done(_("The invitation of %(email)s is withdrawn.") % {"email": self.invitation.email})


class HistoryView(KeeperMixin, WagtailAdminTemplateMixin, TemplateView):
    """Who invited, let in and took out whom."""

    page_title: Any = gettext_lazy("What was done")
    header_icon = "history"
    template_name = "sites/admin/people_history.html"
    LAST = 100

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        entries = ModelLogEntry.objects.for_instance(self.network).filter(action__in=LOGGED)
        newest = entries.select_related("user").order_by("-timestamp", "-pk")[: self.LAST]
        return {**super().get_context_data(**kwargs), "entries": newest}


LOGGED = (
    people.CHANGED,
    people.REMOVED,
    invitations.INVITED,
    invitations.WITHDRAWN,
    invitations.ACCEPTED,
    personal.ERASED,
)


def open_invitations(network: NetworkSettings) -> QuerySet[Invitation]:
    """Those that nobody accepted or withdrew, the newest first."""
    own = Invitation.objects.filter(network=network.site_id, accepted_at=None, withdrawn_at=None)
    return own.select_related("invited_by").order_by("-created_at", "-pk")


def offer(invitation: Invitation) -> dict[str, Any]:
    """An invitation, as the list shows it."""
    at = (invitation.network_id, invitation.pk)
    return {
        "invitation": invitation,
        "roles": duties.names_of(invitation.wanted),
        "again_url": url("send_again", *at),
        "withdraw_url": url("withdraw", *at),
    }


def row(person: Any) -> dict[str, Any]:
    """One of the people, as the list shows them."""
    own: list[Duty] = people.duties_of(person)
    others = [group.name for group in person.groups_here if people.duty_of(group) is None]
    return {"person": person, "roles": [*duties.names_of(own), *others]}
