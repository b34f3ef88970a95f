"""Take one mail from standard input: the mail server pipes to it what reaches REPLY_DOMAIN."""

import logging
import sys
from typing import Any

from django.core.management.base import BaseCommand
from django.db import Error

from exchanges.conversations.mail_in import MOST_BYTES, Exit, receive

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    """Ends with 0 (taken, or dropped), 65 or 67 (refused for good) or 75 (try again later)."""

    help = "Reads one mail from standard input and brings it into its conversation."

    def handle(self, *args: Any, **options: Any) -> None:
        """Read no more than may come, and say by the exit code what became of it."""
        raw = sys.stdin.buffer.read(MOST_BYTES + 1)
        try:
            code = receive(raw)
        except (Error, OSError):
            logger.exception("A mail was not taken: to be tried again")
            code = Exit.LATER
        if code:
            sys.exit(int(code))
