"""Managers, their screens, and the mails that they send."""

import re
from typing import Any

from django.core import mail
from django.test import Client
from django.urls import reverse
from wagtail.models import ModelLogEntry, Site

from cms.core.registry import Duty
from sites.models import NetworkSettings

GOOD = "trois-mots-de-lavande"


def url(name: str, site: Site, *args: Any) -> str:
    """A screen about the people of that network."""
    return reverse(f"people:{name}", args=[site.pk, *args])


def network_of(site: Site) -> NetworkSettings:
    return NetworkSettings.objects.get(site=site)


def link() -> str:
    """The path of the link in the last mail."""
    found = re.search(r"https?://[^/\s]+(/compte/invitation/\S+)", str(mail.outbox[-1].body))
    assert found is not None
    return found[1]


def invite(client: Client, site: Site, email: str, *duties: Duty, **more: str) -> Any:
    data = {"email": email, "duties": [str(duty) for duty in duties or (Duty.EDITOR,)], **more}
    return client.post(url("invite", site), data)


def logged(site: Site) -> list[tuple[str, str]]:
    """What the log of the network says of its people: who did what, oldest first."""
    entries = ModelLogEntry.objects.for_instance(network_of(site)).order_by("timestamp", "pk")
    return [(entry.action, entry.user.email) for entry in entries if entry.action.startswith("sites.")]


def at(site: Site) -> dict[str, str]:
    """The headers with which a network's site is asked."""
    return {"host": site.hostname}
