"""Who may see an announcement: each level in plain words, with the names of the networks of this install."""

from typing import Any

from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.core.models.shared import Sharing
from sites.models import NetworkSettings, Role


def levels(network: NetworkSettings) -> list[tuple[str, Any]]:
    """The choices of the form of that network's members: value and words."""
    names = dict(NetworkSettings.objects.exclude(name="").order_by("pk").values_list("short_name", "role"))
    hub = next((name for name, role in names.items() if role == Role.HUB), "")
    others = [name for name, role in names.items() if role == Role.NETWORK and name != network.short_name]
    said = _words(network, hub, others)
    return [
        (level, format_html('<span class="choice"><b>{}</b><span>{}</span></span>', *said[level]))
        for level in Sharing
        if level in said
    ]


def _words(network: NetworkSettings, hub: str, others: list[str]) -> dict[str, tuple[str, str]]:
    here, elsewhere = network.short_name, listed(others)
    said: dict[str, tuple[str, str]] = {
        Sharing.NETWORK: (
            _("On the site of %(network)s only") % {"network": here},
            _("It does not leave this site."),
        )
    }
    if hub and not network.is_hub:
        said[Sharing.HUB] = (
            _("Also on the regional platform"),
            _("On %(hub)s too, which gathers the networks of the region.") % {"hub": hub},
        )
    if elsewhere:
        said[Sharing.NETWORKS] = (
            _("Also on the other networks"),
            ngettext(
                "The most people see it: on the regional platform and, where they wish, on the site of %(names)s.",
                "The most people see it: on the regional platform and, where they wish, on the sites of %(names)s.",
                len(others),
            )
            % {"names": elsewhere},
        )
    said[Sharing.OPEN] = (
        _("Everywhere, partners included"),
        _("Also outside these sites: partners, feeds and open data, which anybody may use again."),
    )
    return said


def listed(names: list[str]) -> str:
    """Names as they are said one after the other."""
    if len(names) < 2:
        return "".join(names)
    return _("%(first)s and %(last)s") % {"first": ", ".join(names[:-1]), "last": names[-1]}
