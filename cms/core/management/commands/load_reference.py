"""Load the reference lists that the project ships."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.core import reference

# What the lists are called; one of another app goes by its own name.
NAMES = {
    "themes": gettext_lazy("themes"),
    "terms": gettext_lazy("terms of the sheets"),
    "methods": gettext_lazy("methods"),
}


class Command(BaseCommand):
    """Thesaurus, terms, methods; safe to run again."""

    help = "Load the thesaurus and the reference lists (safe to run again: what was edited stays)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--force", action="store_true", help="put the shipped labels and order back over edited ones"
        )

    def handle(self, *args: Any, force: bool, verbosity: int, **options: Any) -> None:
        counts = reference.load(force=force)
        if verbosity:
            listed = ", ".join(f"{NAMES.get(name, name)} {count}" for name, count in counts.items())
            self.stdout.write(_("New entries: %s") % listed)
