"""For the text of mails: what somebody else wrote, set apart from our own words."""

from django import template

register = template.Library()


@register.filter
def quoted(text: str) -> str:
    """The text as mails quote: `cms.users.mails.paragraphs` sets it apart, and never as a button of ours."""
    return "\n".join(f"> {line}".rstrip() for line in str(text).strip().splitlines())
