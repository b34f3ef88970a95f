"""The menu of somebody's space, beside the pages of their account."""

from typing import Any

from django import template

from cms.core import registry

register = template.Library()


@register.simple_tag(takes_context=True)
def account_menu(context: dict[str, Any]) -> str:
    """The menu, for people who are signed in; the space, where the app that has it is not installed, is none."""
    request = context["request"]
    if registry.space_menu is None or not request.user.is_authenticated:
        return ""
    return registry.space_menu(request)
