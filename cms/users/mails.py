"""Mails to people, in the name of the network that they are dealing with.

A mail is kept as a `Letter` in the transaction that makes it necessary, and leaves by the queue: no
visitor waits for a mail server, and none can tell from an answer whether a mail was written.
"""

import re
from collections.abc import Mapping
from email.utils import formataddr, parseaddr
from hashlib import sha256
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.template import Context, loader
from django.urls import reverse
from django.utils import translation
from django_q.tasks import async_task
from wagtail.models import Site

from cms.core import registry
from cms.core.registry import Voice
from cms.users.mime import Mail
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
    *,
    site_id: int | None,
    to: str,
    template: str,
    context: dict[str, Any],
    key: str = "",
    language: str = "",
    answers: str = "",
    headers: Mapping[str, str] | None = None,
) -> None:
    """Queue a mail in the name of that site's network, in that language or the platform's.

    `template` is the beginning of two names: `..._subject.txt` and `..._message.txt`, plain text in
    which a paragraph "Words: https://..." that leads to the network's site becomes a button. Both are given `network`, a `Voice`. A
    mail with the same `key` leaves once, however often it is asked for. `answers` is where answers go
    where that is not the network's own address.
    """
    written = write(site_id, to, template, context, language=language)
    written |= {"answers": answers or written["answers"], "headers": dict(headers or {})}
    letter, new = Letter.objects.get_or_create(key=key or str(uuid4()), defaults={"content": written})
    if new:
        transaction.on_commit(lambda: async_task("cms.users.tasks.deliver", letter.pk))


def write(
    site_id: int | None, to: str, template: str, context: dict[str, Any], *, language: str = ""
) -> dict[str, Any]:
    """What the mail says, and from whom to whom."""
    voice = voice_of(site_id)
    with translation.override(language or settings.LANGUAGE_CODE):
        known = {**context, "network": voice}
        subject = one_line(plain(f"{template}_subject.txt", known))
        body = plain(f"{template}_message.txt", known).strip()
        parts = {**known, "subject": subject, "body": body, "paragraphs": paragraphs(body, voice.url)}
        return {
            **envelope(voice, to),
            "subject": subject,
            "text": plain("users/mail/base.txt", parts).strip() + "\n",
            "html": loader.render_to_string("users/mail/base.html", parts),
        }


def envelope(voice: Voice, to: str) -> dict[str, Any]:
    """From whom a mail in that name comes, and where answers to it go."""
    return {"to": to, "sender": sender_of(voice), "answers": voice.address}


def sender_of(voice: Voice) -> str:
    """The network's own address where our server may write for its domain, else the platform's."""
    domain = voice.address.rpartition("@")[2].lower()
    own = domain in settings.MAIL_DOMAINS
    return formataddr((voice.name, voice.address if own else settings.DEFAULT_FROM_EMAIL))


def paragraphs(body: str, home: str) -> list[dict[str, Any]]:
    """The text cut at its empty lines; what is a link into the network's site, with its words, has a `url`.

    What is quoted (`> ` before each line) is `quote`, and a list (`- ` before each) has `items`. A mail may
    quote what somebody wrote: that must not be dressed up as ours.
    """
    return [_paragraph(text.strip(), home) for text in re.split(r"\n\s*\n", body) if text.strip()]


def _paragraph(text: str, home: str) -> dict[str, Any]:
    button = BUTTON.fullmatch(text)
    if button and f"{button['url']}/".startswith(f"{home}/"):
        return {"text": button["words"], "url": button["url"]}
    lines = text.split("\n")
    if all(line.startswith(">") for line in lines):
        unquoted = "\n".join(line.removeprefix(">").removeprefix(" ") for line in lines)
        return {"text": unquoted, "url": "", "quote": True}
    items = [line.removeprefix("- ") for line in lines if line.startswith("- ")]
    return {"text": text, "url": "", "items": items if len(items) == len(lines) else []}


def message_id(key: str, sender: str, ticket: str = "") -> str:
    """The Message-ID of the letter with that key: always the same, so that receivers fold what came twice.

    A `ticket` says to whom it went, for when it comes back (`exchanges.notices.bounces`).
    """
    domain = parseaddr(sender)[1].rpartition("@")[2] or "localhost"
    # Short, so that the line need not be folded: some receivers compare it as it is written.
    name = sha256(key.encode()).hexdigest()[:16]
    return f"<{name}.{ticket}@{domain}>" if ticket else f"<{name}@{domain}>"


def message_of(letter: Letter) -> Mail:
    """The letter as Django sends it."""
    said = letter.content
    ticket = said.get("ticket", "")
    headers = {
        # Nobody's absence is answered to us.
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
        "Message-ID": message_id(letter.key, said["sender"], ticket),
        **said.get("headers", {}),
    }
    message = Mail(
        said["subject"],
        said["text"],
        said["sender"],
        [said["to"]],
        reply_to=[said["answers"]] if said["answers"] else None,
        headers=headers,
    )
    message.attach_alternative(said["html"], "text/html")
    if ticket and settings.BOUNCE_ADDRESS:
        # Where the mail comes back if nobody takes it; readers see the sender.
        message.extra_headers["From"] = message.from_email
        message.from_email = returning(ticket)
    return message


def returning(ticket: str) -> str:
    """The address to which mails with that ticket come back."""
    name, _at, domain = settings.BOUNCE_ADDRESS.partition("@")
    return f"{name}+{ticket}@{domain}"


def one_line(text: str) -> str:
    """The text on one line; spaces that do not break stay what they are."""
    return re.sub(r"[^\S\u00a0\u202f]+", " ", text).strip()


def plain(template: str, context: dict[str, Any]) -> str:
    """The template as plain text: nothing in it is escaped for HTML."""
    found: Any = loader.get_template(template)
    return str(found.template.render(Context(context, autoescape=False)))
