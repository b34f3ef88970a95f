"""From concepts to a graph."""

from collections.abc import Iterable

from rdflib import Graph, Namespace
from rdflib.namespace import DCTERMS, OWL, RDF, SKOS, XSD
from rdflib.term import Literal, URIRef

from cms.core.models.themes import Scheme
from cms.core.skos.concepts import MATCHES, Concept, match_uri, scheme_uri, theme_uri

# rdflib's own SDO says https; the vocabulary's identity is http.
SCHEMA = Namespace("http://schema.org/")
PREDICATES = {str(relation): predicate for predicate, relation in MATCHES.items()}
TITLES = {
    Scheme.ACTIVITY: (("fr", "Activités"), ("en", "Activities")),
    Scheme.TRANSVERSE: (("fr", "Thèmes transversaux"), ("en", "Transverse themes")),
}


def as_graph(concepts: Iterable[Concept], *, host: str) -> Graph:
    """The concepts as SKOS, with identities on that host."""
    graph = Graph()
    for prefix, namespace in (("skos", SKOS), ("dct", DCTERMS), ("schema", SCHEMA), ("owl", OWL)):
        graph.bind(prefix, namespace, override=True, replace=True)
    for scheme, titles in TITLES.items():
        part = scheme_uri(scheme, host)
        graph.add((part, RDF.type, SKOS.ConceptScheme))
        for language, title in titles:
            graph.add((part, DCTERMS.title, Literal(title, lang=language)))
    for concept in concepts:
        _add(graph, concept, host)
    return graph


def _add(graph: Graph, concept: Concept, host: str) -> None:
    uri, part = theme_uri(concept.code, host), scheme_uri(concept.scheme, host)
    graph.add((uri, RDF.type, SKOS.Concept))
    graph.add((uri, SKOS.inScheme, part))
    graph.add((uri, SKOS.notation, Literal(concept.code)))
    graph.add((uri, SKOS.prefLabel, Literal(concept.label, lang="fr")))
    if concept.label_en:
        graph.add((uri, SKOS.prefLabel, Literal(concept.label_en, lang="en")))
    graph.add((uri, SCHEMA.position, Literal(concept.position)))
    if concept.merged_into:
        graph.add((uri, OWL.deprecated, Literal("true", datatype=XSD.boolean)))
        graph.add((uri, DCTERMS.isReplacedBy, theme_uri(concept.merged_into, host)))
    _place(graph, uri, part, theme_uri(concept.parent, host) if concept.parent else None)
    for match in concept.matches:
        graph.add((uri, PREDICATES[match.relation], match_uri(match, host)))


def _place(graph: Graph, uri: URIRef, part: URIRef, parent: URIRef | None) -> None:
    if parent is None:
        graph.add((uri, SKOS.topConceptOf, part))
        graph.add((part, SKOS.hasTopConcept, uri))
    else:
        graph.add((uri, SKOS.broader, parent))
        graph.add((parent, SKOS.narrower, uri))
