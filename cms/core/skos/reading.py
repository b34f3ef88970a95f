"""From a file that somebody sends to concepts: everything wrong with it is said, with where."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from xml.sax import SAXParseException

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import ParseError as XmlParseError
from defusedxml.ElementTree import fromstring as read_xml
from django.utils.text import slugify
from django.utils.translation import gettext as _
from rdflib import Graph
from rdflib.namespace import DCTERMS, RDF, SKOS
from rdflib.plugins.parsers.notation3 import BadSyntax
from rdflib.term import Literal, Node, URIRef

from cms.core.models.themes import Scheme
from cms.core.skos.concepts import MATCHES, SLUG, THEME, Concept, Match, match_of
from cms.core.skos.writing import SCHEMA
from cms.core.text import fold

MAX_BYTES = 5 * 1024 * 1024
LABEL_MAX, MATCH_MAX = 150, 200
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
FORMATS = {".ttl": "turtle", ".rdf": "xml", ".xml": "xml", ".owl": "xml"}


class SkosError(ValueError):
    """What is wrong with a file: one sentence for each thing found."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = list(problems)
        super().__init__("\n".join(self.problems))


def parse(data: bytes, *, file_format: str) -> Graph:
    """The graph of a file, `turtle` or `xml`; nothing outside the file is read. Raises SkosError."""
    if len(data) > MAX_BYTES:
        raise SkosError(
            [_("The file is too large: %(size)s MB at most.") % {"size": MAX_BYTES // 1024 // 1024}]
        )
    try:
        if file_format == "xml":
            # rdflib would read entities, and files that they name.
            read_xml(data, forbid_dtd=True)
        return Graph().parse(data=data, format=file_format, publicID="urn:file:")
    except DefusedXmlException as error:
        raise SkosError([_("A document type or entities in XML are not accepted.")]) from error
    except RecursionError as error:
        raise SkosError([_("The file is nested too deeply.")]) from error
    except Exception as error:
        # Of a broken file rdflib's parsers raise whatever they stumble on, IndexError included.
        raise SkosError([_syntax(error)]) from error


def _syntax(error: Exception) -> str:
    line, reason = None, str(error)
    if isinstance(error, BadSyntax):
        line, reason = error.lines + 1, error._why
    elif isinstance(error, SAXParseException):
        line, reason = error.getLineNumber(), error.getMessage()
    elif isinstance(error, XmlParseError):
        line = error.position[0]
    if line is None:
        return _("The file can’t be read: %(reason)s") % {"reason": reason}
    return _("The file can’t be read, line %(line)s: %(reason)s") % {"line": line, "reason": reason}


def read(graph: Graph, *, known: Iterable[str] = ()) -> list[Concept]:
    """The concepts of a graph, parents before children, in their order. Raises SkosError.

    `known` are the codes of themes that exist already: a concept may stand below one of them.
    """
    reader = _Reader(graph, set(known))
    concepts = reader.concepts()
    if not concepts and not reader.problems:
        reader.problems.append(_("There is no concept (skos:Concept) in the file."))
    ordered = list(_parents_first(concepts, reader.problems))
    if reader.problems:
        raise SkosError(reader.problems)
    return ordered


class _Reader:
    """Reads a graph, and gathers what is wrong with it."""

    def __init__(self, graph: Graph, known: set[str]) -> None:
        self.graph = graph
        self.known = known
        self.problems: list[str] = []
        self.codes: dict[Node, str] = {}

    def concepts(self) -> list[Concept]:
        """Every concept; those with a problem may be incomplete."""
        subjects = sorted(set(self.graph.subjects(RDF.type, SKOS.Concept)), key=str)
        for subject in subjects:
            self._name(subject)
        return [self._concept(subject) for subject in subjects if subject in self.codes]

    def _say(self, where: Node | str, what: str) -> None:
        self.problems.append(_("%(where)s: %(what)s") % {"where": where, "what": what})

    def _name(self, subject: Node) -> None:
        """Give the subject its code: ours, its notation, or the end of its address."""
        ours = THEME.match(str(subject))
        notations = sorted(filter(None, (_clean(o) for o in self._literals(subject, SKOS.notation))))
        if not isinstance(subject, URIRef):
            labels = ", ".join(sorted(self._labels(subject).values()))
            self._say(labels or "[]", _("a concept needs an address (it is a blank node)."))
            return
        raw = ours[1] if ours else (notations or [re.split(r"[/#:]", str(subject).rstrip("/#"))[-1]])[0]
        code = raw if SLUG.match(raw) else slugify(fold(raw))[:80]
        if not code:
            self._say(subject, _("no code can be made from its notation or its address."))
        elif code in self.codes.values():
            self._say(subject, _("another concept has the code “%(code)s”.") % {"code": code})
        else:
            self.codes[subject] = code

    def _literals(self, subject: Node, predicate: URIRef) -> list[Literal]:
        return [o for o in self.graph.objects(subject, predicate) if isinstance(o, Literal)]

    def _concept(self, subject: Node) -> Concept:
        labels = self._labels(subject)
        label_en = labels.get("en", "")
        label = labels.get("fr") or labels.get("") or label_en
        if not label:
            self._say(subject, _("it has no label in French or English."))
        if max(len(label), len(label_en)) > LABEL_MAX:
            self._say(subject, _("its label is longer than %(most)s characters.") % {"most": LABEL_MAX})
        return Concept(
            code=self.codes[subject],
            label=label,
            label_en=label_en,
            scheme=self._scheme(subject),
            parent=self._parent(subject),
            position=self._position(subject),
            matches=frozenset(self._matches(subject)),
            merged_into=self._merged_into(subject),
        )

    def _merged_into(self, subject: Node) -> str:
        for target in sorted(self.graph.objects(subject, DCTERMS.isReplacedBy), key=str):
            code = self._code_of(target)
            again = next(self.graph.objects(target, DCTERMS.isReplacedBy), None)
            if code and target != subject and again is None:
                return code
            self._say(subject, _("what replaces it, %(uri)s, is not a concept in use.") % {"uri": target})
        return ""

    def _labels(self, subject: Node) -> dict[str, str]:
        """Label by language in two small letters; the plain tag wins over a regional one."""
        found: dict[str, tuple[int, str]] = {}
        for literal in self._literals(subject, SKOS.prefLabel):
            tag = (literal.language or "").lower()
            text, language = _clean(literal), tag.split("-")[0]
            if text:
                found[language] = min(found.get(language, (len(tag), text)), (len(tag), text))
        return {language: text for language, (_length, text) in found.items()}

    def _scheme(self, subject: Node) -> str:
        parts = {str(o).rstrip("/#") for o in self.graph.objects(subject, SKOS.inScheme)}
        transverse = any(part.endswith(f"/{Scheme.TRANSVERSE}") for part in parts)
        return Scheme.TRANSVERSE if transverse else Scheme.ACTIVITY

    def _code_of(self, identifier: Node) -> str | None:
        """The code of a concept of the file or of a theme that exists."""
        if identifier in self.codes:
            return self.codes[identifier]
        ours = THEME.match(str(identifier))
        return ours[1] if ours and ours[1] in self.known else None

    def _parent(self, subject: Node) -> str:
        broader = {*self.graph.objects(subject, SKOS.broader), *self.graph.subjects(SKOS.narrower, subject)}
        for one in broader:
            if self._code_of(one) is None:
                self._say(subject, _("the broader concept %(uri)s is not in the file.") % {"uri": one})
        codes = sorted(filter(None, map(self._code_of, broader)))
        if len(codes) > 1:
            listed = ", ".join(codes)
            self._say(
                subject, _("it has several broader concepts (%(codes)s): keep one.") % {"codes": listed}
            )
        return codes[0] if codes else ""

    def _position(self, subject: Node) -> int:
        values = [o.toPython() for o in self._literals(subject, SCHEMA.position)]
        return min((value for value in values if type(value) is int), default=0)

    def _matches(self, subject: Node) -> Iterator[Match]:
        found: dict[tuple[str, str], Match] = {}
        if not THEME.match(str(subject)):
            # Where it comes from is what it exactly is.
            own = match_of(str(subject), MATCHES[SKOS.exactMatch])
            found[own.scheme, own.code] = own
        for predicate, relation in MATCHES.items():
            for target in sorted(self.graph.objects(subject, predicate), key=str):
                if not isinstance(target, URIRef):
                    self._say(
                        subject, _("a mapping must be an address, not %(what)s.") % {"what": f"“{target}”"}
                    )
                    continue
                match = match_of(str(target), relation)
                found.setdefault((match.scheme, match.code), match)
        for match in found.values():
            if len(match.code) > MATCH_MAX:
                self._say(subject, _("a mapping is longer than %(most)s characters.") % {"most": MATCH_MAX})
        yield from found.values()


def _clean(literal: Literal) -> str:
    """The text without control characters, on one line."""
    return " ".join(CONTROL.sub(" ", str(literal)).split())


def _parents_first(concepts: list[Concept], problems: list[str]) -> Iterator[Concept]:
    """Walk down from the top; what can't be reached goes round in a circle."""
    codes = {concept.code for concept in concepts}
    below: dict[str, list[Concept]] = defaultdict(list)
    for concept in sorted(concepts, key=lambda c: (c.position, fold(c.label), c.code)):
        below[concept.parent if concept.parent in codes else ""].append(concept)
    waiting, reached = list(reversed(below[""])), set()
    while waiting:
        concept = waiting.pop()
        reached.add(concept.code)
        yield concept
        waiting.extend(reversed(below[concept.code]))
    circle = sorted(codes - reached)
    if circle:
        problems.append(
            _("These concepts are broader than themselves, in a circle: %(codes)s")
            % {"codes": ", ".join(circle[:20])}
        )
