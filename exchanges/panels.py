"""The editing screens, ordered as an editor thinks."""

from typing import Any

from django.forms import CheckboxSelectMultiple, RadioSelect
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    PageChooserPanel,
    TitleFieldPanel,
)

from cms.core.panels import LocationPanel
from exchanges.widgets import MethodBoxes


def _about() -> list[Any]:
    return [
        FieldPanel("themes"),
        FieldPanel("tags"),
    ]


def _where() -> list[Any]:
    return [FieldPanel("area"), LocationPanel("location")]


def _how_far() -> list[Any]:
    return [
        MultiFieldPanel(
            [FieldPanel("sharing", widget=RadioSelect), FieldPanel("expires_on")],
            heading=_("Where and until when it is shown"),
        ),
        MultiFieldPanel(
            [FieldPanel("featured"), FieldPanel("editor_note"), FieldPanel("slug")],
            heading=_("On this site"),
            classname="collapsed",
        ),
    ]


def exchange_panels() -> list[Any]:
    """What, how, where, who, until when: the screen of an offer or a need."""
    return [
        MultiFieldPanel(
            [
                FieldRowPanel(
                    [FieldPanel("sense", widget=RadioSelect), FieldPanel("type", widget=RadioSelect)]
                ),
                TitleFieldPanel("title", placeholder=False),
                FieldPanel("summary"),
                FieldPanel("body"),
                FieldPanel("image"),
            ],
            heading=_("What"),
        ),
        MultiFieldPanel(
            [FieldPanel("methods", widget=MethodBoxes), FieldPanel("terms")],
            heading=_("How"),
        ),
        MultiFieldPanel(_where(), heading=_("Where")),
        MultiFieldPanel(
            [
                PageChooserPanel("organisation", page_type="exchanges.OrganisationPage"),
                FieldPanel("contact_name"),
            ],
            heading=_("Who"),
        ),
        InlinePanel("contacts", heading=_("How to answer"), label=_("contact point")),
        MultiFieldPanel(_about(), heading=_("What it is about")),
        *_how_far(),
    ]


def organisation_panels() -> list[Any]:
    """Who, what, where, how to reach: the screen of a structure's sheet."""
    return [
        MultiFieldPanel(
            [
                TitleFieldPanel("title", placeholder=False),
                FieldPanel("acronym"),
                FieldPanel("summary"),
                FieldPanel("body"),
                FieldPanel("image"),
            ],
            heading=_("The structure"),
        ),
        MultiFieldPanel(_about(), heading=_("What it does")),
        MultiFieldPanel(
            [
                FieldPanel("address"),
                FieldRowPanel([FieldPanel("postcode"), FieldPanel("city")]),
                FieldPanel("address_audience"),
                *_where(),
                FieldPanel("action_area"),
                FieldPanel("opening_hours"),
            ],
            heading=_("Where and when"),
        ),
        InlinePanel("contacts", heading=_("How to reach it"), label=_("contact point")),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("legal_status"), FieldPanel("family")]),
                FieldRowPanel([FieldPanel("inclusion"), FieldPanel("siret")]),
                FieldRowPanel([FieldPanel("founded_year"), FieldPanel("workforce")]),
                FieldPanel("agreements", widget=CheckboxSelectMultiple),
                FieldPanel("customers", widget=CheckboxSelectMultiple),
            ],
            heading=_("Identity"),
            classname="collapsed",
        ),
        *_how_far(),
    ]
