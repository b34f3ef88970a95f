"""`manage.py import_organisations FILE --network HOST --mapping NAME`."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from wagtail.models import Site

from cms.core.quiet import quiet
from exchanges.imports.mapping import load_mapping, mapping_names
from exchanges.imports.problems import ImportFileError
from exchanges.imports.report import WORDS, Outcome, Report, Result
from exchanges.imports.run import run_import
from sites.models import site_of


class Command(BaseCommand):
    """Brings the organisations of a file into a network's directory. See docs/imports.md."""

    help = "Imports the organisations of a JSON or CSV file into a network’s directory; safe to run twice."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What can be said on the command line."""
        known = ", ".join(mapping_names())
        parser.add_argument("file", type=Path)
        parser.add_argument("--network", required=True, help="host name of the network")
        parser.add_argument("--mapping", required=True, help=f"{known}, or the path of a .toml file")
        parser.add_argument("--filter", action="append", default=[], metavar="COLUMN=VALUE,VALUE")
        parser.add_argument("--dry-run", action="store_true", help="say what would be done, write nothing")
        parser.add_argument("--report", type=Path, help="write the report to this CSV file too")

    def handle(self, *args: Any, **options: Any) -> None:
        """Import and say what became of each row."""
        try:
            with quiet():
                report = run_import(
                    path=options["file"],
                    site=network_named(options["network"]),
                    mapping=load_mapping(options["mapping"]),
                    filters=dict(parse_filter(text) for text in options["filter"]),
                    dry_run=options["dry_run"],
                    on_row=self.tell_row if options["verbosity"] else None,
                )
            if options["report"]:
                report.write_csv(options["report"])
        except ImportFileError as error:
            raise CommandError(str(error)) from error
        self.tell_summary(report, dry_run=options["dry_run"])

    def tell_row(self, outcome: Outcome, total: int) -> None:
        """One line for the row, one more for each thing to know about it."""
        word = f"{WORDS[outcome.result]!s:<10}"
        if outcome.result == Result.REFUSED:
            word = self.style.ERROR(word)
        elif outcome.result != Result.UNCHANGED:
            word = self.style.SUCCESS(word)
        self.stdout.write(f"{outcome.row:>6}  {word}  {outcome.identifier:<14}  {outcome.title}")
        for line in outcome.details:
            self.stdout.write(f"{'':>18}  {self.style.WARNING(line)}")

    def tell_summary(self, report: Report, *, dry_run: bool) -> None:
        """How many rows ended in each way."""
        for note in report.notes:
            self.stdout.write(self.style.WARNING(note))
        if report.filtered_out:
            self.stdout.write(_("Left aside by the filter: %s") % report.filtered_out)
        counts = report.counts()
        parts = [f"{WORDS[result]} {counts[result]}" for result in Result]
        self.stdout.write(
            _("%(total)s rows: %(parts)s") % {"total": len(report.outcomes), "parts": ", ".join(parts)}
        )
        if dry_run:
            self.stdout.write(_("Nothing was written: this was a dry run."))


def network_named(host: str) -> Site:
    """The network with that host name; raises ImportFileError, listing those that exist."""
    try:
        return site_of(host)
    except Site.DoesNotExist:
        known = ", ".join(Site.objects.order_by("hostname").values_list("hostname", flat=True))
        raise ImportFileError(
            _("There is no network at “%(host)s”. Known ones: %(known)s.") % {"host": host, "known": known}
        ) from None


def parse_filter(text: str) -> tuple[str, list[str]]:
    """`column=value,value` as the column and its values; raises ImportFileError."""
    column, found, values = text.partition("=")
    if not found or not column or not values:
        raise ImportFileError(_("“%s” is not a filter: write column=value,value.") % text)
    return column, values.split(",")
