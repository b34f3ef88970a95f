"""The networks, and the invitations to work for them."""

from sites.models.invitations import Invitation
from sites.models.networks import (
    FooterLink,
    HeadingFont,
    Mark,
    NetworkQuerySet,
    NetworkSettings,
    Role,
    local_hostname,
    site_of,
)

__all__ = [
    "FooterLink",
    "HeadingFont",
    "Invitation",
    "Mark",
    "NetworkQuerySet",
    "NetworkSettings",
    "Role",
    "local_hostname",
    "site_of",
]
