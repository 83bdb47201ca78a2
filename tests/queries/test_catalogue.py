"""Every question of the catalogue, against answers worked out from the labels by other means."""

from collections import Counter
from collections.abc import Callable
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import QuerySolutions, Store

from taizhang.graph.embedded import OxigraphStore
from taizhang.ontology.errors import BadParameter, OntologyError, UnknownQuery
from taizhang.queries import answers
from taizhang.queries.catalogue import catalogue, parse, question
from tests.score import Record

LEDGER = "https://w3id.org/taizhang/id/ledger/zhengzhou-2024/measure/"
Rows = list[tuple[Any, ...]]


def ask(store: OxigraphStore, name: str, columns: str, /, **values: str) -> Rows:
    answer = answers.ask(store, question(name), values)
    return [tuple(row[column] for column in columns.split()) for row in answers.records(answer)]


def roles(measure: Record, *wanted: str) -> list[str]:
    return [unit["name"] for unit in measure["units"] if not wanted or unit["role"] in wanted]


def unit_load(labels: list[Record]) -> Rows:
    names = sorted({name for m in labels for name in roles(m)})
    counted = [
        (name, *(sum(name in roles(m, role) for m in labels) for role in ("lead", "participant", "responsible")))
        for name in names
    ]
    return [(*row, sum(row[1:])) for row in counted]


def shared_load(labels: list[Record]) -> Rows:
    pairs = Counter(frozenset(pair) for m in labels for pair in combinations(roles(m), 2))
    return [(*sorted(pair), count) for pair, count in pairs.items()]


EXPECTED: dict[str, tuple[str, Callable[[list[Record]], Rows]]] = {
    "unit-load": ("name lead participant responsible total", unit_load),
    "unit-profile": (
        "number role text",
        lambda labels: [(m["n"], u["role"], m["text"]) for m in labels for u in m["units"] if u["name"] == "市司法局"],
    ),
    "regulation-dependents": (
        "number title relation quote",
        lambda _: [(15, "河南省行政执法证件管理办法", "cites", "《河南省行政执法证件管理办法》(省政府令第180号)")],
    ),
    "deadlines-due": (
        "number date kind units",
        lambda labels: [
            (m["n"], d["date"], d["kind"], "、".join(roles(m))) for m in labels for d in m["deadlines"] if d["date"]
        ],
    ),
    "recurring-duties": (
        "number frequency minTimes units",
        lambda labels: [
            (m["n"], d["frequency"], d["min_times"], "、".join(roles(m)))
            for m in labels
            for d in m["deadlines"]
            if d["kind"] == "recurring"
        ],
    ),
    "indicators": (
        "number comparator quantity unit per",
        lambda labels: [
            (m["n"], i["comparator"], float(i["quantity"]), i["unit"], i["per"])
            for m in labels
            for i in m["indicators"]
        ],
    ),
    "planned-instruments": (
        "number title units",
        lambda labels: [
            (m["n"], r["title"], "、".join(roles(m)))
            for m in labels
            for r in m["regulations"]
            if r["relation"] == "will_issue"
        ],
    ),
    "prohibitions": (
        "number words",
        lambda _: [
            (15, "严禁为不符合《河南省行政执法证件管理办法》(省政府令第180号)规定条件的人员发放行政执法证件"),
            (15, "未取得行政执法证件的人员不得从事行政执法工作"),
            (90, "不得随意抽调行政执法人员从事与行政执法岗位职责无关的事务"),
        ],
    ),
    "measures-without-lead": (
        "number responsible",
        lambda labels: [(m["n"], len(m["units"])) for m in labels if len(m["units"]) > 1 and not roles(m, "lead")],
    ),
    "stale-basis": (
        "number title basisTitle repealedByTitle date",
        lambda _: [(70, "郑州市行政执法投诉受理办法", "河南省行政机关执法条例", "河南省行政执法条例", "2016-06-01")],
    ),
}


@pytest.mark.parametrize("name", EXPECTED)
def test_the_answer_is_what_the_labels_say(name: str, store: OxigraphStore, labels: list[Record]) -> None:
    columns, expected = EXPECTED[name]
    assert Counter(ask(store, name, columns)) == Counter(expected(labels))


def test_shared_load_counts_every_pair_once(store: OxigraphStore, labels: list[Record]) -> None:
    found = [(*sorted((a, b)), n) for a, b, n in ask(store, "shared-load", "nameA nameB measures")]
    assert Counter(found) == Counter(shared_load(labels))
    assert ask(store, "shared-load", "measures", min="80") == [(86,)]


