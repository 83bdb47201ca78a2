"""The examples for editors: every question of the catalogue, in the usual form, and it runs."""

from pyoxigraph import QuerySolutions, RdfFormat, serialize
from rdflib import RDF, SH, Graph, Literal, Namespace, URIRef

from taizhang.graph.embedded import OxigraphStore
from taizhang.ontology.vocabulary import PREFIXES
from taizhang.queries.catalogue import catalogue
from taizhang.queries.examples import examples

HERE = "https://policy.example"
SCHEMA = Namespace(PREFIXES["schema"])
RDFS = Namespace(PREFIXES["rdfs"])


def described() -> Graph:
    """The examples as another library reads them."""
    written = serialize(examples(catalogue().values(), HERE), format=RdfFormat.TURTLE, prefixes=PREFIXES)
    return Graph().parse(data=written, format="turtle")


def test_every_question_is_an_example_in_both_languages() -> None:
    graph = described()
    found = set(graph.subjects(RDF.type, SH.SPARQLExecutable))
    assert found == {URIRef(f"{HERE}/.well-known/sparql-examples#{name}") for name in catalogue()}
    for one in found:
        assert (one, RDF.type, SH.SPARQLSelectExecutable) in graph
        comments = [text for text in graph.objects(one, RDFS.comment) if isinstance(text, Literal)]
        assert {text.language for text in comments} == {"zh", "en"}
        assert set(graph.objects(one, SCHEMA.target)) == {URIRef(f"{HERE}/sparql")}
        assert list(graph.objects(one, SCHEMA.keywords))


def test_every_example_runs_and_answers_what_its_question_answers(store: OxigraphStore) -> None:
    graph = described()
    for name, question in catalogue().items():
        text = graph.value(URIRef(f"{HERE}/.well-known/sparql-examples#{name}"), SH["select"])
        assert not str(text).startswith("#+")
        answer, expected = store.query(str(text)), store.query(question.sparql)
        assert isinstance(answer, QuerySolutions)
        assert isinstance(expected, QuerySolutions)
        assert [tuple(row) for row in answer] == [tuple(row) for row in expected]


def test_the_prefixes_are_declared() -> None:
    graph = described()
    (declared,) = set(graph.objects(None, SH.prefixes))
    pairs = {
        str(graph.value(one, SH.prefix)): str(graph.value(one, SH.namespace))
        for one in graph.objects(declared, SH.declare)
    }
    assert pairs == PREFIXES
