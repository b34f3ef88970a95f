"""Who must prove more than a password."""

from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest

from cms.core import registry
from cms.users.models import User

# In the session of somebody who has one: asked of the database once. Without it all sessions end.
HAS_ONE = "has_second_factor"


def is_missing(request: HttpRequest) -> bool:
    """Whether the person who asks must set up a second factor before going on."""
    if not settings.SECOND_FACTOR_REQUIRED or request.session.get(HAS_ONE):
        return False
    if not is_needed(request.user):
        return False
    if has_one(request.user):
        request.session[HAS_ONE] = True
        return False
    return True


def is_needed(user: Any) -> bool:
    """Whether what the user may do asks for one."""
    rule = registry.needs_second_factor
    return user.is_superuser or (rule is not None and rule(user))


def has_one(user: Any) -> bool:
    """Whether the user has one: recovery codes alone are none."""
    return Authenticator.objects.filter(user_id=user.pk, type=Authenticator.Type.TOTP).exists()


def reset(user: User) -> bool:
    """Take the second factor away from somebody who lost it; all their sessions end. False: had none."""
    deleted, _kinds = Authenticator.objects.filter(user=user).delete()
    return bool(deleted)
