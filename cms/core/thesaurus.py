"""Verbs on the thesaurus: find a theme by any code it ever had, merge one into another."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.db import transaction
from django.db.models import Count, ManyToManyField, Model, Q
from django.dispatch import Signal
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Page, Revision

from cms.core.models import Theme, ThemeMapping
from cms.core.registry import shared_kinds

# Sent after a change that saves no theme one by one: a move, a file read in.
thesaurus_changed = Signal()
# Scheme of the mappings that keep the codes of merged themes.
FORMER = "former"
BATCH = 500


class MergeError(ValueError):
    """These two themes can't be merged, or one put below the other; says why, for the person who asked."""


def find(*, code: str) -> Theme | None:
    """The theme with that code, or the one into which the theme with that code was merged."""
    theme = Theme.objects.select_related("merged_into").filter(code=code).first()
    if theme is not None:
        return theme.merged_into or theme
    former = ThemeMapping.objects.select_related("theme").filter(scheme=FORMER, code=code).first()
    return former.theme if former else None


def pages_by_theme() -> Counter[int]:
    """How many pages of all kinds carry each theme, copies included, by the theme's id."""
    counts: Counter[int] = Counter()
    for kind in shared_kinds():
        through: Any = kind.themes.through
        counts.update(dict(through._default_manager.values_list("theme").annotate(Count("pk")).order_by()))
    return counts


def merge_theme(*, theme: Theme, into: Theme, user: Any = None) -> int:
    """Make `into` stand for `theme` everywhere; return how many pages were re-tagged.

    Pages (their drafts too), rules and whatever else names the theme name the other one; narrower
    themes and mappings follow. The theme stays as the keeper of its code, which no new theme can
    take, and its code becomes a mapping of the other one. Raises MergeError.
    """
    with transaction.atomic():
        theme, into = _locked(theme, into)
        pages = _retag(theme, into)
        _retag_drafts(theme, into, pages)
        _touch(pages)
        for child in list(theme.get_children()):
            Theme.objects.get(pk=child.pk).move(Theme.objects.get(pk=into.pk), "last-child")
        _move_mappings(theme, into)
        Theme.objects.filter(merged_into=theme).update(merged_into=into)
        # Moving children changed paths and counts: save what is in the database now.
        theme.refresh_from_db()
        theme.merged_into = into
        theme.save()
        log(theme, "wagtail.edit", user=user, data={"merged_into": into.code, "pages": len(pages)})
    return len(pages)


def move_theme(*, theme: Theme, parent: Theme | None) -> None:
    """Put the theme, with all below it, at the end of a branch or at the top. Raises MergeError."""
    with transaction.atomic():
        theme = Theme.objects.select_for_update().get(pk=theme.pk)
        if parent is None:
            theme.move(Theme.get_last_root_node(), "last-sibling")
        else:
            parent = Theme.objects.select_for_update().get(pk=parent.pk)
            if parent.pk == theme.pk or parent.is_descendant_of(theme):
                raise MergeError(
                    _("“%(into)s” lies below “%(theme)s”: move it elsewhere first.")
                    % {"theme": theme, "into": parent}
                )
            theme.move(parent, "last-child")
        # treebeard moves with statements of its own: nobody else hears of it.
        transaction.on_commit(lambda: thesaurus_changed.send(sender=Theme))


def _locked(theme: Theme, into: Theme) -> tuple[Theme, Theme]:
    """Both themes, fresh and locked; raises MergeError when they can't be merged."""
    rows = {row.pk: row for row in Theme.objects.select_for_update().filter(pk__in=[theme.pk, into.pk])}
    if theme.pk == into.pk:
        raise MergeError(_("A theme can’t be merged into itself."))
    if len(rows) < 2:
        raise MergeError(_("One of the two themes no longer exists."))
    theme, into = rows[theme.pk], rows[into.pk]
    for row in (theme, into):
        if row.merged_into_id:
            raise MergeError(
                _("“%(theme)s” has already been merged into “%(into)s”.")
                % {"theme": row, "into": row.merged_into}
            )
    if into.is_descendant_of(theme):
        raise MergeError(
            _("“%(into)s” lies below “%(theme)s”: move it elsewhere first.") % {"theme": theme, "into": into}
        )
    return theme, into


