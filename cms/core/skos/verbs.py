"""Write the thesaurus out as SKOS, and read it in."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.db import transaction

from cms.core.models import Theme, ThemeMapping
from cms.core.skos.concepts import Concept, Match, identity_host
from cms.core.skos.reading import SkosError, parse, read
from cms.core.skos.writing import as_graph
from cms.core.thesaurus import Branches, MergeError, merge_theme, move_theme, thesaurus_changed


def export_skos(*, host: str = "", file_format: str = "turtle") -> bytes:
    """The whole thesaurus, `turtle` or `xml`, with identities on that host or the default site's."""
    graph = as_graph(concepts(), host=host or identity_host())
    # "pretty-xml" nests what it can, and takes minutes to find out what.
    return graph.serialize(format=file_format, encoding="utf-8")


def concepts() -> list[Concept]:
    """Every theme of the database, parents before children."""
    code_at: dict[str, str] = {}
    counted: Counter[str] = Counter()
    found = []
    for theme in Theme.objects.select_related("merged_into").prefetch_related("mappings"):
        above = theme.path[: -Theme.steplen]
        code_at[theme.path] = theme.code
        counted[above] += 1
        found.append(
            Concept(
                code=theme.code,
                label=theme.label,
                label_en=theme.label_en,
                scheme=theme.scheme,
                parent=code_at.get(above, ""),
                position=counted[above],
                matches=frozenset(Match(m.scheme, m.code, m.relation) for m in theme.mappings.all()),
                merged_into=theme.merged_into.code if theme.merged_into else "",
            )
        )
    return found


def import_skos(*, data: bytes, file_format: str, user: Any = None) -> Counter[str]:
    """Bring the thesaurus to what the file says; return how many themes were created, updated, ...

    Themes that the file does not name stay, and so do mappings; a theme merged here stays merged.
    All or nothing: raises SkosError, which says everything that is wrong with the file.
    """
    graph = parse(data, file_format=file_format)
    with transaction.atomic():
        wanted = read(graph, known=Theme.objects.values_list("code", flat=True))
        counts = _create_and_update(wanted)
        try:
            counts["moved"] = _move(wanted)
            counts["mapped"] = _map(wanted)
            counts["merged"] = _merge(wanted, user)
        except MergeError as error:
            raise SkosError([str(error)]) from error
        if counts.total():
            transaction.on_commit(lambda: thesaurus_changed.send(sender=Theme))
    return +counts


def _create_and_update(wanted: Iterable[Concept]) -> Counter[str]:
    branches = Branches(Theme.objects.all())
    counts: Counter[str] = Counter()
    changed = []
    for concept in wanted:
        fields = {"label": concept.label, "label_en": concept.label_en, "scheme": concept.scheme}
        theme = branches.known.get(concept.code)
        if theme is None:
            branches.add(concept.parent, code=concept.code, **fields)
            counts["created"] += 1
        elif any(getattr(theme, name) != value for name, value in fields.items()):
            for name, value in fields.items():
                setattr(theme, name, value)
            changed.append(theme)
    branches.save()
    Theme.objects.bulk_update(changed, ["label", "label_en", "scheme"])
    counts["updated"] = len(changed)
    return counts


def _move(wanted: Iterable[Concept]) -> int:
    """Put themes in use under the parent that the file gives them, at its end."""
    moved = 0
    parents = {concept.code: concept.parent for concept in concepts()}
    for concept in wanted:
        if parents[concept.code] == concept.parent:
            continue
        # Read one by one: each move changes the paths of others.
        theme = Theme.objects.get(code=concept.code)
        if theme.merged_into_id or concept.merged_into:
            continue
        parent = _in_use(concept.parent) if concept.parent else None
        if parent not in (theme, theme.get_parent()):
            move_theme(theme=theme, parent=parent)
            moved += 1
    return moved


def _in_use(code: str) -> Theme:
    theme = Theme.objects.select_related("merged_into").get(code=code)
    return theme.merged_into or theme


def _map(wanted: Iterable[Concept]) -> int:
    pks = dict(Theme.objects.values_list("code", "pk"))
    known = {(m.theme_id, m.scheme, m.code): m for m in ThemeMapping.objects.all()}
    new, changed = [], []
    for concept in wanted:
        for match in sorted(concept.matches):
            theme = pks[concept.code]
            mapping = known.get((theme, match.scheme, match.code))
            if mapping is None:
                new.append(
                    ThemeMapping(
                        theme_id=theme, scheme=match.scheme, code=match.code, relation=match.relation
                    )
                )
            elif mapping.relation != match.relation:
                mapping.relation = match.relation
                changed.append(mapping)
    ThemeMapping.objects.bulk_create(new)
    ThemeMapping.objects.bulk_update(changed, ["relation"])
    return len(new) + len(changed)


def _merge(wanted: Iterable[Concept], user: Any) -> int:
    merged = 0
    for concept in wanted:
        if not concept.merged_into:
            continue
        theme = Theme.objects.get(code=concept.code)
        if not theme.merged_into_id:
            merge_theme(theme=theme, into=_in_use(concept.merged_into), user=user)
            merged += 1
    return merged
