"""How fast the engine of syndication writes, beside Wagtail's own ways and a bare insert.

    python -m benchmarks.syndication [--sizes 100 1000 10000]

All figures of one size are measured in the same run, on the same database. The bare insert writes
the same rows as a backfill (page, kind, tags, search entry, log), ready in memory beforehand.
"""

import argparse
import logging
import statistics
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from benchmarks.database import setup, throwaway

setup()

from django.apps import apps  # noqa: E402
from django.contrib.contenttypes.models import ContentType  # noqa: E402
from django.db import connection, models, transaction  # noqa: E402
from django.test import TestCase  # noqa: E402
from django.utils import timezone  # noqa: E402
from django_q.conf import Conf  # noqa: E402
from wagtail.models import Page, PageLogEntry, Site  # noqa: E402

from cms.core.kinds import contact_table  # noqa: E402
from exchanges.models import ExchangePage, ExchangeTag  # noqa: E402
from syndication import copies as engine_copies  # noqa: E402
from syndication.engine import sync  # noqa: E402
from syndication.models import SyndicationRule  # noqa: E402
from tests.market import CONTACTS  # noqa: E402
from tests.world import World, make_site  # noqa: E402

IndexEntry: Any = apps.get_model("wagtailsearch", "IndexEntry")
TARGETS = ("hub", "apeas", "mesclun")
SAMPLE = 20
BODY = "<p>Nous cherchons un local de plain-pied, avec un point d’eau et un accès pour livrer.</p>" * 5


def seconds(work: Callable[[], Any]) -> float:
    """How long the work takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


@contextmanager
def undone() -> Iterator[None]:
    """Run in a transaction that is rolled back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def origins(world: World, number: int) -> list[ExchangePage]:
    """Published origins on one network, with two tags and four contact points each."""
    first = world.page(
        "alliance", "Besoin 0", tags=["région", "local"], contacts=CONTACTS, body=BODY,
        summary="Un local à partager entre trois structures.",
    )  # fmt: skip
    index = world.index("alliance", ExchangePage)
    tags = list(first.tagged_items.values_list("tag_id", flat=True))
    pages = []
    for position in range(1, number):
        page = ExchangePage(
            title=f"Besoin {position}", draft_title=f"Besoin {position}", slug=f"besoin-{position}",
            sense="need", type="premises", summary=first.summary, body=BODY, depth=first.depth,
            numchild=0, live=True, url_path=f"{index.url_path}besoin-{position}/",
            content_type=first.content_type, locale_id=first.locale_id, translation_key=uuid.uuid4(),
            first_published_at=timezone.now(),
        )  # fmt: skip
        page.path = Page._get_path(index.path, first.depth, position + 1)
        pages.append(page)
    if pages:
        engine_copies._insert(ExchangePage, pages)
    Page.objects.filter(pk=index.pk).update(numchild=number)
    ExchangeTag.objects.bulk_create(
        ExchangeTag(content_object_id=page.pk, tag_id=tag) for page in pages for tag in tags
    )
    contact = contact_table(ExchangePage)
    contact.objects.bulk_create(contact(page_id=page.pk, **row) for page in pages for row in CONTACTS)
    return [first, *pages]


def bare_insert(world: World, pages: list[ExchangePage]) -> float:
    """Seconds to insert the rows of the copies of all pages on all targets, and nothing else."""
    tags = list(pages[0].tagged_items.values_list("tag_id", flat=True))
    prepared = [_rows_for(world, pages, key) for key in TARGETS]

    def work() -> None:
        for copies in prepared:
            with transaction.atomic():
                _insert_bare(copies, tags)

    spent = seconds(work)
    _forget([copy.pk for copies in prepared for copy in copies])
    return spent


def _rows_for(world: World, pages: list[ExchangePage], key: str) -> list[ExchangePage]:
    index = world.index(key, ExchangePage)
    rows = []
    for number, origin in enumerate(pages, start=1):
        row = ExchangePage(
            title=origin.title, draft_title=origin.title, slug=origin.slug, sense=origin.sense,
            type=origin.type, summary=origin.summary, body=origin.body, depth=index.depth + 1,
            numchild=0, live=True, url_path=f"{index.url_path}{origin.slug}/", is_copy=True,
            content_type=origin.content_type, locale_id=index.locale_id, translation_key=uuid.uuid4(),
            uid=origin.uid, origin_page_id=origin.pk,
        )  # fmt: skip
        row.path = Page._get_path(index.path, row.depth, number)
        rows.append(row)
    return rows


def _insert_bare(copies: list[ExchangePage], tags: list[int]) -> None:
    now = timezone.now()
    engine_copies._insert(ExchangePage, copies)
    ExchangeTag.objects.bulk_create(
        ExchangeTag(content_object_id=copy.pk, tag_id=tag) for copy in copies for tag in tags
    )
    _insert_search_entries(copies)
    PageLogEntry.objects.bulk_create(
        PageLogEntry(page_id=copy.pk, label=copy.title, action="pes.receive", timestamp=now)
        for copy in copies
    )


