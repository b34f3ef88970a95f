"""Keeps what allauth knows of people's addresses as the user model has it.

Who opens an account for somebody (an invitation, a superuser, a command) vouches for the address, and who
signs up has an account once the address is confirmed; who is about to change theirs has yet to do so.
"""

from typing import Any

from allauth.account.models import EmailAddress

from cms.users.models import User


def keep_address(instance: User, *, raw: bool = False, update_fields: Any = None, **kwargs: Any) -> None:
    """After a user is saved: the one address that signs in is the user's own."""
    untouched = update_fields is not None and "email" not in update_fields
    if raw or untouched or not instance.email:
        return
    if EmailAddress.objects.filter(user=instance, email=instance.email, primary=True, verified=True).exists():
        return
    EmailAddress.objects.filter(user=instance).exclude(email=instance.email).delete()
    EmailAddress.objects.update_or_create(
        user=instance, email=instance.email, defaults={"primary": True, "verified": True}
    )
