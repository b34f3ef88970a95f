"""Says where everything is: how many pages in each state on each site, what waits, what failed."""

from argparse import ArgumentParser
from collections.abc import Sequence
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db.models import Count, QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from wagtail.models import Site

from sites.models import site_of
from syndication import queries
from syndication.models import Delivery, State

FAILURES = 20


class Command(BaseCommand):
    """Reads the ledger; changes nothing."""

    help = "Show how many pages stand in each state on each network, the oldest waiting and the failed ones."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--network", metavar="HOST", default="", help="only what this network receives")

    def handle(self, *args: Any, network: str, **options: Any) -> None:
        targets = list(self.targets(network))
        deliveries = Delivery.objects.filter(target__in=targets)
        self.write_table(targets, deliveries)
        self.write_oldest(deliveries)
        self.write_failures(deliveries)

    def targets(self, hostname: str) -> QuerySet[Site]:
        """The network asked for, or all of them; raises CommandError for an unknown one."""
        if not hostname:
            return queries.networks()
        try:
            return queries.networks().filter(pk=site_of(hostname).pk)
        except Site.DoesNotExist:
            known = ", ".join(queries.networks().values_list("hostname", flat=True))
            raise CommandError(
                _("No network answers at %(host)s. Known: %(known)s.") % {"host": hostname, "known": known}
            ) from None

    def write_table(self, targets: list[Site], deliveries: QuerySet[Delivery]) -> None:
        """A line for each site, a column for each state, and their sums."""
        rows = deliveries.order_by().values_list("target", "state").annotate(rows=Count("pk"))
        counts = {(target, state): count for target, state, count in rows}
        columns = [state.value for state in State]
        names = [queries.network_name(site) for site in targets]
        lines = [[counts.get((site.pk, state), 0) for state in columns] for site in targets]
        names.append(_("in all"))
        lines.append([sum(column) for column in zip(*lines, strict=True)] or [0] * len(columns))
        heads = [*(str(State(state).label) for state in columns), _("in all")]
        self.write_row(names, "", heads, heads)
        for name, line in zip(names, lines, strict=True):
            self.write_row(names, name, heads, [*line, sum(line)])

    def write_row(self, names: list[str], name: str, heads: list[str], cells: Sequence[object]) -> None:
        """One line, below its heads."""
        row = "".join(f"  {cell!s:>{len(head)}}" for head, cell in zip(heads, cells, strict=True))
        self.stdout.write(f"{name:<{max(map(len, names))}}{row}")

    def write_oldest(self, deliveries: QuerySet[Delivery]) -> None:
        """Since when the longest waiting page waits."""
        oldest = deliveries.waiting().select_related("target").order_by("state_at", "pk").first()  # type: ignore[attr-defined]
        if oldest is None:
            self.stdout.write(_("Nothing waits for a decision."))
            return
        since = date_format(timezone.localtime(oldest.state_at), "DATETIME_FORMAT")
        self.stdout.write(
            _("Waiting longest: “%(title)s” on %(network)s, since %(date)s.")
            % {"title": oldest.title, "network": queries.network_name(oldest.target), "date": since}
        )

    def write_failures(self, deliveries: QuerySet[Delivery]) -> None:
        """The pages that could not be written, with the last error of each."""
        failed = deliveries.filter(state=State.FAILED).select_related("page", "target").order_by("-state_at")
        for delivery in failed[:FAILURES]:
            self.stderr.write(
                f"{queries.network_name(delivery.target)}: {queries.title_for(delivery, own=True)} "
                f"({delivery.attempts}×): {delivery.error}"
            )
        more = failed.count() - FAILURES
        if more > 0:
            self.stderr.write(_("… and %d more that failed.") % more)
