"""Making and updating sheets.

A field is written when the sheet still says what the last import wrote there, or when no import ever
wrote it and it is empty. Otherwise somebody of the network edited it, and it is kept.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from anyascii import anyascii
from django.db import transaction
from django.utils.text import slugify
from wagtail.log_actions import log
from wagtail.models import Site

from exchanges.imports.fields import plain_value, put
from exchanges.imports.lookups import Lookups
from exchanges.imports.rows import Wanted
from exchanges.models import ExternalId, OrganisationIndexPage, OrganisationPage

MAX_SLUG = 200


@dataclass
class Changes:
    """Which fields the file changes on a sheet, and which it would have but for an editor."""

    write: dict[str, Any] = field(default_factory=dict)
    keep: list[str] = field(default_factory=list)


def compare(page: OrganisationPage, values: Mapping[str, Any], last: Mapping[str, Any]) -> Changes:
    """What the values change on the sheet, given those of the last import."""
    changes = Changes()
    for name, new in values.items():
        current = plain_value(page, name)
        if _same(current, new) or (name in last and _same(last[name], new)):
            continue
        if _same(current, last[name]) if name in last else not current:
            changes.write[name] = new
        elif new or name in last:
            changes.keep.append(name)
    return changes


def _same(one: Any, other: Any) -> bool:
    """Whether two plain values say the same; all ways of saying nothing are one."""
    if isinstance(one, list) and isinstance(other, list):
        return sorted(one) == sorted(other)
    return (one or None) == (other or None)


class Writer:
    """Writes sheets below the directory of one network."""

    def __init__(self, *, site: Site, index: OrganisationIndexPage, source: str, lookups: Lookups) -> None:
        self.site = site
        self.index = index
        self.source = source
        self.lookups = lookups
        self._slugs = set(index.get_children().values_list("slug", flat=True))

    def create(self, wanted: Wanted) -> OrganisationPage:
        """A new published sheet with its external identifier, or nothing at all."""
        page = OrganisationPage(live=False)
        for name, value in wanted.values.items():
            if value not in (None, "", []):
                put(page, name, value, self.lookups)
        page.slug = self._slug(page.title)
        with transaction.atomic():
            self.index.add_child(instance=page)
            log(instance=page, action="wagtail.create", content_changed=True)
            page.save_revision(changed=True).publish()
            ExternalId.objects.create(
                site=self.site,
                page=page,
                source=self.source,
                value=wanted.identifier,
                digest=wanted.digest,
                values=wanted.values,
            )
        self._slugs.add(page.slug)
        return page

    def update(self, page: OrganisationPage, changes: Changes, known: ExternalId, wanted: Wanted) -> None:
        """Write the changes on the sheet and what was imported; a draft in progress stays a draft."""
        publishable = page.live and not page.has_unpublished_changes
        for name, value in changes.write.items():
            put(page, name, value, self.lookups)
        with transaction.atomic():
            if changes.write:
                revision = page.save_revision(log_action=True, changed=True)
                if publishable:
                    revision.publish()
            known.digest, known.values = wanted.digest, {**known.values, **wanted.values}
            known.save()

    def _slug(self, title: str) -> str:
        base = slugify(anyascii(title))[:MAX_SLUG].strip("-") or "structure"
        slug, number = base, 1
        while slug in self._slugs:
            number += 1
            slug = f"{base}-{number}"
        return slug
