"""`manage.py syndicate`: bring every site to what the plan says."""

from argparse import ArgumentParser
from datetime import date, datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Site

from cms.core.registry import shared_kinds
from sites.models import site_of
from syndication.engine import Outcome, sync
from syndication.models import State

DONE = {
    "created": gettext_lazy("created"),
    "updated": gettext_lazy("updated"),
    "withdrawn": gettext_lazy("withdrawn"),
    "noted": gettext_lazy("noted in the ledger only"),
    **{state.value: state.label for state in State if state != State.WITHDRAWN},
}


def a_date(text: str) -> date:
    """The date of a text YYYY-MM-DD; raises ValueError."""
    found = parse_date(text)
    if found is None:
        raise ValueError(text)
    return found


class Command(BaseCommand):
    """Reconciles; safe to run twice, and at the same time as the workers."""

    help = "Bring every site to what the rules and decisions say."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which pages, and whether to write."""
        parser.add_argument("--dry-run", action="store_true", help="say what would be written")
        parser.add_argument("--since", type=a_date, metavar="YYYY-MM-DD", help="pages saved since that day")
        parser.add_argument("--network", metavar="HOST", help="pages typed on that network's site")
        parser.add_argument("--thorough", action="store_true", help="compare the content of every copy")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the engine and print what it did."""
        outcome = sync(
            page_ids=self.chosen(options["since"], options["network"]),
            thorough=options["thorough"],
            dry_run=options["dry_run"],
            progress=self.progress if options["verbosity"] else None,
        )
        self.stderr.write("")
        self.report(outcome, dry_run=options["dry_run"])

    def chosen(self, since: date | None, network: str | None) -> list[int] | None:
        """Ids of the pages meant, or None for all; raises CommandError for an unknown network."""
        if since is None and network is None:
            return None
        site = self.site(network) if network else None
        ids: list[int] = []
        for kind in shared_kinds():
            pages = kind.objects.origins().order_by()
            if site:
                pages = pages.on_site(site)
            if since:
                start = timezone.make_aware(datetime.combine(since, datetime.min.time()))
                pages = pages.filter(changed_at__gte=start)
            ids += pages.values_list("pk", flat=True)
        return ids

    def site(self, hostname: str) -> Site:
        """The site of that name; raises CommandError with the names there are."""
        try:
            return site_of(hostname)
        except Site.DoesNotExist:
            known = ", ".join(Site.objects.values_list("hostname", flat=True))
            raise CommandError(
                _("No network answers at %(host)s. Known: %(known)s.") % {"host": hostname, "known": known}
            ) from None

    def progress(self, done: int, total: int) -> None:
        """One line that grows."""
        self.stderr.write(f"\r{done} / {total}", ending="")

    def report(self, outcome: Outcome, *, dry_run: bool) -> None:
        """What was planned, and what was (or would be) written to get there."""
        planned = ", ".join(
            f"{State(state).label} {count}" for state, count in sorted(outcome.planned.items())
        )
        done = ", ".join(f"{DONE[name]} {count}" for name, count in sorted(outcome.counts.items()))
        self.stdout.write(
            _("Planned: %(total)d places (%(planned)s).")
            % {"total": outcome.planned.total(), "planned": planned or "0"}
        )
        written = _("Would be written: %s.") if dry_run else _("Written: %s.")
        self.stdout.write(written % (done or _("nothing, all was as planned")))
