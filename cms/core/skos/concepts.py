"""What SKOS says of a theme, between the database and the graph, and the addresses of it all."""

import re
from dataclasses import dataclass
from urllib.parse import quote, unquote

from django.conf import settings
from django.db.models import TextChoices
from rdflib.namespace import SKOS
from rdflib.term import URIRef
from wagtail.models import Site

from cms.core.models import ThemeMapping
from cms.core.models.themes import Scheme

Relation = ThemeMapping.Relation
# From the strongest to the weakest: of two relations to one address, the first is kept.
MATCHES: dict[URIRef, TextChoices] = {
    SKOS.exactMatch: Relation.EXACT,
    SKOS.closeMatch: Relation.CLOSE,
    SKOS.broadMatch: Relation.BROAD,
    SKOS.narrowMatch: Relation.NARROW,
}
SLUG = re.compile(r"^[A-Za-z0-9_-]{1,80}$")
THEME = re.compile(r"^https?://[^/]+/id/theme/([A-Za-z0-9_-]{1,80})$")
ELSEWHERE = re.compile(r"^https?://[^/]+/id/([a-z0-9_-]{1,20})/(.+)$")
ESSGLOBAL = "http://purl.org/essglobal/standard/"
NAF = "http://id.insee.fr/codes/nafr2/"
NAF_LEVELS = {1: "section", 2: "division", 4: "groupe", 5: "classe"}
# Mappings to an address that belongs to no list that we know keep the whole of it.
WHOLE = "uri"


@dataclass(frozen=True, order=True)
class Match:
    """What a theme is called elsewhere."""

    scheme: str
    code: str
    relation: str = Relation.CLOSE


@dataclass(frozen=True)
class Concept:
    """A theme, with its neighbours named by their codes."""

    code: str
    label: str
    label_en: str = ""
    scheme: str = Scheme.ACTIVITY
    parent: str = ""
    # Among those of the same parent.
    position: int = 0
    matches: frozenset[Match] = frozenset()
    merged_into: str = ""


def identity_host() -> str:
    """The host in the identities of themes: the default site's, whichever site is asked."""
    site = Site.objects.order_by("-is_default_site", "pk").first()
    return site.hostname.removesuffix(settings.LOCAL_HOST_SUFFIX) if site else "localhost"


def theme_uri(code: str, host: str) -> URIRef:
    """The identity of a theme."""
    return URIRef(f"https://{host}/id/theme/{code}")


def scheme_uri(scheme: str, host: str) -> URIRef:
    """The identity of one of the two parts of the thesaurus."""
    return URIRef(f"https://{host}/id/thesaurus/{scheme}")


def match_uri(match: Match, host: str) -> URIRef:
    """The address of what a theme is called elsewhere; lists without addresses get one of ours."""
    code = quote(match.code, safe="/:.-_~")
    if match.scheme == WHOLE:
        return URIRef(match.code)
    if match.scheme == "essglobal":
        return URIRef(ESSGLOBAL + code)
    if match.scheme == "naf":
        return URIRef(f"{NAF}{NAF_LEVELS.get(len(match.code), 'sousClasse')}/{code}")
    return URIRef(f"https://{host}/id/{match.scheme}/{code}")


def match_of(uri: str, relation: str) -> Match:
    """The reverse of `match_uri`."""
    if uri.startswith(ESSGLOBAL) and len(uri) > len(ESSGLOBAL):
        return Match("essglobal", unquote(uri.removeprefix(ESSGLOBAL)), relation)
    if uri.startswith(NAF) and "/" in uri.removeprefix(NAF):
        return Match("naf", unquote(uri.removeprefix(NAF).split("/", 1)[1]), relation)
    ours = ELSEWHERE.match(uri)
    if ours:
        return Match(ours[1], unquote(ours[2]), relation)
    return Match(WHOLE, uri, relation)
