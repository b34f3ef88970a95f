"""Load the areas of France that the project ships."""

from argparse import ArgumentParser
from time import monotonic
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from cms.core import areas
from cms.core.models import AreaLevel


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
            raise CommandError(_("No region has the code “%s”.") % error) from error
        if verbosity:
            listed = ", ".join(f"{AreaLevel(level).label} {count}" for level, count in counts.items())
            took = f"{monotonic() - started:.1f}"
            self.stdout.write(_("Areas: %(listed)s (%(took)s s)") % {"listed": listed, "took": took})
