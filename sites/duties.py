"""What the duties are called on the screens and in mails, and what each is for."""

from collections.abc import Iterable
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from cms.core.registry import Duty
from sites.roles import DUTIES

NAMES: dict[Duty, Any] = {
    Duty.EDITOR: _("Editing"),
    Duty.MODERATOR: _("Moderation"),
    Duty.MANAGER: _("Management"),
    Duty.COORDINATOR: _("Coordination"),
    Duty.ETHICS: _("Ethics committee"),
}
HELPS: dict[Duty, Any] = {
    Duty.EDITOR: _("writes and publishes the pages, sees to what arrives"),
    Duty.MODERATOR: _("reviews, locks and deletes pages, keeps the settings"),
    Duty.MANAGER: _("moderates, and keeps the people: invites them, gives and takes roles"),
    Duty.COORDINATOR: _("keeps the regional site, decides what it shows and hands on"),
    Duty.ETHICS: _("reads, accepts or refuses what arrives, can freeze a page"),
}


def choices(role: str) -> list[tuple[str, Any]]:
    """The duties of a network of that role, each with what it is for."""
    return [(str(duty), line(duty)) for duty in DUTIES[role]]


def line(duty: Duty) -> Any:
    """What a duty is called and is for."""
    return format_lazy("{} – {}", NAMES[duty], HELPS[duty])


def lines(wanted: Iterable[Duty]) -> list[Any]:
    """The same of several, in the order of the guide."""
    known = set(wanted)
    return [line(duty) for duty in Duty if duty in known]


def names_of(duties: Iterable[Duty]) -> list[str]:
    """What they are called, in the order of the guide."""
    wanted = set(duties)
    return [str(NAMES[duty]) for duty in Duty if duty in wanted]
