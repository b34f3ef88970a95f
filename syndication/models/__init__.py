"""Rules and deliveries."""

from syndication.models.deliveries import Decision, Delivery, State
from syndication.models.rules import Match, Mode, SyndicationRule

__all__ = ["Decision", "Delivery", "Match", "Mode", "State", "SyndicationRule"]
