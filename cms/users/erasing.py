"""Forgetting somebody: each app forgets what it holds, then the account goes.

Nothing of ours keeps a person once the account is gone (a test looks at every foreign key); logs keep that
somebody did something, without saying who.
"""

from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from wagtail.models import ModelLogEntry

from cms.core import registry
from cms.users.mails import home_of, network_mail
from cms.users.models import Letter, SignUp, User


class HeldBackError(Exception):
    """The account can't be erased yet; `reasons` are sentences for its owner."""

    def __init__(self, reasons: list[str]) -> None:
        super().__init__(*reasons)
        self.reasons = reasons


def reasons_against(person: Any) -> list[str]:
    """Why the account of somebody can't be erased yet."""
    found = [reason for ask in registry.held_back for reason in ask(person)]
    superusers = User.objects.filter(is_superuser=True, is_active=True)
    if person.is_superuser and not superusers.exclude(pk=person.pk).exists():
        found.append(_("You are the only one who keeps the platform: make somebody else a superuser first."))
    return found


def erase(*, person: User) -> None:
    """Forget the person in one transaction, and tell the address that it is done; raises HeldBackError.

    Their sessions end with the account.
    """
    with transaction.atomic():
        # The last two superusers who go at once wait for one another.
        held = Q(pk=person.pk) | Q(is_superuser=True) if person.is_superuser else Q(pk=person.pk)
        rows = list(User.objects.select_for_update().filter(held).order_by("pk"))
        row = next((row for row in rows if row.pk == person.pk), None)
        if row is None:  # Somebody was faster.
            return
        if reasons := reasons_against(row):
            raise HeldBackError(reasons)
        site_id, email, pk = home_of(row), row.email, row.pk
        for part in list(registry.personal_data.values()):
            part.erase(row)
        User.objects.filter(pk=pk).delete()
        network_mail(
            site_id=site_id, to=email, template="account/email/erased", context={}, key=f"erased-{pk}"
        )


def erase_own(person: Any) -> None:
    """What this app holds beside the account itself: mails that wait, sign-ups, the name in a history."""
    Letter.objects.filter(content__to=person.email).delete()
    SignUp.objects.filter(email=person.email).delete()
    about = ModelLogEntry.objects.for_instance(person)
    about.update(label=_("an account that was erased"), data={})
