"""When people are signed out: a password’s change does it by itself, in Django; the rest is here."""

from typing import Any

from allauth.core import context
from allauth.mfa.models import Authenticator
from django.contrib.auth import update_session_auth_hash

from cms.users.models import User
from cms.users.second_factor import HAS_ONE


def end_of_closed(instance: User, *, raw: bool = False, **kwargs: Any) -> None:
    """After a user is saved: a closed account has no session, also if it is opened again one day."""
    if not raw and not instance.is_active:
        instance.end_sessions()


def end_of_changed(
    instance: Authenticator, *, created: bool = True, raw: bool = False, **kwargs: Any
) -> None:
    """After a second factor is made or deleted: other browsers were let in by what is no longer asked.

    The browser in which it was changed stays signed in.
    """
    person = User.objects.filter(pk=instance.user_id).first() if created and not raw else None
    if person is None:
        return
    person.end_sessions()
    request = context.request
    if request is not None and request.user.pk == person.pk:
        request.session.pop(HAS_ONE, None)
        update_session_auth_hash(request, person)
