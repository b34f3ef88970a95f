"""SMTP that knows whether the server may have a mail, should the connection break, and wastes no time on ours."""

import smtplib
from collections.abc import Sequence
from typing import Any

from django.core.mail.backends.smtp import EmailBackend as DjangoBackend
from django.utils.functional import cached_property

from cms.users.mime import SIMPLE, Mail, address

END_OF_MAIL = b"\r\n.\r\n"


class WatchfulSMTP(smtplib.SMTP):
    """`is_uncertain` from the last byte of a mail until the server says what it made of it."""

    is_uncertain = False

    def send(self, s: Any) -> None:
        """Hand these bytes to the network."""
        super().send(s)
        self.is_uncertain = isinstance(s, bytes) and s.endswith(END_OF_MAIL)

    def mail(self, sender: str, options: Sequence[str] = ()) -> tuple[int, bytes]:
        """Say from whom a mail comes; an address that needs no parsing is not parsed."""
        if not SIMPLE.fullmatch(sender) or any(not option.startswith("size=") for option in options):
            return super().mail(sender, options)
        self.putcmd("mail", " ".join([f"FROM:<{sender}>", *options]))
        return self.getreply()

    def rcpt(self, recip: str, options: Sequence[str] = ()) -> tuple[int, bytes]:
        """Say to whom it goes, in the same way."""
        if not SIMPLE.fullmatch(recip) or options:
            return super().rcpt(recip, options)
        self.putcmd("rcpt", f"TO:<{recip}>")
        return self.getreply()

    def getreply(self) -> tuple[int, bytes]:
        """What the server answers; raises smtplib.SMTPServerDisconnected where it does not."""
        reply = super().getreply()
        self.is_uncertain = False
        return reply


class EmailBackend(DjangoBackend):
    """Django's, by the connection above."""

    @cached_property
    def connection_class(self) -> type[smtplib.SMTP]:
        """Which class speaks to the server."""
        return WatchfulSMTP

    def _send(self, email_message: Any) -> bool:
        if self.fail_silently or not isinstance(email_message, Mail):
            return bool(super()._send(email_message))  # type: ignore[misc]
        server: Any = self.connection  # Open: Django saw to it.
        recipients = [address(each) for each in email_message.recipients()]
        server.sendmail(address(email_message.from_email), recipients, email_message.wire())
        return True
