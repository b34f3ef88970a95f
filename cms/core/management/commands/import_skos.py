"""Read a SKOS file into the thesaurus."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from cms.core.skos.reading import FORMATS, SkosError
from cms.core.skos.verbs import import_skos

SHOWN = 50


class Command(BaseCommand):
    """All of the file or nothing; says everything that is wrong with it."""

    help = "Read a SKOS file (Turtle or RDF/XML) into the thesaurus: all of it, or nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--format", choices=["turtle", "xml"], help="unless the file’s name says it")
        parser.add_argument(
            "--dry-run", action="store_true", help="say what would change, and change nothing"
        )

    def handle(self, *args: Any, file: Path, dry_run: bool, **options: Any) -> None:
        file_format = options["format"] or FORMATS.get(file.suffix.lower())
        if file_format is None:
            raise CommandError(f"Say which format {file.name} has: --format turtle or --format xml.")
        try:
            data = file.read_bytes()
            with transaction.atomic():
                counts = import_skos(data=data, file_format=file_format)
                transaction.set_rollback(dry_run)
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}") from error
        except SkosError as error:
            more = len(error.problems) - SHOWN
            lines = error.problems[:SHOWN] + ([f"... and {more} more"] if more > 0 else [])
            raise CommandError("\n".join(["Nothing was imported:", *lines])) from error
        listed = ", ".join(f"{count} {what}" for what, count in counts.items()) or "nothing to change"
        self.stdout.write(("Would be: " if dry_run else "Themes: ") + listed)
