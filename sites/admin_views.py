"""The screen that lays out a network, for superusers."""

from typing import Any

from django.contrib.auth.mixins import UserPassesTestMixin
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from sites.forms import NewNetworkForm


class NewNetworkView(UserPassesTestMixin, WagtailAdminTemplateMixin, FormView):
    """The form, and what `create_network` says to it beside the fields."""

    form_class = NewNetworkForm
    template_name = "sites/admin/new_network.html"
    page_title: Any = gettext_lazy("New network")
    header_icon = "site"
    raise_exception = True

    def test_func(self) -> bool:
        """Superusers only."""
        return bool(self.request.user.is_active and self.request.user.is_superuser)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context_data(**kwargs),
            "action_url": reverse("network_new"),
            "submit_button_label": _("Lay out the network"),
            "submit_button_active_label": _("Laying it out…"),
        }

    def form_valid(self, form: NewNetworkForm) -> HttpResponse:
        """Lay it out and go to its settings; or show what is wrong."""
        site = form.lay_out()
        if site is None:
            return self.form_invalid(form)
        messages.success(
            self.request,
            _("%(network)s is laid out. Invite its people, then fill in its settings.")
            % {"network": site.site_name},
        )
        return redirect("wagtailsettings:edit", "sites", "networksettings", site.pk)

    def form_invalid(self, form: NewNetworkForm) -> HttpResponse:
        """The same form, nothing having been made."""
        messages.validation_error(self.request, _("Nothing was made: see the errors below."), form)
        return super().form_invalid(form)
