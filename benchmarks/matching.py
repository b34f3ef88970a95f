"""What it costs to find who could answer: one need among structures, one page among offers, and all of them.

    python -m benchmarks.matching [--structures 1000 10000 100000] [--sizes 1000 10000] [--whole 1000 10000]

One need is put to so many structures over 200 themes and all of the region, and compared with a statement
written by hand for that need alone and with loops in Python, which must all find the same rows. Then half
of the pages are needs, half offers: one page is compared with publishing it, all of them with a bare insert
of the matches that were found. All in the same run.
"""

import argparse
import random
import statistics
import time
import uuid
from collections.abc import Callable
from typing import Any

from benchmarks.database import setup, throwaway

setup()

from django.db import connection, transaction  # noqa: E402
from django.utils import timezone  # noqa: E402
from wagtail.models import Page  # noqa: E402

from benchmarks import by_hand, market  # noqa: E402
from cms.core.models import Theme  # noqa: E402
from exchanges.matching.engine import match  # noqa: E402
from exchanges.matching.pairs import pairs  # noqa: E402
from exchanges.models import ExchangePage, Match, OrganisationPage  # noqa: E402
from syndication import copies as engine_copies  # noqa: E402
from tests.world import World  # noqa: E402

SAMPLE = 5
TIMES = 9
# A loop that asks the database at each structure is measured over so many, and counted for all.
ONE_BY_ONE = 2000
BATCH = 5000


def seconds(work: Callable[[], Any]) -> float:
    """How long the work takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def fill(world: World, known: list[Theme], number: int) -> list[int]:
    """Pages without their search entries: matching does not look there. Returns the ids of the needs."""
    first = world.page("alliance", "Besoin", themes=["t0"])
    index = world.index("alliance", ExchangePage)
    draw = random.Random(number)  # noqa: S311 - the same world each time
    for start in range(1, number, BATCH):
        pages = [_page(first, index, at, draw) for at in range(start, min(start + BATCH, number))]
        engine_copies._insert(ExchangePage, pages)
        rows = ExchangePage.themes.through
        rows.objects.bulk_create(
            [rows(exchangepage_id=page.pk, theme_id=draw.choice(known).pk) for page in pages]
        )
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    return list(ExchangePage.objects.filter(sense="need").order_by("pk").values_list("pk", flat=True))


def _page(first: ExchangePage, index: Page, at: int, draw: random.Random) -> ExchangePage:
    title, slug = f"Page {at}", f"page-{at}"
    page = ExchangePage(
        title=title, draft_title=title, slug=slug, sense=("need", "offer")[at % 2], type="product",
        depth=first.depth, numchild=0, live=True, url_path=f"{index.url_path}{slug}/",
        content_type=first.content_type, locale_id=first.locale_id, translation_key=uuid.uuid4(),
        first_published_at=timezone.now(),
        latitude=draw.uniform(43.0, 44.9), longitude=draw.uniform(4.3, 7.6),
    )  # fmt: skip
    page.path = Page._get_path(index.path, first.depth, at + 1)
    return page


def bare_insert() -> float:
    """Insert the same matches again, ready in memory."""
    rows = list(Match.objects.all())
    with transaction.atomic():
        Match.objects.all().delete()
        for row in rows:
            row.pk = None
        return seconds(lambda: Match.objects.bulk_create(rows, batch_size=500))


def middle(work: Callable[[], Any]) -> float:
    """The median of some runs, after one that warms up."""
    work()
    return statistics.median(seconds(work) for _ in range(TIMES))


def against_structures(number: int) -> dict[str, float]:
    """The figures of one need among so many structures."""
    with transaction.atomic():
        world = World.create()
        start = time.perf_counter()
        need = market.fill(world, number)
        found = {"structures": number, "fill": time.perf_counter() - start}
        site = world.sites["alliance"]
        rows = sorted(by_hand.by_statement(need, site))
        assert rows == sorted(_ours(need)), "the statement by hand finds other rows"
        found |= {
            "rows": len(rows),
            "ours": middle(lambda: _ours(need)),
            "by_hand": middle(lambda: by_hand.by_statement(need, site)),
            "stored": seconds(lambda: match(origins=[need.pk])),
        }
        structures: list[Any] = []
        found["read"] = seconds(lambda: structures.extend(by_hand.everything()))
        looped: list[Any] = []
        found["loop"] = seconds(lambda: looped.extend(by_hand.by_loop(need, site, structures)))
        assert rows == sorted(looped), "the loop finds other rows"
        some = OrganisationPage.objects.live().order_by("pk")[:ONE_BY_ONE]
        share = number / min(number, ONE_BY_ONE)
        found["one_by_one"] = share * seconds(lambda: by_hand.by_loop(need, site, some))
        transaction.set_rollback(True)
    return found


def _ours(need: ExchangePage) -> list[Any]:
    return [
        (row.counterpart, row.theme, row.step, row.other_latitude, row.other_longitude)
        for row in pairs(origins=[need.pk])
    ]


def measure(number: int, *, whole: bool) -> dict[str, float]:
    """The figures of one size."""
    with transaction.atomic():
        known = market.make_themes()
        needs = fill(World.create(), known, number)
        sample = needs[:: max(len(needs) // SAMPLE, 1)][:SAMPLE]
        one = statistics.median(seconds(lambda pk=pk: match(origins=[pk])) for pk in sample)  # type: ignore[misc]
        publish = statistics.median(
            seconds(ExchangePage.objects.get(pk=pk).save_revision().publish) for pk in sample
        )
        found = {"pages": number, "one": one, "publish": publish}
        if whole:
            found |= {"all": seconds(match), "again": seconds(match), "matches": Match.objects.count()}
            found["bare"] = bare_insert()
        transaction.set_rollback(True)
    return found


def show(row: dict[str, float]) -> None:
    """One size."""
    line = f"{row['pages']:>7} pages | one: {row['one'] * 1000:8.1f} ms, {row['one'] / row['publish']:.2f} of publishing"
    if "all" in row:
        line += (
            f" | all: {row['all']:6.2f} s for {row['matches']} matches, {row['all'] / row['bare']:.2f} times the"
            f" bare insert; again, unchanged: {row['again'] / row['all']:.2f} of it"
        )
    print(line)


def show_structures(row: dict[str, float]) -> None:
    """One size."""
    ours, loop = row["ours"], row["read"] + row["loop"]
    print(
        f"{row['structures']:>7} structures (laid out in {row['fill']:.1f} s), {row['rows']} rows |"
        f" ours: {ours * 1000:7.1f} ms, {ours / row['by_hand']:.2f} times the statement by hand"
        f" ({row['by_hand'] * 1000:.1f} ms) | loop: {loop:.2f} s, {loop / ours:.0f} times ours"
        f" (in memory {row['loop'] * 1000:.0f} ms); asking at each: {row['one_by_one']:.1f} s,"
        f" {row['one_by_one'] / ours:.0f} times | found and stored: {row['stored'] * 1000:.0f} ms"
    )


def main() -> None:
    """Measure every size, each in a database that is as it was before."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--structures", type=int, nargs="*", default=[1_000, 10_000, 100_000])
    parser.add_argument("--sizes", type=int, nargs="*", default=[1_000, 10_000])
    parser.add_argument("--whole", type=int, nargs="*", default=[1_000, 10_000])
    options = parser.parse_args()
    with throwaway() as engine:
        print(f"{engine}")
        for number in options.structures:
            show_structures(against_structures(number))
        for number in options.sizes:
            show(measure(number, whole=number in options.whole))


if __name__ == "__main__":
    main()
