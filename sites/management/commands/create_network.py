"""Lays out a network from the command line."""

from typing import TYPE_CHECKING, Any, cast

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from sites.forms import IDENTITY
from sites.models import NetworkSettings, Role
from sites.provisioning import create_network

if TYPE_CHECKING:
    from django.db.models import Field


class Command(BaseCommand):
    """`create_network HOST NAME`: safe to run twice, all or nothing."""

    help = "Lay out a network: site, pages, groups, collection, permissions, workflow."

    def add_arguments(self, parser: CommandParser) -> None:
        """The address and the name, then one option for each field of the identity."""
        parser.add_argument("hostname", help="its address, for example pes.example.org")
        parser.add_argument("name")
        parser.add_argument("--short-name", default="", help="for groups and the header; the name if empty")
        parser.add_argument("--role", default=Role.NETWORK, help=" or ".join(Role.values))
        for field in IDENTITY:
            label = cast("Field[Any, Any]", NetworkSettings._meta.get_field(field)).verbose_name
            parser.add_argument(option(field), dest=field, help=str(label))

    def handle(self, *args: Any, **options: Any) -> None:
        """Lay it out, or say what is wrong with which argument."""
        identity = {field: options[field] for field in IDENTITY if options[field] is not None}
        try:
            site = create_network(
                hostname=options["hostname"],
                name=options["name"],
                short_name=options["short_name"],
                role=options["role"],
                **identity,
            )
        except ValidationError as error:
            raise CommandError(explained(error)) from None
        self.stdout.write(self.style.SUCCESS(f"{options['name']}: {site.root_url}/"))


def option(field: str) -> str:
    """The option of the command line that sets the field."""
    return field if field in ("hostname", "name") else f"--{field.replace('_', '-')}"


def explained(error: ValidationError) -> str:
    """One line for each message, beginning with the argument it is about."""
    return "\n".join(
        f"{option(field)}: {message}"
        for field, messages in error.message_dict.items()
        for message in messages
    )
