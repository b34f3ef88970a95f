"""What circulates."""

from exchanges.models.exchanges import ExchangeContact, ExchangePage, ExchangeTag, Sense
from exchanges.models.external import ExternalId
from exchanges.models.indexes import ExchangeIndexPage, OrganisationIndexPage
from exchanges.models.matches import Match, Tier
from exchanges.models.methods import ExchangeType, Method
from exchanges.models.organisations import OrganisationContact, OrganisationPage, OrganisationTag

__all__ = [
    "ExchangeContact",
    "ExchangeIndexPage",
    "ExchangePage",
    "ExchangeTag",
    "ExchangeType",
    "ExternalId",
    "Match",
    "Method",
    "OrganisationContact",
    "OrganisationIndexPage",
    "OrganisationPage",
    "OrganisationTag",
    "Sense",
    "Tier",
]
