"""Read a SKOS file into the thesaurus."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cms.core.skos.reading import FORMATS, SkosError
from cms.core.skos.verbs import import_skos

SHOWN = 50
DONE = {
    "created": gettext_lazy("created"),
    "updated": gettext_lazy("updated"),
    "moved": gettext_lazy("moved"),
    "mapped": gettext_lazy("mappings written"),
    "merged": gettext_lazy("merged"),
}


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
            raise CommandError(
                _("Say which format %(file)s has: --format turtle or --format xml.") % {"file": file.name}
            )
        try:
            data = file.read_bytes()
            with transaction.atomic():
                counts = import_skos(data=data, file_format=file_format)
                transaction.set_rollback(dry_run)
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}") from error
        except SkosError as error:
            raise CommandError("\n".join([_("Nothing was imported:"), *listed(error.problems)])) from error
        changes = ", ".join(f"{DONE[what]} {count}" for what, count in counts.items())
        told = _("Themes, tried out: %s.") if dry_run else _("Themes: %s.")
        self.stdout.write(told % (changes or _("nothing to change")))


def listed(problems: list[str]) -> list[str]:
    """The first problems, and how many more there are."""
    more = len(problems) - SHOWN
    rest = ngettext("… and %d more.", "… and %d more.", more) % more if more > 0 else ""
    return [*problems[:SHOWN], *([rest] if rest else [])]
