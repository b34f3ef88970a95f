"""Load the areas of France that the project ships."""

from argparse import ArgumentParser
from time import monotonic
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cms.core import areas


class Command(BaseCommand):
    """Communes, EPCI, départements and régions; safe to run again, for a newer list."""

    help = "Load the communes, EPCI, départements and régions of France (safe to run again)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--region", default="", metavar="CODE", help="only that region, by its INSEE code (93: PACA)"
        )

    def handle(self, *args: Any, region: str, verbosity: int, **options: Any) -> None:
        started = monotonic()
        try:
            counts = areas.load(region=region)
        except areas.UnknownRegionError as error:
            raise CommandError(f"No region has the code “{error}”.") from error
        if verbosity:
            listed = ", ".join(f"{count} {level}" for level, count in counts.items())
            self.stdout.write(f"Areas: {listed} ({monotonic() - started:.1f} s)")
