"""Whether a mail can be answered by mail."""

from typing import Any

from django import template

from exchanges.notices.events import answers_to

register = template.Library()


@register.simple_tag(takes_context=True)
def can_be_answered(context: dict[str, Any]) -> bool:
    """Whether what is mailed back about the notice at hand is taken as an answer."""
    notice = context.get("notice")
    return notice is not None and bool(answers_to(notice))
