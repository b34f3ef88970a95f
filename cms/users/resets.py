"""A link to choose a new password: asked for by anybody, written in the queue."""

from uuid import uuid4

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.db import transaction
from django_q.tasks import async_task

from cms.users.mails import link, network_mail
from cms.users.models import User


def queue_reset(*, email: str, site_id: int | None) -> None:
    """Have a mail written to that address. Nothing is looked up here: it would show in the time it takes."""
    name = f"reset-{uuid4()}"
    transaction.on_commit(
        # Not kept once done: it holds an address that anybody may have typed.
        lambda: async_task("cms.users.tasks.write_reset", email, site_id, name, save=False)
    )


def write_reset(email: str, site_id: int | None, key: str) -> None:
    """Send the link to the account with that address, or say that there is none."""
    user = User.objects.filter(email=email, is_active=True).first()
    if user is None:
        network_mail(site_id=site_id, to=email, template="account/email/unknown_account", context={}, key=key)
        return
    token = default_token_generator.make_token(user)
    url = link(site_id, "account_reset_password_from_key", uidb36=user_pk_to_url_str(user), key=token)
    network_mail(
        site_id=site_id,
        to=user.email,
        template="account/email/password_reset_key",
        context={"user": user, "password_reset_url": url},
        key=key,
    )
