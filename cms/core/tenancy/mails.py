"""Wagtail's mails about a page, for who may see it.

Wagtail writes to whoever follows a page, took part in a thread or asked for a review, also when they
have left the network since.
"""

from collections.abc import Iterable
from typing import Any

from wagtail.admin import mail
from wagtail.admin.views.pages import edit

from cms.core.tenancy.scopes import may_see

_send = mail.send_notification
_recipients = mail.EmailNotificationMixin.get_valid_recipients


def write_to_who_may_see(recipient_users: Iterable[Any], notification: str, extra_context: Any) -> Any:
    """In place of Wagtail's own: mails about comments."""
    page = extra_context["page"]
    return _send([user for user in recipient_users if may_see(user, page)], notification, extra_context)


def who_may_see(notifier: Any, instance: Any, **kwargs: Any) -> set[Any]:
    """In place of Wagtail's own: who is told of a review, or of a step of it."""
    about = getattr(instance, "workflow_state", instance).content_object
    return {user for user in _recipients(notifier, instance, **kwargs) if may_see(user, about)}


def install() -> None:
    """Put both where Wagtail looks them up."""
    if not hasattr(edit, "send_notification"):
        raise LookupError(f"{edit.__name__} sends its mails about comments by other ways.")
    setattr(edit, "send_notification", write_to_who_may_see)  # noqa: B010 - it does not offer it
    mixin: Any = mail.EmailNotificationMixin
    mixin.get_valid_recipients = who_may_see
