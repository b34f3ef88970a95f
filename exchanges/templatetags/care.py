"""The words for what facts of notices hold as codes: they are read in the language of the reader."""

from django import template

from exchanges.models import Complaint, Verdict

register = template.Library()


@register.filter
def complaint_label(code: str) -> str:
    """What is wrong, in words."""
    return str(Complaint(code).label) if code in Complaint.values else ""


@register.filter
def verdict_label(code: str) -> str:
    """What was decided, in words."""
    return str(Verdict(code).label) if code in Verdict.values else ""
