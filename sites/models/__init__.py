"""The networks, their members, and the invitations to work for them."""

from sites.models.invitations import Invitation
from sites.models.members import Membership
from sites.models.networks import (
    FooterLink,
    HeadingFont,
    Mark,
    NetworkQuerySet,
    NetworkSettings,
    Review,
    Role,
    local_hostname,
    site_of,
)

__all__ = [
    "FooterLink",
    "HeadingFont",
    "Invitation",
    "Mark",
    "Membership",
    "NetworkQuerySet",
    "NetworkSettings",
    "Review",
    "Role",
    "local_hostname",
    "site_of",
]
