"""Every part of the look on one page, with sample data: for the eye, and for the tests."""

import datetime
from types import SimpleNamespace
from typing import Any

from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from cms.core.caching import NEVER

OBJECTS = ("hills", "rows", "sails", "tiles", "olive", "loaf", "tool", "basket", "door")
SCENES = ("apeas", "alliance", "mesclun", "pes", "hills")
FILLS = ("ink", "primary", "accent", "paper", "surface", "tint", "wash", "line")


class SampleForm(forms.Form):
    """One field of each sort."""

    title = forms.CharField(label=_("Title"), help_text=_("In a few words, as on a notice board."))
    email = forms.EmailField(label=_("Your e-mail"), help_text=_("It is not shown on the site."))
    kind = forms.ChoiceField(
        label=_("What it is about"), choices=[("product", _("Product, equipment")), ("skill", _("Skill"))]
    )
    methods = forms.MultipleChoiceField(
        label=_("How"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[("gift", _("Gift")), ("loan", _("Loan")), ("pooling", _("Pooling"))],
    )
    message = forms.CharField(label=_("Your message"), widget=forms.Textarea, required=False)


@NEVER
def styleguide(request: HttpRequest) -> HttpResponse:
    """The styleguide, to developers and to those who may enter the admin."""
    if not (settings.DEBUG or request.user.has_perm("wagtailadmin.access_admin")):
        raise Http404
    return render(request, "core/styleguide.html", sample_context())


def sample_context() -> dict[str, Any]:
    """Sample data for every part."""
    form = SampleForm({"title": "", "email": "marie", "kind": "skill", "methods": ["loan"]})
    form.is_valid()
    return {
        "objects": OBJECTS,
        "scenes": SCENES,
        "fills": FILLS,
        "exchange_cards": exchange_cards(),
        "structure_cards": structure_cards(),
        "facts": sample_facts(),
        "contacts": sample_contacts(),
        "sample_network": sample_network(),
        "source": SimpleNamespace(
            name="Les Paniers de la Crau",
            site_name="Alliance Provence",
            url="#",
            mark="alliance",
            primary="#4A6B1F",
        ),
        "states": sample_states(),
        "steps": sample_steps(),
        "filters": sample_filters(),
        "active_filters": [
            SimpleNamespace(label="Je recherche", remove_url="#"),
            SimpleNamespace(label="Prêt", remove_url="#"),
        ],
        "columns": ("Structure", "Commune", "Répond depuis"),
        "rows": sample_rows(),
        "pages": Paginator(range(240), 20).page(5),
        "form": form,
    }


def exchange_cards() -> list[SimpleNamespace]:
    """An offer, a need with a long title, a copy."""
    rows = (
        ("Four à pain mobile, avec sa remorque", "offer", "Produit, matériel", "Les Fournils du Haut-Pays",
         "Digne-les-Bains", 12.4, ("Prêt", "Troc"), datetime.date(2030, 5, 1), ""),
        ("Local de 40 à 60 m² en rez-de-chaussée pour ouvrir un atelier vélo participatif à Toulon", "need",
         "Local, terrain", "Les Rayons Libres", "Toulon", None, ("Location", "Mutualisation, achat groupé"), None, ""),
        ("Graphisme et mise en page pour associations", "offer", "Service", "Coopérative Typo du Sud",
         "Marseille", 0.6, ("Euros",), datetime.date(2030, 6, 30), "Alliance Provence"),
    )  # fmt: skip
    return [
        SimpleNamespace(
            url="#",
            title=title,
            sense=sense,
            sense_label=_("I offer") if sense == "offer" else _("I am looking for"),
            type_label=kind,
            who=who,
            where=where,
            distance_km=distance,
            methods=methods,
            expires_on=until,
            source_name=source,
            image=None,
            summary="",
            published=datetime.datetime(2030, 3, 12, 9, 0, tzinfo=datetime.UTC),
        )
        for title, sense, kind, who, where, distance, methods, until, source in rows
    ]


def structure_cards() -> list[SimpleNamespace]:
    """Structures without a logo: their monograms."""
    rows = (
        ("La Ressourcerie du Luberon", "", "Ressourcerie, recyclerie",
         "Collecte, répare et revend à petit prix ce qui encombre les greniers.", "Apt", "RL", ""),
        ("AMAP des Restanques", "AR", "AMAP",
         "Des paniers de saison chaque jeudi, partagés entre vingt familles et deux fermes.", "Aubagne", "AR", ""),
        ("Café du Faubourg", "", "Café associatif",
         "Un comptoir, une scène et une cuisine ouverte à qui veut la prendre.", "Digne-les-Bains", "CF", "MESCLUN"),
    )  # fmt: skip
    return [
        SimpleNamespace(
            url="#",
            title=title,
            acronym=acronym,
            family=family,
            summary=summary,
            where=where,
            distance_km=None,
            image=None,
            monogram=letters,
            themes=("Circuit court",),
            source_name=source,
        )
        for title, acronym, family, summary, where, letters, source in rows
    ]


def sample_facts() -> list[SimpleNamespace]:
    """Who, where, until when, how."""
    rows = (
        ("users", _("Who"), "Les Fournils du Haut-Pays", "#"),
        ("map-pin", _("Where"), "Digne-les-Bains, Alpes-de-Haute-Provence", ""),
        ("calendar", _("Until"), "1er mai 2030", ""),
        ("repeat", _("How"), "Prêt, troc", ""),
    )
    return [SimpleNamespace(icon=icon, label=label, value=value, url=url) for icon, label, value, url in rows]


def sample_contacts() -> list[SimpleNamespace]:
    """Three ways to reach a structure."""
    rows = (
        ("phone", _("Telephone"), "04 00 00 00 00", "tel:+33400000000", "le matin"),
        ("email", _("E-mail"), "bonjour@example.org", "mailto:bonjour@example.org", ""),
        ("website", _("Website"), "example.org", "https://example.org/", ""),
    )
    return [
        SimpleNamespace(medium=medium, medium_label=name, value=value, href=href, label=label)
        for medium, name, value, href, label in rows
    ]


def sample_states() -> list[SimpleNamespace]:
    """The life of an announcement."""
    return [
        SimpleNamespace(label="Publiée", note="", date=datetime.date(2030, 3, 1), state="done"),
        SimpleNamespace(
            label="Une réponse reçue", note="en discussion", date=datetime.date(2030, 3, 4), state="current"
        ),
        SimpleNamespace(label="Conclue", note="", date=None, state="next"),
    ]


def sample_network() -> SimpleNamespace:
    """A network as the hub introduces it."""
    return SimpleNamespace(
        name="Alliance Provence",
        short_name="Alliance Provence",
        tagline="Des fermes, des AMAP et des mangeurs qui s’entraident.",
        url="#",
        mark="alliance",
        primary="#4A6B1F",
        latest=exchange_cards()[:2],
    )


def sample_steps() -> list[SimpleNamespace]:
    """One done, one under way, one to come."""
    return [
        SimpleNamespace(
            title="Vous publiez", text="Une seule fois, sur le site de votre réseau.", state="done"
        ),
        SimpleNamespace(title="On vous lit", text="Sur tous les sites où cela a du sens.", state="current"),
        SimpleNamespace(title="On vous répond", text="Par le moyen que vous avez choisi.", state=""),
    ]


def sample_rows() -> list[list[tuple[str, str]]]:
    """Two rows of a table, each cell with the heading of its column."""
    return [
        [("Structure", "La Ressourcerie du Luberon"), ("Commune", "Apt"), ("Répond depuis", "2 jours")],
        [("Structure", "Café du Faubourg"), ("Commune", "Digne-les-Bains"), ("Répond depuis", "5 jours")],
    ]


def sample_filters() -> list[SimpleNamespace]:
    """A group of boxes and a list."""
    boxes = (("offer", _("I offer"), 12, False), ("need", _("I am looking for"), 7, True))
    sorts = (("recent", _("Newest first"), None, True), ("near", _("Nearest first"), None, False))
    return [
        SimpleNamespace(name=name, label=label, kind=kind, options=[
            SimpleNamespace(value=value, label=words, count=count, selected=selected, url="#")
            for value, words, count, selected in options
        ])
        for name, label, kind, options in (
            ("sense", _("Offer or need"), "check", boxes),
            ("sort", _("Order"), "select", sorts),
        )
    ]  # fmt: skip
