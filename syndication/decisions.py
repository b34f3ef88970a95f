"""What people of a receiving network decide; each decision is kept, explained, and carried out."""

from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.users.models import User
from syndication.models import Decision, Delivery
from syndication.queue import queue_pages


def accept(*, deliveries: Collection[Delivery], user: User) -> int:
    """Let these pages be shown; how many decisions were written."""
    return _decide(deliveries, user, Decision.ACCEPTED, "")


def refuse(*, deliveries: Collection[Delivery], user: User, reason: str) -> int:
    """Keep these pages off the site, whatever rule brings them; raises ValidationError without a reason."""
    if not reason.strip():
        raise ValidationError({"reason": _("Say why: the author will read it.")})
    return _decide(deliveries, user, Decision.REFUSED, reason.strip()[:500])


def reconsider(*, deliveries: Collection[Delivery], user: User) -> int:
    """Forget the decision: the rules alone say what becomes of these pages."""
    return _decide(deliveries, user, Decision.NONE, "")


@transaction.atomic
def _decide(deliveries: Collection[Delivery], user: User, decision: str, reason: str) -> int:
    ids = [delivery.pk for delivery in deliveries]
    written = Delivery.objects.filter(pk__in=ids).update(
        decision=decision, reason=reason, decided_by=user, decided_at=timezone.now()
    )
    queue_pages([delivery.page_id for delivery in deliveries if delivery.page_id])
    return written
