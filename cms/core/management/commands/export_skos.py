"""Write the thesaurus as SKOS."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from cms.core.skos.verbs import export_skos


class Command(BaseCommand):
    """The whole thesaurus, in Turtle or RDF/XML."""

    help = "Write the thesaurus as SKOS, to a file or to the standard output."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--out", type=Path, metavar="FILE", help="a file; .rdf and .xml give RDF/XML")
        parser.add_argument(
            "--format", choices=["turtle", "xml"], help="turtle unless the file says otherwise"
        )
        parser.add_argument("--host", default="", help="the host in the identities (the default site’s)")

    def handle(self, *args: Any, out: Path | None, host: str, **options: Any) -> None:
        xml = out is not None and out.suffix in {".rdf", ".xml"}
        chosen = options["format"] or ("xml" if xml else "turtle")
        data = export_skos(host=host, file_format=chosen)
        if out:
            out.write_bytes(data)
        else:
            self.stdout.write(data.decode())
