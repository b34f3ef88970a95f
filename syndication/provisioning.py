"""What the people of a network may do with rules and deliveries."""

from cms.core.registry import Duty, permit

WORKING = (Duty.EDITOR, Duty.MODERATOR, Duty.COORDINATOR)

permit(
    "syndication.add_syndicationrule",
    "syndication.change_syndicationrule",
    "syndication.delete_syndicationrule",
    "syndication.view_syndicationrule",
    to=WORKING,
)
# The ethics committee decides too; it does not write rules.
permit("syndication.view_syndicationrule", to=(Duty.ETHICS,))
permit("syndication.view_delivery", "syndication.change_delivery", to=(*WORKING, Duty.ETHICS))
