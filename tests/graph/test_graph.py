"""The RDF form of the ledger: complete, evidenced, the same on every rebuild."""

import json
from pathlib import Path

from pyoxigraph import Literal, NamedNode, QuerySolutions

from taizhang.graph.embedded import OxigraphStore
from taizhang.graph.model import Ledger
from taizhang.graph.reading import read_ledger_from
from taizhang.graph.validation import quality, shacl
from taizhang.loaders import ingest
from tests.loaders.office_files import docx, paragraph, table
from tests.score import Record

LEDGER = "https://w3id.org/taizhang/id/ledger/zhengzhou-2024"


def rows(store: OxigraphStore, query: str) -> list[tuple[str, ...]]:
    answer = store.query(query)
    assert isinstance(answer, QuerySolutions)
    return [
        tuple(term.value if isinstance(term, NamedNode | Literal) else str(term) for term in solution)
        for solution in answer
    ]


def test_the_store_gives_back_the_reading_it_was_given(store: OxigraphStore, ledger: Ledger) -> None:
    assert read_ledger_from(store, "zhengzhou-2024") == ledger


def test_every_quote_is_the_text_at_its_position(store: OxigraphStore, ledger: Ledger) -> None:
    found = rows(
        store,
        "SELECT ?start ?end ?exact WHERE { ?t oa:hasSource ?d ; oa:hasSelector [ oa:start ?start ; oa:end ?end ] ,"
        " [ oa:exact ?exact ] }",
    )
    text = ledger.document.text
    assert len(found) > 600
    for start, end, exact in found:
        assert text[int(start) : int(end)] == exact


def test_the_same_words_of_a_document_are_one_node(store: OxigraphStore) -> None:
    found = rows(store, "SELECT ?quote ?words WHERE { ?quote a oa:TextQuoteSelector ; oa:exact ?words }")
    assert len({words for _, words in found}) == len(found)
    pointing = rows(store, "SELECT ?target WHERE { ?target oa:hasSelector/oa:exact ?words }")
    assert len(pointing) > len(found)


def test_evidence_says_the_place_in_its_file(tmp_path: Path) -> None:
    duties = [
        ["序号", "重点任务", "牵头单位"],
        ["1", "建设公共服务平台，完善服务体系。", "市科技局"],
        ["2", "开展专项培训。", "市教育局"],
    ]
    source = tmp_path / "plan.docx"
    source.write_bytes(docx(paragraph("某市2025年重点工作任务清单") + table(duties)))
    ingest.load([source], tmp_path / "store")
    made = OxigraphStore.open(tmp_path / "store")
    found = rows(
        made,
        "SELECT ?words ?place WHERE { ?a oa:hasBody/a tz:Assignment ; oa:hasTarget ?t . ?t oa:hasSelector/oa:exact ?words ;"
        " oa:hasSelector [ a oa:FragmentSelector ; rdf:value ?place ] }",
    )
    assert sorted(found) == [("市教育局", "table=1&row=3&column=3"), ("市科技局", "table=1&row=2&column=3")]
    read = read_ledger_from(made, "plan")
    assert [read.document.place_of(one.span.start) for one in read.measures] == [
        "table=1&row=2&column=2",
        "table=1&row=3&column=2",
    ]


def test_no_statement_is_without_evidence(store: OxigraphStore) -> None:
    bare = rows(
        store,
        "SELECT ?s ?type WHERE { ?s a ?type . FILTER(STRSTARTS(STR(?s), STR(<" + LEDGER + ">)))"
        " FILTER(STRSTARTS(STR(?type), STR(tz:))) FILTER NOT EXISTS { ?a oa:hasBody ?s } }",
    )
    assert bare == []


def test_the_shortcuts_say_what_the_assignments_say(store: OxigraphStore, labels: list[Record]) -> None:
    names = {"lead": "leads", "participant": "participatesIn", "responsible": "responsibleFor"}
    for role, shortcut in names.items():
        found = rows(store, f"SELECT ?n ?name WHERE {{ ?u tz:{shortcut} ?m ; skos:prefLabel ?name . ?m tz:number ?n }}")
        expected = [(str(m["n"]), u["name"]) for m in labels for u in m["units"] if u["role"] == role]
        assert sorted(found) == sorted(expected)


