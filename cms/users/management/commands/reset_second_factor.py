"""For somebody who lost telephone and recovery codes."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cms.users.accounts import network_mail, person_at
from cms.users.second_factor import reset


class Command(BaseCommand):
    """Takes the second factor of an account away, ends its sessions and tells its owner."""

    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", help="the address with which the person signs in")

    def handle(self, *args: Any, **options: Any) -> None:
        """Raise CommandError where there is nothing to take away."""
        person = person_at(options["email"])
        if person is None or not reset(person):
            raise CommandError("No account with a second factor has this address.")
        network_mail(
            site_id=None,
            to=person.email,
            template="users/mail/second_factor_reset",
            context={},
        )
        self.stdout.write(f"{person.email}: a password is enough again, until a second factor is set up.")
