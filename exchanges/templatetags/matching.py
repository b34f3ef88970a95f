"""Why somebody is told of an announcement, in the words kept with the notice."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.conf import settings
from django.utils.translation import get_language

register = template.Library()


@register.filter
def why(facts: Mapping[str, Any]) -> str:
    """The reasons in the language being written, else in that of the platform."""
    said = facts["said"]
    return " · ".join(said.get((get_language() or "")[:2]) or said[settings.LANGUAGE_CODE])
