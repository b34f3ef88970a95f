"""`manage.py demo`: the four demonstration sites, on an empty database."""

import time
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from cms.core.quiet import quiet
from home.demo import load
from home.demo.accounts import ACCOUNTS, PASSWORD
from home.demo.members import MEMBERS


class Command(BaseCommand):
    """Loads the demonstration. Its accounts have a public password: refused where DEBUG is off."""

    help = "Fills the four demonstration sites; only what is missing. Never where DEBUG is off."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What can be said on the command line."""
        parser.add_argument(
            "--if-empty", action="store_true", help="do nothing once it is loaded, or beside other networks"
        )

    def handle(self, *args: Any, if_empty: bool, verbosity: int, **options: Any) -> None:
        """Load it and say who can sign in."""
        if not settings.DEBUG:
            raise CommandError(
                _("The demonstration has accounts with a public password: it is refused where DEBUG is off.")
            )
        if load.has_other_content():
            if if_empty:
                return
            raise CommandError(
                _("There are other networks here: the demonstration wants a database of its own.")
            )
        load.follow_port()
        if if_empty and load.is_complete():
            return
        self.start = time.monotonic()
        self.verbosity = verbosity
        with quiet():
            new = load.load(tell=self.tell)
        self.tell_accounts()
        self.stdout.write(
            _("New: %(organisations)s structures, %(exchanges)s offers and needs, %(copies)s places written.")
            % new
        )

    def tell(self, step: str) -> None:
        """One line for a step, with the seconds that passed."""
        if self.verbosity:
            self.stdout.write(f"{time.monotonic() - self.start:6.1f} s  {step}")
            self.stdout.flush()

    def tell_accounts(self) -> None:
        """Who can sign in, with which password."""
        self.stdout.write(_("Accounts of the demonstration, all with the password %s") % PASSWORD)
        for account in ACCOUNTS:
            self.stdout.write(f"  {account.email:<34} {account.role}")
        for member in MEMBERS:
            self.stdout.write(f"  {member.email:<34} {member.part}")
