"""Mails to people, in the name of the network that they are dealing with.

A mail is kept as a `Letter` in the transaction that makes it necessary, and leaves by the queue: no
visitor waits for a mail server, and none can tell from an answer whether a mail was written.
"""

import re
from email.utils import formataddr
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.http import HttpRequest
from django.template import Context, loader
from django.urls import reverse
from django.utils import translation
from django_q.tasks import async_task
from wagtail.models import Site

from cms.core import registry
from cms.core.registry import Voice
from cms.users.models import Letter

# A paragraph "Words: https://..." is a button where there is more than text.
BUTTON = re.compile(r"(?P<words>[^\n]+?)\s*:\s+(?P<url>https?://\S+)")


def site_of(request: HttpRequest) -> int | None:
    """The id of the site that answers the request; an unknown host is answered by the default one."""
    site = Site.find_for_request(request)
    return site.pk if site else None


def voice_of(site_id: int | None) -> Voice:
    """In whose name a mail about that site leaves."""
    if registry.voice_of is None:
        raise LookupError("No app says in whose name mails leave: see cms.core.registry.")
    return registry.voice_of(site_id)


def home_of(person: Any) -> int | None:
    """The site in whose name somebody is written to who is not on any: that of the first network they joined."""
    return registry.home_of(person) if registry.home_of else None


def link(site_id: int | None, name: str, *arguments: Any, **named: Any) -> str:
    """The full address of that view on that site: never on the host that a request claims to be for."""
    return voice_of(site_id).url + reverse(name, args=arguments, kwargs=named)


def network_mail(
    *, site_id: int | None, to: str, template: str, context: dict[str, Any], key: str = ""
) -> None:
    """Queue a mail in the name of that site's network, in the language of the platform.

    `template` is the beginning of two names: `..._subject.txt` and `..._message.txt`, plain text in
    which a paragraph "Words: https://..." that leads to the network's site becomes a button. Both are given `network`, a `Voice`. A
    mail with the same `key` leaves once, however often it is asked for.
    """
    letter, new = Letter.objects.get_or_create(
        key=key or str(uuid4()), defaults={"content": write(site_id, to, template, context)}
    )
    if new:
        transaction.on_commit(lambda: async_task("cms.users.tasks.deliver", letter.pk))


def write(site_id: int | None, to: str, template: str, context: dict[str, Any]) -> dict[str, str]:
    """What the mail says, and from whom to whom."""
    voice = voice_of(site_id)
    with translation.override(settings.LANGUAGE_CODE):
        known = {**context, "network": voice}
        subject = " ".join(_plain(f"{template}_subject.txt", known).split())
        body = _plain(f"{template}_message.txt", known).strip()
        parts = {**known, "subject": subject, "body": body, "paragraphs": paragraphs(body, voice.url)}
        return {
            "to": to,
            "sender": sender_of(voice),
            "answers": voice.address,
            "subject": subject,
            "text": _plain("users/mail/base.txt", parts).strip() + "\n",
            "html": loader.render_to_string("users/mail/base.html", parts),
        }


def sender_of(voice: Voice) -> str:
    """The network's own address where our server may write for its domain, else the platform's."""
    domain = voice.address.rpartition("@")[2].lower()
    own = domain in settings.MAIL_DOMAINS
    return formataddr((voice.name, voice.address if own else settings.DEFAULT_FROM_EMAIL))


def paragraphs(body: str, home: str) -> list[dict[str, str]]:
    """The text cut at its empty lines; what is a link into the network's site, with its words, has a `url`.

    A mail may quote what somebody wrote: that must not be dressed up as ours.
    """
    found = []
    for text in re.split(r"\n\s*\n", body):
        button = BUTTON.fullmatch(text.strip())
        if button and f"{button['url']}/".startswith(f"{home}/"):
            found.append({"text": button["words"], "url": button["url"]})
        else:
            found.append({"text": text.strip(), "url": ""})
    return found


def message_of(letter: Letter) -> EmailMultiAlternatives:
    """The letter as Django sends it."""
    said = letter.content
    message = EmailMultiAlternatives(
        said["subject"],
        said["text"],
        said["sender"],
        [said["to"]],
        reply_to=[said["answers"]] if said["answers"] else None,
        # Nobody's absence is answered to us.
        headers={"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"},
    )
    message.attach_alternative(said["html"], "text/html")
    return message


def _plain(template: str, context: dict[str, Any]) -> str:
    """The template as plain text: nothing in it is escaped for HTML."""
    found: Any = loader.get_template(template)
    return str(found.template.render(Context(context, autoescape=False)))
