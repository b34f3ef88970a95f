"""The filters of the lists of deliveries; their choices are what the reader may know of."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.forms import RadioSelect, Select
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.models import Site

from cms.core.models import Theme
from cms.core.permissions import networks_at_hand
from syndication import queries
from syndication.models import Delivery, State


def origins(request: HttpRequest) -> QuerySet[Site]:
    """The networks whose pages the reader knows of."""
    return queries.networks_of(queries.visible_to(networks_at_hand(request)), "network")


def origins_received(request: HttpRequest) -> QuerySet[Site]:
    """The networks whose pages arrived on the reader's."""
    return queries.networks_of(queries.received(networks_at_hand(request)), "network")


def targets(request: HttpRequest) -> QuerySet[Site]:
    """The networks on which the reader knows of a page."""
    return queries.networks_of(queries.visible_to(networks_at_hand(request)), "target")


def targets_received(request: HttpRequest) -> QuerySet[Site]:
    """The reader's networks on which something arrived."""
    return queries.networks_of(queries.received(networks_at_hand(request)), "target")


class ThemeChoice(django_filters.fields.ModelChoiceField):
    """Themes, indented as the tree is."""

    def label_from_instance(self, obj: Any) -> str:
        return "\u2003" * (obj.depth - 1) + obj.name


class NetworkChoice(django_filters.fields.ModelChoiceField):
    """Networks by their names."""

    # Those from and to which the reader knows of something.
    offers_every_network = True

    def label_from_instance(self, obj: Any) -> str:
        return queries.network_name(obj)


class NetworkFilter(django_filters.ModelChoiceFilter):
    """Deliveries of one network."""

    field_class = NetworkChoice


class ThemeFilter(django_filters.ModelChoiceFilter):
    """Deliveries of pages about a theme or a narrower one."""

    field_class = ThemeChoice

    def filter(self, qs: QuerySet[Delivery], value: Theme | None) -> QuerySet[Delivery]:
        return qs.filter(queries.with_theme(value.path)) if value else qs


class InboxFilter(WagtailFilterSet):
    """What an editor sorts the arrivals by."""

    network = NetworkFilter(
        label=_("Comes from"), queryset=origins_received, widget=RadioSelect, empty_label=_("All")
    )
    kind = django_filters.ChoiceFilter(
        label=_("What"), choices=queries.kind_choices, widget=RadioSelect, empty_label=_("All")
    )
    theme = ThemeFilter(label=_("Theme"), queryset=lambda request: Theme.objects.current(), widget=Select)
    target = NetworkFilter(
        label=_("Goes to"), queryset=targets_received, widget=RadioSelect, empty_label=_("All")
    )

    class Meta:
        model = Delivery
        fields: list[str] = []


class ReportFilter(WagtailFilterSet):
    """What the report can be narrowed to."""

    state = django_filters.ChoiceFilter(
        label=_("State"), choices=State.choices, widget=RadioSelect, empty_label=_("All")
    )
    network = NetworkFilter(label=_("Comes from"), queryset=origins, widget=RadioSelect, empty_label=_("All"))
    target = NetworkFilter(label=_("Goes to"), queryset=targets, widget=RadioSelect, empty_label=_("All"))
    kind = django_filters.ChoiceFilter(
        label=_("What"), choices=queries.kind_choices, widget=RadioSelect, empty_label=_("All")
    )
    state_at = django_filters.DateFromToRangeFilter(label=_("Since"), widget=DateRangePickerWidget)

    class Meta:
        model = Delivery
        fields: list[str] = []
