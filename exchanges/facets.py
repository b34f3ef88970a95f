"""The filters of a list: what each lets through, and how many pages each choice would show.

Within one filter the choices add up, from one filter to another they narrow. A filter's numbers are
therefore counted among the pages that the other filters let through: two queries a filter at most.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db.models import Case, Count, F, Model, Q, QuerySet, When
from django.utils.translation import gettext_lazy as _

from cms.core.models import Area, AreaLevel, SharedPage, Term, Theme
from cms.core.models.terms import Vocabulary
from exchanges.asked import Asked
from exchanges.models import ExchangeType, Method, Sense


@dataclass(frozen=True)
class Option:
    """One choice of a filter; its address is that of the state after choosing it or leaving it."""

    value: str
    label: str
    count: int | None
    selected: bool
    url: str


@dataclass(frozen=True)
class Group:
    """A filter as it is shown; `kind` is "check" or "select"."""

    name: str
    label: str
    kind: str
    options: list[Option] = field(default_factory=list)


class Facet:
    """One filter of one kind of page, for one request."""

    name: str
    label: Any
    kind = "check"

    def __init__(self, model: type[SharedPage]) -> None:
        self.model = model

    @cached_property
    def choices(self) -> Mapping[str, str]:
        """The label of every value, in the order shown."""
        raise NotImplementedError

    def condition(self, values: Sequence[str]) -> Q:
        """What lets through the pages that have one of the values."""
        raise NotImplementedError

    def counts(self, pages: QuerySet[Any]) -> Counter[str]:
        """How many of the pages have each value."""
        raise NotImplementedError

    def offered(self, counts: Counter[str], chosen: Sequence[str]) -> Iterable[str]:
        """The values worth showing: those that lead somewhere, and those already chosen."""
        return (value for value in self.choices if counts[value] or value in chosen)

    def option_label(self, value: str) -> str:
        """The words of a value among the others."""
        return self.choices[value]

    def group(self, pages: QuerySet[Any], asked: Asked) -> Group:
        """The filter as it is shown, counted among these pages."""
        counts, chosen = self.counts(pages), asked.chosen.get(self.name, ())
        options = [
            Option(value, self.option_label(value), counts[value], value in chosen, self.url(asked, value))
            for value in self.offered(counts, chosen)
        ]
        return Group(self.name, str(self.label), self.kind, self.with_none(options, asked))

    def url(self, asked: Asked, value: str) -> str:
        """Where choosing that value leads."""
        return asked.toggled(self.name, value)

    def with_none(self, options: list[Option], asked: Asked) -> list[Option]:
        """The options, with that of choosing none of them where one must be picked."""
        return options


class OneOf(Facet):
    """A filter of which one value is picked from a list."""

    kind = "select"
    none_label: Any = _("All")

    def url(self, asked: Asked, value: str) -> str:
        """That value in place of any other."""
        return asked.having(self.name, [value])

    def with_none(self, options: list[Option], asked: Asked) -> list[Option]:
        """Picking none comes first."""
        chosen = asked.chosen.get(self.name, ())
        none = Option("", str(self.none_label), None, not chosen, asked.having(self.name, ()))
        return [none, *options] if options else []


class ColumnFacet(Facet):
    """A filter on a column of the page with fixed choices."""

    column_choices: Mapping[str, Any]

    @cached_property
    def choices(self) -> Mapping[str, str]:
        """The labels of the choices."""
        return {value: str(label) for value, label in self.column_choices.items()}

    def condition(self, values: Sequence[str]) -> Q:
        """The column is one of the values."""
        return Q(**{f"{self.name}__in": values})

    def counts(self, pages: QuerySet[Any]) -> Counter[str]:
        """One query, grouped by the column."""
        return _tally(pages, self.name)


class SenseFacet(ColumnFacet):
    """Offers or needs."""

    name, label = "sense", _("Offer or need")
    column_choices = {Sense.OFFER.value: _("Offers"), Sense.NEED.value: _("Needs")}


class TypeFacet(ColumnFacet):
    """What is exchanged."""

    name, label = "type", _("What")
    column_choices = dict(ExchangeType.choices)


class MethodFacet(Facet):
    """How it is settled."""

    name, label = "method", _("How")

    @cached_property
    def choices(self) -> Mapping[str, str]:
        """The methods, in their order."""
        return {method.code: method.name for method in Method.objects.all()}

    def condition(self, values: Sequence[str]) -> Q:
        """The page has one of the methods."""
        rows = _through(self.model, "methods").filter(method__code__in=values)
        return Q(pk__in=rows.values(_column(self.model)))

    def counts(self, pages: QuerySet[Any]) -> Counter[str]:
        """One query over the relation."""
        rows = _through(self.model, "methods").filter(
            **{f"{_column(self.model)}__in": pages.order_by().values("pk")}
        )
        return Counter(dict(rows.values_list("method__code").annotate(Count("pk"))))


class FamilyFacet(OneOf):
    """Which family of structures."""

    name, label = "family", _("Family")
    none_label = _("All families")

    @cached_property
    def choices(self) -> Mapping[str, str]:
        """The families, in their order."""
        return {term.code: term.name for term in Term.objects.filter(vocabulary=Vocabulary.FAMILY)}

    def condition(self, values: Sequence[str]) -> Q:
        """The structure is of one of the families."""
        return Q(family__code__in=values)

    def counts(self, pages: QuerySet[Any]) -> Counter[str]:
        """One query, grouped by family."""
        return _tally(pages, "family__code")


class AreaFacet(OneOf):
    """In which département."""

    name, label = "area", _("Département")
    none_label = _("Everywhere")

    @cached_property
    def choices(self) -> Mapping[str, str]:
        """Every département by its number."""
        areas = Area.objects.filter(level=AreaLevel.DEPARTEMENT).order_by("code")
        return {area.code: f"{area.name} ({area.code})" for area in areas.only("code", "name", "level")}

    def condition(self, values: Sequence[str]) -> Q:
        """The page is in one of them, or for the whole of it."""
        whole = Q(area__level=AreaLevel.DEPARTEMENT, area__code__in=values)
        return whole | Q(area__departement__code__in=values)

    def counts(self, pages: QuerySet[Any]) -> Counter[str]:
        """One query, grouped by the département of the page’s area."""
        own = When(area__level=AreaLevel.DEPARTEMENT, then=F("area__code"))
        return _tally(
            pages.annotate(in_departement=Case(own, default=F("area__departement__code"))), "in_departement"
        )


class ThemeFacet(OneOf):
    """About what: the pages of a theme are those of the narrower ones too."""

    name, label = "theme", _("Theme")
    none_label = _("All themes")

    @cached_property
    def themes(self) -> dict[str, Theme]:
        """The whole thesaurus by code, in its order."""
        fields = ("code", "label", "label_en", "path", "depth", "merged_into")
        return {theme.code: theme for theme in Theme.objects.only(*fields).order_by("path")}

    @cached_property
    def choices(self) -> Mapping[str, str]:
        """The themes; those merged into another are still understood."""
        return {code: theme.name for code, theme in self.themes.items()}

    def condition(self, values: Sequence[str]) -> Q:
        """The page has one of the themes or a narrower one, from its author or from this site."""
        below = Q(pk__in=[])
        for path in self._paths(values):
            below |= Q(theme__path__startswith=path)
        column = _column(self.model)
        mine = _through(self.model, "themes").filter(below).values(column)
        local = _through(self.model, "local_themes").filter(below).values(column)
        return Q(pk__in=mine) | Q(pk__in=local)

    def _paths(self, values: Sequence[str]) -> list[str]:
        by_pk = {theme.pk: theme for theme in self.themes.values()}
        named = [self.themes[value] for value in values]
        return [by_pk.get(theme.merged_into_id or 0, theme).path for theme in named]

    def counts(self, pages: QuerySet[Any]) -> Counter[str]:
        """One query for which page has which theme; each page counts once for each broader theme."""
        column, within = _column(self.model), {f"{_column(self.model)}__in": pages.order_by().values("pk")}
        rows = [_through(self.model, name).filter(**within) for name in ("themes", "local_themes")]
        pairs = rows[0].values_list(column, "theme__path").union(rows[1].values_list(column, "theme__path"))
        return self.rolled_up(pairs)

    def rolled_up(self, pairs: Iterable[tuple[int, str]]) -> Counter[str]:
        """The number of pages by code, from pairs of a page and the path of a theme."""
        step = Theme.steplen
        above = {(page, path[:end]) for page, path in pairs for end in range(step, len(path) + 1, step)}
        by_path = Counter(path for _page, path in above)
        return Counter({code: by_path[theme.path] for code, theme in self.themes.items()})

    def offered(self, counts: Counter[str], chosen: Sequence[str]) -> Iterable[str]:
        """The widest themes, and around a chosen one those above and just below it."""
        opened = [self.themes[value].path for value in chosen]
        for code, theme in self.themes.items():
            near = any(path.startswith(theme.path) or theme.path[: -Theme.steplen] == path for path in opened)
            if code in chosen or (counts[code] and (theme.depth == 1 or near)):
                yield code

    def option_label(self, value: str) -> str:
        """The label, set in as deep as the theme is."""
        return "\u2003" * (self.themes[value].depth - 1) + self.choices[value]


def _tally(pages: QuerySet[Any], column: str) -> Counter[str]:
    rows = pages.order_by().values_list(column).annotate(Count("pk"))
    return Counter({value: count for value, count in rows if value})


def _through(model: type[SharedPage], relation: str) -> QuerySet[Model]:
    """The rows of a many-to-many relation of the page."""
    rows: QuerySet[Model] = getattr(model, relation).through.objects.all()
    return rows


def _column(model: type[SharedPage]) -> str:
    """The name of the page’s side in such rows."""
    return f"{model._meta.model_name}_id"