def test_corrections_name_rule_values_and_confidence(store: OxigraphStore) -> None:
    found = ask(store, "corrections", "number rule what printed reconciled confidence")
    assert len(found) == 35
    assert [row for row in found if row[0] in (54, 98) and row[2] == "task"] == [
        (54, "labels-slipped", "task", "（十七）", "（十六）", "likely"),
        (98, "label-low", "task", "（二十八）", "（二十九）", "likely"),
    ]


def test_mechanisms_count_the_measures_that_name_them(store: OxigraphStore) -> None:
    assert ask(store, "mechanisms", "name measures first", name="法治教育网") == [("“法治教育网”", 2, 3)]
    assert ask(store, "mechanisms", "first", name="双书同达") == [(30,)]


def test_statistics_count_the_classes(store: OxigraphStore) -> None:
    found: dict[str, int] = dict(ask(store, "statistics", "label count", lang="en"))
    assert {name: found[name] for name in ("measure", "task", "section", "assignment", "deadline", "correction")} == {
        "measure": 100, "task": 29, "section": 6, "assignment": 354, "deadline": 11, "correction": 35,
    }  # fmt: skip


def test_parameters_narrow_the_answer(store: OxigraphStore) -> None:
    assert ask(store, "unit-load", "name total", name="大数据") == [("市大数据局", 3)]
    assert ask(store, "unit-profile", "number", unit="郑州市大数据管理局") == [(86,), (87,), (88,)]
    assert ask(store, "deadlines-due", "number", **{"from": "2025-01-01"}) == []
    assert ask(store, "stale-basis", "number", on="2016-05-31") == []
    assert ask(store, "regulation-dependents", "number", regulation="2022〕27") == [(19,)]


#: Questions that have nothing to say before law texts are loaded; test_law_questions.py asks them.
NEED_LAWS = {"pinpoint-drift", "repealed-but-cited", "stale-basis-laws"}


def test_the_catalogue_holds_the_promised_questions() -> None:
    of_laws = {
        "most-cited",
        "citation-chain",
        "unresolved-citations",
        "version-history",
        "effects-of",
        "as-of",
        *NEED_LAWS,
    }
    assert set(catalogue()) == {*EXPECTED, "shared-load", "corrections", "mechanisms", "statistics", *of_laws}


@pytest.mark.parametrize("name", catalogue())
def test_every_question_runs_as_its_file_stands_and_names_the_measure(name: str, store: OxigraphStore) -> None:
    asked = question(name)
    answer = store.query(asked.sparql)
    assert isinstance(answer, QuerySolutions)
    assert bool(answers.records(answer)) is (name not in NEED_LAWS)
    assert isinstance(Store().query(asked.sparql), QuerySolutions)  # its prefixes are all declared
    assert all(asked.title.say(language) and asked.description.say(language) for language in ("zh", "en"))  # type: ignore[arg-type]


def test_values_of_the_wrong_type_and_unknown_names_are_refused() -> None:
    for values in ({"from": "yesterday"}, {"until": "2024-13-01"}, {"nope": "1"}):
        with pytest.raises(BadParameter):
            question("deadlines-due").bind(values)
    with pytest.raises(UnknownQuery):
        question("nope")


@settings(deadline=None)
@given(value=st.text(max_size=60), other=st.dates())
def test_a_bound_text_stays_one_value_whatever_is_in_it(value: str, other: Any) -> None:
    clean = value.encode("utf-8", "ignore").decode()
    for text in (clean, f'"}} VALUES ?_name {{ {clean} }}', f'\\"{clean}', "}} UNION { ?s ?p ?o } #" + clean):
        asked = question("unit-load")
        found = Store().query(asked.bind({"name": text}) + " # end")
        assert list(found) == []  # type: ignore[arg-type]
        echo = parse("echo", _ECHO).bind({"text": text, "day": other.isoformat()})
        (solution,) = Store().query(echo)  # type: ignore[misc]
        assert (solution["_text"].value, solution["_day"].value) == (text, other.isoformat())


_ECHO = """#+ title.zh: 回声
#+ title.en: Echo
#+ description.zh: 回声
#+ description.en: Echo
#+ param text string: 文 | text
#+ param day date: 日 | day
SELECT ?_text ?_day WHERE { VALUES ?_text { "" } VALUES ?_day { "2024-01-01"^^<http://www.w3.org/2001/XMLSchema#date> } }
"""


@pytest.mark.parametrize("missing", ["title.en", "description.zh"])
def test_a_file_without_its_head_is_an_error_that_names_it(missing: str) -> None:
    text = "".join(line for line in _ECHO.splitlines(keepends=True) if missing not in line)
    with pytest.raises(OntologyError, match=r"^echo\.rq"):
        parse("echo", text)