def _insert_search_entries(copies: list[ExchangePage]) -> None:
    kind = ContentType.objects.get_for_model(ExchangePage).pk
    if connection.vendor == "sqlite":
        IndexEntry.objects.bulk_create(
            IndexEntry(
                content_type_id=kind, object_id=str(copy.pk), title=copy.title,
                autocomplete=copy.title, body=f"{copy.summary} {copy.body}",
            )
            for copy in copies
        )  # fmt: skip
        return
    row = "(%s, %s, to_tsvector(%s), to_tsvector('simple', %s), to_tsvector(%s), 1.0, %s, %s)"
    columns = "content_type_id, object_id, title, autocomplete, body, title_norm, title_text, body_text"
    with connection.cursor() as cursor:
        for start in range(0, len(copies), 500):
            batch = copies[start : start + 500]
            values = [
                value
                for copy in batch
                for value in (kind, str(copy.pk), copy.title, copy.title, copy.body, copy.title, copy.body)
            ]
            table = IndexEntry._meta.db_table
            cursor.execute(
                f"INSERT INTO {table} ({columns}) VALUES " + ", ".join([row] * len(batch)),  # noqa: S608
                values,
            )


def _forget(ids: list[int]) -> None:
    for start in range(0, len(ids), 500):
        some = ids[start : start + 500]
        IndexEntry.objects.filter(object_id__in=[str(pk) for pk in some]).delete()
        PageLogEntry.objects.filter(page_id__in=some).delete()
        ExchangeTag.objects.filter(content_object__in=some).delete()
        models.QuerySet(ExchangePage).filter(pk__in=some)._raw_delete("default")
        models.QuerySet(Page).filter(pk__in=some)._raw_delete("default")


def wagtail_ways(world: World, pages: list[ExchangePage]) -> tuple[float, float]:
    """Seconds a page of Page.copy() and of create_alias(), over a sample."""
    index = world.index("hub", ExchangePage)
    sample = pages[1 : SAMPLE + 1]
    with undone():
        copying = seconds(
            lambda: [page.copy(to=index, update_attrs={"slug": f"c{page.pk}"}) for page in sample]
        )
    with undone():
        aliasing = seconds(
            lambda: [page.create_alias(parent=index, update_slug=f"a{page.pk}") for page in sample]
        )
    return copying / len(sample), aliasing / len(sample)


def measure(number: int) -> dict[str, float]:
    """All figures for that many origins to three targets."""
    with undone():
        world = World.create()
        pages = origins(world, number)
        rule = world.rule("alliance", " ".join(TARGETS), tags=["région"])
        assert rule.pk
        copy, alias = wagtail_ways(world, pages)
        bare = bare_insert(world, pages)
        backfill = seconds(sync)
        unchanged = statistics.median(seconds(sync) for _time in range(5))
        Site.clear_site_root_paths_cache()
    places = number * len(TARGETS)
    return {
        "origins": number,
        "bare": bare / places,
        "backfill": backfill / places,
        "copy": copy,
        "alias": alias,
        "unchanged": unchanged,
        "share": bare / backfill,
        "reconcile": unchanged / backfill,
    }


def publishing() -> float:
    """Publishing a page whose rules name 100 sites, in times of one whose rules name none.

    With all that runs on commit, the job put on the real queue included; the worker is not: what it
    does is what the other figures say.
    """
    Conf.SYNC = False
    logging.getLogger("django-q").setLevel(logging.WARNING)
    with undone():
        world = World.create()
        for number in range(100):
            world.sites[f"n{number}"] = make_site(f"n{number}", "network")
        page = world.page("alliance", "Besoin", tags=["région"])

        def once() -> None:
            with TestCase.captureOnCommitCallbacks(execute=True):
                page.save_revision().publish()

        def publish() -> float:
            return statistics.median(seconds(once) for _time in range(30))

        publish()  # warm up
        without = publish()
        others = " ".join(key for key in world.sites if key != "alliance")
        world.rule("alliance", others, tags=["région"], name="Partout")
        return publish() / without


def show(rows: list[dict[str, float]]) -> None:
    """The figures as a Markdown table."""
    print("| origins | bare insert ms | backfill ms | share of bare | pages/s | × create_alias | × Page.copy |"
          " unchanged ms | of the backfill |")  # fmt: skip
    print("|---|---|---|---|---|---|---|---|---|")
    for row in rows:
        print(
            f"| {row['origins']:.0f} | {row['bare'] * 1000:.2f} | {row['backfill'] * 1000:.2f} "
            f"| {row['share']:.2f} | {1 / row['backfill']:.0f} | {row['alias'] / row['backfill']:.0f} "
            f"| {row['copy'] / row['backfill']:.0f} | {row['unchanged'] * 1000:.0f} "
            f"| 1/{1 / row['reconcile']:.0f} |"
        )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[100, 1000, 10_000])
    options = parser.parse_args()
    with throwaway() as engine:
        print(f"## {engine}\n")
        show([measure(number) for number in options.sizes])
        print(f"\nPublishing with rules naming 100 sites: {publishing():.2f} times publishing with none.")
        count = SyndicationRule.objects.count()
        assert count == 0, "the benchmark left rows behind"


if __name__ == "__main__":
    main()
