"""Which rows of this app the people of a network may see in the administration."""

from typing import Any

from django.db.models import Q
from wagtail.models import Page

from cms.core.tenancy.scopes import close, register_scope, share, visible
from exchanges import models

# What members write to each other and are told is theirs: also their network reads of a message only
# what one of them reported.
PRIVATE = (
    models.Alert,
    models.AlertHit,
    models.AnswerInvite,
    models.Attachment,
    models.Block,
    models.Mailbox,
    models.Message,
    models.Notice,
    models.NoticePace,
    models.Party,
    models.PendingAnswer,
    models.Reserve,
    models.Step,
    models.StructureInvitation,
)


def register() -> None:
    """Say whose the rows are."""
    register_scope(models.Match, matches)
    register_scope(models.Involvement, involvements)
    share(models.Method, "the list of methods, shipped with the platform")
    for model in PRIVATE:
        close(model, "between members: no screen of the administration shows it")


def matches(user: Any) -> Q:
    """Those in which a page of theirs, or a copy that they received, has a part."""
    pages = visible(Page, user).order_by()
    return Q(exchange__in=pages.values("pk")) | Q(counterpart__in=pages.values("pk"))


def involvements(user: Any) -> Q:
    """The people of the structures of their network."""
    return Q(organisation__in=visible(models.OrganisationPage, user).order_by())