def _many_to_themes() -> "Iterable[tuple[type[Model], ManyToManyField[Any, Any]]]":
    for model in apps.get_models():
        for field in model._meta.local_many_to_many:
            if field.related_model is Theme:
                yield model, field


def _retag(theme: Theme, into: Theme) -> set[int]:
    """Point every many-to-many row at the other theme; return the ids of the pages among their owners."""
    pages: set[int] = set()
    for model, field in _many_to_themes():
        through = field.remote_field.through._default_manager  # type: ignore[union-attr]
        owner, target = f"{field.m2m_column_name()}", f"{field.m2m_reverse_name()}"
        owners = set(through.filter(**{target: theme.pk}).values_list(owner, flat=True))
        already = set(through.filter(**{target: into.pk}).values_list(owner, flat=True))
        rows = [through.model(**{owner: pk, target: into.pk}) for pk in sorted(owners - already)]
        through.bulk_create(rows, batch_size=BATCH)
        through.filter(**{target: theme.pk}).delete()
        if issubclass(model, Page):
            pages |= owners
    return pages


def _retag_drafts(theme: Theme, into: Theme, pages: set[int]) -> None:
    """The same in the latest revisions, for the next publication starts from them."""
    names = {kind: [f.name for m, f in _many_to_themes() if m is kind] for kind in shared_kinds()}
    for kind, fields in names.items():
        drafts = kind.objects.filter(Q(pk__in=pages) | Q(has_unpublished_changes=True))
        latest = Revision.objects.filter(pk__in=drafts.values("latest_revision"))
        changed = [row for row in latest.iterator(BATCH) if _replace(row.content, fields, theme, into)]
        Revision.objects.bulk_update(changed, ["content"], batch_size=BATCH)


def _replace(content: dict[str, Any], fields: list[str], theme: Theme, into: Theme) -> bool:
    changed = False
    for name in fields:
        chosen = content.get(name) or []
        if theme.pk in chosen:
            content[name] = list(dict.fromkeys(into.pk if pk == theme.pk else pk for pk in chosen))
            changed = True
    return changed


def _touch(pages: set[int]) -> None:
    """Date the pages, so that whoever follows changes sees them."""
    for kind in shared_kinds():
        kind.objects.filter(pk__in=pages).update(changed_at=timezone.now())


def _move_mappings(theme: Theme, into: Theme) -> None:
    known = set(into.mappings.values_list("scheme", "code"))
    for mapping in theme.mappings.all():
        if (mapping.scheme, mapping.code) in known:
            mapping.delete()
        else:
            mapping.theme = into
            mapping.save(update_fields=["theme"])
    ThemeMapping.objects.get_or_create(
        theme=into, scheme=FORMER, code=theme.code, defaults={"relation": ThemeMapping.Relation.EXACT}
    )


class Branches:
    """New themes at the end of their branch, written in two statements instead of five for each."""

    def __init__(self, themes: Iterable[Theme]) -> None:
        self.known = {theme.code: theme for theme in themes}
        self.by_pk = {theme.pk: theme for theme in self.known.values()}
        self.new: list[Theme] = []
        self.last: Counter[str] = Counter()
        for theme in self.known.values():
            self._count(theme)

    def _count(self, theme: Theme) -> None:
        above, step = theme.path[: -Theme.steplen], Theme._str2int(theme.path[-Theme.steplen :])
        self.last[above] = max(self.last[above], step)

    def add(self, parent_code: str, **fields: str) -> None:
        """Put a theme under the parent, or under what the parent was merged into."""
        parent = self.known.get(parent_code)
        if parent and parent.merged_into_id:
            parent = self.by_pk[parent.merged_into_id]
        above, depth = (parent.path, parent.depth) if parent else ("", 0)
        path = Theme._get_path(above, depth + 1, self.last[above] + 1)
        theme = Theme(depth=depth + 1, path=path, **fields)
        self._count(theme)
        self.known[theme.code] = theme
        self.new.append(theme)
        if parent:
            parent.numchild += 1

    def save(self) -> None:
        """Write the new themes and their parents' counts."""
        if not self.new:
            return
        Theme.objects.bulk_create(self.new)
        Theme.objects.bulk_update(self.by_pk.values(), ["numchild"])
