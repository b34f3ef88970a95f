"""The menu of somebody's space."""

from typing import Any

from django import template

from exchanges.space.menus import lines_of

register = template.Library()


@register.inclusion_tag("exchanges/space/menu.html", takes_context=True)
def space_menu(context: dict[str, Any]) -> dict[str, Any]:
    """The ways that the rooms added, with the one being read."""
    return {"entries": lines_of(context["request"])}
