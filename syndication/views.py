"""The preview of a rule, of the form as it stands."""

from typing import Any

from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _
from django.views.generic.edit import BaseUpdateView
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from syndication import previews
from syndication.models import SyndicationRule


class RulePreviewView(PermissionCheckedMixin, WagtailAdminTemplateMixin, BaseUpdateView):
    """What the rule would bring, without saving it; a fragment for the script, else a page."""

    http_method_names = ["post"]
    any_permission_required: Any = ["add", "change"]
    page_title: Any = _("Preview of the rule")
    header_icon = "view"
    template_name = "syndication/admin/rule_preview_page.html"
    fragment_template_name = "syndication/admin/rule_preview.html"
    form_class: Any = None
    model: Any = SyndicationRule

    def get_object(self, queryset: Any = None) -> SyndicationRule | None:
        """The rule being edited; None for a new one. Whose it is was checked already."""
        return super().get_object(queryset) if "pk" in self.kwargs else None

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "for_user": self.request.user}

    def form_valid(self, form: Any) -> HttpResponse:
        """Count and list."""
        rule = form.save(commit=False)
        return self.answer(preview=previews.preview(rule=rule, user=self.request.user), errors=[])

    def form_invalid(self, form: Any) -> HttpResponse:
        """Say what is missing before anything can be counted."""
        lines = [(field_label(form, name), list(errors)) for name, errors in form.errors.items()]
        return self.answer(preview=None, errors=lines)

    def answer(self, **context: Any) -> HttpResponse:
        """The page, or the fragment where the script asked for it."""
        alone = self.request.headers.get("X-Requested-With") == "fetch"
        template = self.fragment_template_name if alone else self.template_name
        return TemplateResponse(self.request, template, self.get_context_data(**context))


def field_label(form: Any, name: str) -> str:
    """What the form calls the field; nothing for errors about the whole."""
    return str(form.fields[name].label or "") if name in form.fields else ""
