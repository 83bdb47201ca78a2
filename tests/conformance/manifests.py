"""The manifests of the suites, read into cases."""

from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import BlankNode, NamedNode

from tests.conformance.archive import BASE, Files
from tests.conformance.cases import (
    Case,
    DescriptionCase,
    Exchange,
    Expectation,
    GraphStoreCase,
    ProtocolCase,
    QueryCase,
    Source,
    Sources,
    SyntaxCase,
    UpdateCase,
)
from tests.conformance.rdf import MF, RDF, RDFS, Graph, Namespace, Term, quads, text

#: The manifests to begin with; each includes others.
ROOTS = ("sparql10/manifest.ttl", "sparql11/manifest-all.ttl", "sparql12/manifest.ttl")
#: Directories that are not run: entailment regimes are no aim, federation leaves the machine, and what the
#: deprecated http-rdf-update said is in graph-store-protocol.
LEFT_OUT = frozenset({"sparql11/entailment", "sparql11/http-rdf-update", "sparql11/service", "sparql11/syntax-fed"})

QT = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-query#")
UT = Namespace("http://www.w3.org/2009/sparql/tests/test-update#")
HT = Namespace("http://www.w3.org/2011/http#")
CNT = Namespace("http://www.w3.org/2011/content#")

#: The names of status codes that the manifests use.
_STATUS = {
    "StatusCode2xx": "2xx",
    "StatusCode3xx": "3xx",
    "StatusCode4xx": "4xx",
    "OK": "200",
    "Created": "201",
    "NoContent": "204",
    "NotFound": "404",
}


def cases(files: Files) -> list[Case]:
    """Every case that is run, in the order of the manifests but for queries over the same data, which come together."""
    found = {
        case.iri: case
        for root in ROOTS
        for manifest in _included(files, f"{BASE}sparql/{root}")
        if manifest.directory not in LEFT_OUT
        for case in manifest.cases()
    }
    places: dict[object, int] = {}
    for case in found.values():
        places.setdefault(_group(case), len(places))
    return sorted(found.values(), key=lambda case: places[_group(case)])


def _group(case: Case) -> object:
    """What cases have in common that can be run without loading anything in between."""
    return case.directory, case.data if isinstance(case, QueryCase) else type(case).__name__


def _included(files: Files, iri: str) -> Iterator["_Manifest"]:
    manifest = _Manifest(iri, Graph(quads(files[iri], iri)))
    yield manifest
    for included in manifest.included:
        yield from _included(files, included)


@dataclass(frozen=True)
class _Manifest:
    """One file of test descriptions."""

    iri: str
    graph: Graph

    @property
    def directory(self) -> str:
        return self.iri.removeprefix(f"{BASE}sparql/").rpartition("/")[0]

    @property
    def included(self) -> list[str]:
        return [
            text(member)
            for node in self.graph.subjects(MF["include"])
            for member in self.graph.list_of(node, MF["include"])
        ]

    def cases(self) -> Iterator[Case]:
        for node in self.graph.subjects(MF["entries"]):
            for entry in self.graph.list_of(node, MF["entries"]):
                yield self._case(entry)

    def _case(self, entry: Term) -> Case:
        iri, name = text(entry), " ".join(text(self.graph.value(entry, MF["name"])).split())
        action = self.graph.value(entry, MF["action"])
        match text(self.graph.value(entry, RDF["type"])).removeprefix(MF.iri):
            case "QueryEvaluationTest" | "CSVResultFormatTest":
                return QueryCase(
                    iri, name, self.directory,
                    query=text(self.graph.value(_node(action), QT["query"])) if _is_blank(action) else text(action),
                    data=self._sources(action, QT),
                    result=text(self.graph.value(entry, MF["result"])),
                    lax=self.graph.value(entry, MF["resultCardinality"]) == MF["LaxCardinality"],
                )  # fmt: skip
            case "UpdateEvaluationTest":
                return UpdateCase(
                    iri, name, self.directory,
                    request=text(self.graph.value(_node(action), UT["request"])),
                    before=self._sources(action, UT),
                    after=self._sources(self.graph.value(entry, MF["result"]), UT),
                )  # fmt: skip
            case "ProtocolTest":
                return ProtocolCase(iri, name, self.directory, self._sources(entry, UT), self._exchanges(action))
            case "GraphStoreProtocolTest":
                return GraphStoreCase(iri, name, self.directory, self._sources(entry, UT), self._exchanges(action))
            case "ServiceDescriptionTest":
                return DescriptionCase(iri, name, self.directory)
            case kind if kind.startswith(("PositiveSyntax", "PositiveUpdate", "NegativeSyntax", "NegativeUpdate")):
                file = text(action)
                update = "Update" in kind or file.endswith(".ru")
                return SyntaxCase(iri, name, self.directory, file, update, accepted=kind.startswith("Positive"))
            case kind:
                raise ValueError(f"{iri} is of a kind that is not known: {kind}")

    def _sources(self, node: Term | None, terms: Namespace) -> Sources:
        """The files of a dataset, those of named graphs with their IRI: a label, or the IRI of the file itself."""
        if node is None:
            return ()
        named: list[Source] = []
        for graph in self.graph.values(node, terms["graphData"]):
            if _is_blank(graph):
                label = self.graph.value(graph, RDFS["label"])
                named.append(Source(text(self.graph.value(graph, UT["graph"])), text(label)))
            else:
                named.append(Source(text(graph), text(graph)))
        default = [Source(text(file)) for file in self.graph.values(node, terms["data"])]
        return (*default, *named)

    def _exchanges(self, action: Term | None) -> tuple[Exchange, ...]:
        return tuple(self._exchange(node) for node in self.graph.list_of(_node(action), HT["requests"]))

    def _exchange(self, node: Term) -> Exchange:
        body = self.graph.value(node, HT["body"])
        return Exchange(
            method=text(self.graph.value(node, HT["methodName"])),
            path=text(self.graph.value(node, HT["absolutePath"])),
            headers=self._headers(node),
            body=None if body is None else text(self.graph.value(body, CNT["chars"])),
            encoding="UTF-8" if body is None else text(self.graph.value(body, CNT["characterEncoding"])),
            expected=self._expectation(_node(self.graph.value(node, HT["resp"]))),
        )

    def _expectation(self, node: Term) -> Expectation:
        boolean = self.graph.value(node, MF["expectedBoolean"])
        form = self.graph.value(node, MF["expectedFormat"])
        location = self.graph.value(node, MF["expectedLocation"])
        body = self.graph.value(node, HT["body"])
        names = [text(status).rpartition("#")[2] for status in self.graph.values(node, MF["expectedStatus"])]
        return Expectation(
            statuses=frozenset(_STATUS[name] for name in names),
            boolean=None if boolean is None else text(boolean) == "true",
            form=None if form is None else text(form),
            location=None if location is None else text(location),
            content_type=dict(self._headers(node)).get("content-type"),
            body=None if body is None else text(self.graph.value(body, CNT["chars"])),
        )

    def _headers(self, node: Term) -> tuple[tuple[str, str], ...]:
        return tuple(
            (text(self.graph.value(header, HT["fieldName"])), text(self.graph.value(header, HT["fieldValue"])))
            for header in self.graph.list_of(node, HT["headers"])
        )


def _is_blank(term: Term | None) -> bool:
    return isinstance(term, BlankNode)


def _node(term: Term | None) -> Term:
    if not isinstance(term, NamedNode | BlankNode):
        raise TypeError(f"a node is expected here, not {term}")
    return term