def test_citations_point_where_the_register_knows_them(store: OxigraphStore) -> None:
    found = rows(
        store,
        "SELECT ?n ?cited ?status WHERE { ?c a tz:Citation ; tz:measure/tz:number ?n ; tz:cited ?cited ;"
        " tz:status/skos:notation ?status } ORDER BY ?n ?cited",
    )
    assert [(n, cited.rsplit("/", 1)[-1], status) for n, cited, status in found] == [
        ("15", "henan-order-180", "resolved"),
        ("19", "guobanfa-2022-27", "resolved"),
        ("19", "yufazhengban-2024-7", "unresolved"),
        ("53", "zhengzhoushixingzhengzhifaweituoguiding", "unresolved"),
        ("60", "zhengzhoushijiaqiangxingzhengzhifayuxingshisifaxianjiegongzuodeyijian", "unresolved"),
        ("66", "zhengzhoushixingzhengzhifajiandugongzuoguiding", "unresolved"),
        ("70", "zhengzhou-order-192", "resolved"),
        ("94", "henan-order-187", "unresolved"),
    ]


def test_the_printed_reading_stays_in_its_own_graph(store: OxigraphStore) -> None:
    inside = rows(
        store,
        "SELECT (COUNT(*) AS ?n) WHERE { GRAPH <https://w3id.org/taizhang/id/graph/printed/zhengzhou-2024> { ?s ?p ?o } }",
    )
    outside = rows(store, "SELECT (COUNT(*) AS ?n) WHERE { ?s a tz:PrintedReading }")
    assert (int(inside[0][0]) > 500, outside) == (True, [("0",)])


def test_the_named_graphs_are_the_designed_ones(store: OxigraphStore) -> None:
    base = "https://w3id.org/taizhang/id/graph/"
    assert [name.removeprefix(base) for name in store.graphs()] == [
        "document/zhengzhou-2024", "links", "loads", "ontology", "printed/zhengzhou-2024", "provenance", "register",
    ]  # fmt: skip


def test_iris_are_ascii_and_nothing_is_a_blank_node(store: OxigraphStore) -> None:
    lines = store.lines()
    assert [line for line in lines if "_:" in line.split('"')[0]] == []
    assert [line for line in lines for iri in line.split('"')[0].split() if not iri.isascii()] == []


def test_a_rebuild_is_byte_identical(store: OxigraphStore, ledger_path: Path, tmp_path: Path) -> None:
    ingest.load([ledger_path], tmp_path / "again")
    assert OxigraphStore.open(tmp_path / "again").lines() == store.lines()


def test_a_triple_that_two_graphs_state_counts_once(store: OxigraphStore) -> None:
    assert rows(store, "SELECT ?h WHERE { ?d tz:sha256 ?h }") == [
        (read_ledger_from(store, "zhengzhou-2024").document.sha256,)
    ]


def test_the_graph_conforms_to_its_shapes(store: OxigraphStore) -> None:
    assert shacl(store) == ()


def test_shapes_notice_what_is_wrong(store: OxigraphStore, tmp_path: Path) -> None:
    from taizhang.graph.embedded import writing  # noqa: PLC0415

    broken = tmp_path / "broken"
    kept = [t for t in store.triples(None) if not str(t.subject).endswith("/measure/70/assignment/1/evidence>")]
    with writing(broken) as target:
        target.replace("https://w3id.org/taizhang/id/graph/document/zhengzhou-2024", kept)
    found = shacl(OxigraphStore.open(broken))
    assert [(v.severity, v.focus.removeprefix(LEDGER), v.message) for v in found] == [
        ("Violation", "/measure/70/assignment/1", "has no evidence in the source")
    ]


def test_the_quality_report_counts_what_there_is(store: OxigraphStore) -> None:
    (found,) = quality(store)
    assert (found.measures, found.corrected, found.without_units, found.citations, found.findings) == (
        100, 27, 0, {"resolved": 3, "unresolved": 5}, (),
    )  # fmt: skip
    assert json.dumps(found.corrections, sort_keys=True) == json.dumps(
        {"cells-run-together": 3, "cells-shifted": 3, "columns-missing": 20, "label-low": 1, "labels-slipped": 3,
         "rows-slipped": 5}
    )  # fmt: skip
