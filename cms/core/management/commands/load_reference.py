"""Load the reference lists that the project ships."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from cms.core import reference


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
            self.stdout.write("New entries: " + ", ".join(f"{n} {name}" for name, n in counts.items()))
