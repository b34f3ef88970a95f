"""What circulates, and what people do with it."""

from exchanges.models.answers import AnswerInvite, PendingAnswer
from exchanges.models.conversations import (
    OPEN_STATES,
    AnswerState,
    Attachment,
    Block,
    Conversation,
    Message,
    Outcome,
    Party,
    Result,
    Side,
    Step,
)
from exchanges.models.exchanges import ExchangeContact, ExchangePage, ExchangeTag, Sense
from exchanges.models.external import ExternalId
from exchanges.models.indexes import ExchangeIndexPage, OrganisationIndexPage
from exchanges.models.involvements import Involvement, Standing, StructureInvitation, Way
from exchanges.models.matches import Match, Reserve, Tier, Why
from exchanges.models.methods import ExchangeType, Method
from exchanges.models.notices import Alert, AlertHit, Kind, Mailbox, Notice, NoticePace, Pace
from exchanges.models.organisations import OrganisationContact, OrganisationPage, OrganisationTag
from exchanges.models.reports import UNDECIDED, UPHELD, Complaint, Report, Verdict

__all__ = [
    "OPEN_STATES",
    "UNDECIDED",
    "UPHELD",
    "Alert",
    "AlertHit",
    "AnswerInvite",
    "AnswerState",
    "Attachment",
    "Block",
    "Complaint",
    "Conversation",
    "ExchangeContact",
    "ExchangeIndexPage",
    "ExchangePage",
    "ExchangeTag",
    "ExchangeType",
    "ExternalId",
    "Involvement",
    "Kind",
    "Mailbox",
    "Match",
    "Message",
    "Method",
    "Notice",
    "NoticePace",
    "OrganisationContact",
    "OrganisationIndexPage",
    "OrganisationPage",
    "OrganisationTag",
    "Outcome",
    "Pace",
    "Party",
    "PendingAnswer",
    "Report",
    "Reserve",
    "Result",
    "Sense",
    "Side",
    "Standing",
    "Step",
    "StructureInvitation",
    "Tier",
    "Verdict",
    "Way",
    "Why",
]
