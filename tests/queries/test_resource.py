"""What is read of one thing: all of it, from the right graphs, in bounds."""

from pathlib import Path

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from taizhang.graph.embedded import OxigraphStore, writing
from taizhang.ontology.vocabulary import BASE, PREFIXES
from taizhang.queries import resource
from taizhang.queries.resource import is_graph, is_mentioned, natural, read_resource
from tests.queries.small_stores import from_turtle, stored


def test_statements_both_ways_with_names(tmp_path: Path) -> None:
    store = from_turtle(
        tmp_path, ':a :p :b ; rdfs:label "甲"@zh, "A"@en . :b skos:prefLabel "乙" . :c :q :a . :p rdfs:label "指" .'
    )
    found = read_resource(store, "http://x/a")
    assert found
    assert {(t.predicate.value, t.object.value) for t in found.outgoing} == {  # type: ignore[union-attr]
        ("http://x/p", "http://x/b"),
        (PREFIXES["rdfs"] + "label", "甲"),
        (PREFIXES["rdfs"] + "label", "A"),
    }
    assert [(one.predicate.value, [s.value for s in one.subjects], one.total) for one in found.incoming] == [
        ("http://x/q", ["http://x/c"], 1)
    ]
    names = {thing: {str(t.object.value) for t in said} for thing, said in found.names.items()}  # type: ignore[union-attr]
    assert names == {"http://x/a": {"甲", "A"}, "http://x/b": {"乙"}, "http://x/p": {"指"}}
    assert set(found.triples()) >= set(store.triples(None))


def test_nothing_is_known_of_what_is_not_there(tmp_path: Path) -> None:
    store = from_turtle(tmp_path, ":a :p :b .")
    assert read_resource(store, "http://x/nope") is None
    assert [is_mentioned(store, f"http://x/{name}") for name in ("a", "b", "p", "nope")] == [True, True, False, False]
    assert [is_graph(store, name) for name in ("http://g", "http://x/a")] == [True, False]


@pytest.mark.parametrize("name", ["", "a", "http://x/ y", "http://x/> ?p ?o } #", 'http://x/"', "http://x/\\u003e"])
def test_what_is_no_iri_never_reaches_a_query(name: str, tmp_path: Path) -> None:
    store = from_turtle(tmp_path, ":a :p :b .")
    for ask in (read_resource, is_mentioned, is_graph):
        with pytest.raises(ValueError, match="IRI"):
            ask(store, name)


def test_what_stands_apart_is_found_and_marked(tmp_path: Path) -> None:
    store = from_turtle(tmp_path, ":a :p :b .", graph=f"{BASE}id/graph/printed/x")
    found = read_resource(store, "http://x/a")
    assert found
    assert (found.apart, len(found.outgoing)) == (True, 1)


def test_the_default_graph_comes_first(tmp_path: Path) -> None:
    from_turtle(tmp_path, ":a :p :apart .", graph=f"{BASE}id/graph/printed/x")
    found = read_resource(from_turtle(tmp_path, ":a :p :b ."), "http://x/a")
    assert found
    assert ([str(t.object) for t in found.outgoing], found.apart) == (["<http://x/b>"], False)


def test_only_some_of_many_are_given_and_the_rest_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = from_turtle(tmp_path, "".join(f":s{n} :p :a . " for n in range(150)) + ":s1 :q :a .")
    found = read_resource(store, "http://x/a")
    assert found
    assert [(one.predicate.value, len(one.subjects), one.total) for one in found.incoming] == [
        ("http://x/p", 100, 150),
        ("http://x/q", 1, 1),
    ]
    assert [one.value for one in found.incoming[0].subjects[:3]] == ["http://x/s0", "http://x/s1", "http://x/s2"]
    assert found.counted
    monkeypatch.setattr(resource, "COUNTED", 50)
    fewer = read_resource(store, "http://x/a")
    assert fewer
    assert not fewer.counted


def test_satellites_come_along(tmp_path: Path) -> None:
    store = from_turtle(
        tmp_path,
        """:a :p _:b . _:b :q 1 . <http://x/a#part> :of :a . <http://x/ab#part> :of :a .
        :fact owl:annotatedSource :a ; owl:annotatedProperty :p ; owl:annotatedTarget 1 .
        :child :of :a . <http://x/a#fact-1> owl:annotatedSource :child .
        :note oa:hasBody :a ; oa:hasTarget :target . :target oa:hasSource :doc ; oa:hasSelector :words, :place .
        :words oa:exact "原文" . :place oa:start 1 ; oa:end 3 . :doc cnt:chars "前原文后" .""",
    )
    found = read_resource(store, "http://x/a")
    assert found
    subjects = {t.subject.value.removeprefix("http://x/") for t in found.beside if isinstance(t.subject, NamedNode)}
    assert subjects == {"a#part", "fact", "a#fact-1", "note", "target", "words", "place"}
    assert any(isinstance(t.subject, BlankNode) and t.object == Literal(1) for t in found.beside)
    (quote,) = found.quotes
    assert (quote.source, quote.before, quote.exact, quote.after) == ("http://x/doc", "前", "原文", "后")
    assert (quote.start, quote.end) == ("1", "3")


def test_what_has_no_name_has_kind_number_and_words(tmp_path: Path) -> None:
    store = from_turtle(
        tmp_path,
        """:a :p :art, :cited . :art a eli:LegalResourceSubdivision ; eli:number "第一条" ; eli:is_part_of :law .
        :law rdfs:label "某法" . :cited a tz:Citation . tz:Citation rdfs:label "引用" .
        :note oa:hasBody :cited ; oa:hasTarget [ oa:hasSelector [ oa:exact "《某法》" ] ] .""",
    )
    found = read_resource(store, "http://x/a")
    assert found
    article, cited = (found.nameless[f"http://x/{name}"] for name in ("art", "cited"))
    assert (article.number, article.whole) == ("第一条", "http://x/law")
    assert (cited.kinds, cited.words) == ((PREFIXES["tz"] + "Citation",), "《某法》")
    assert {"http://x/law", PREFIXES["tz"] + "Citation"} <= set(found.names)


def test_names_that_are_no_iris_do_no_harm(tmp_path: Path) -> None:
    name = "http://x/b> } SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } #"
    escaped = "".join(f"\\u{ord(character):04X}" if character in " <>{}" else character for character in name)
    bad = f"<{escaped}>"

    def write() -> None:
        with writing(tmp_path) as target:
            target.add(
                line.encode()
                for line in (
                    f"<http://x/a> <http://x/p> {bad} <http://g> .\n",
                    f"{bad} <http://x/p> <http://x/a> <http://g> .\n",
                )
            )

    write()
    found = read_resource(OxigraphStore.open(tmp_path), "http://x/a")
    assert found
    assert len(found.outgoing) == 1


def test_numbers_sort_as_numbers() -> None:
    assert sorted(["10. b", "2. a", "第2条", "9", "1" * 40], key=natural) == ["2. a", "9", "10. b", "1" * 40, "第2条"]


def test_a_triple_about_everything_has_bounds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resource, "OUTGOING", 10)
    triples = [Triple(NamedNode("http://x/a"), NamedNode("http://x/p"), Literal(n)) for n in range(50)]
    found = read_resource(stored(tmp_path, {"http://g": triples}), "http://x/a")
    assert found
    assert len(found.outgoing) == 10
