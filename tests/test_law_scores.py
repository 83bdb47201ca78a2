"""How well law texts are read, against labels made by reading; how the labels are compared."""

from pathlib import Path
from typing import Any

import pytest

from tests.law_score import (
    ANY,
    GOLD,
    SETS,
    Cited,
    Label,
    LabelSet,
    Score,
    citation_labels,
    gold,
    plain,
    repeal_labels,
    scores,
)

LABELS = pytest.mark.parametrize("labels", SETS, ids=lambda labels: labels.name)


@LABELS
def test_law_texts_are_read_as_a_careful_reader_reads_them(labels: LabelSet, corpus: Path) -> None:
    if not labels.path.is_file():
        pytest.skip(f"the labels ({labels.path}) are not here")
    found = scores(labels, corpus)
    assert {score.name: (score.f1, score.mistakes) for score in found if score.f1 < score.floor} == {}
    assert all(score.expected for score in found)


@LABELS
def test_every_label_stands_where_it_says(labels: LabelSet, corpus: Path) -> None:
    if not labels.path.is_file():
        pytest.skip(f"the labels ({labels.path}) are not here")
    wrong = []
    for record in gold(labels):
        text = (corpus / record["file"]).read_text(encoding="utf-8")
        if labels.lines:
            if text[: record["start"]].count("\n") + 1 != record["line"] or text[record["start"] - 1] != "\n":
                wrong.append((record["file"], record["line"]))
        else:
            listed = [entry for name in ("citations", "doubtful", "not_instruments") for entry in record.get(name, [])]
            wrong += [(record["file"], entry["raw"]) for entry in listed if not stands(entry, text)]
    assert wrong == []


def stands(entry: dict[str, Any], text: str) -> bool:
    """The words are in the text, and the title begins where the label says."""
    here = plain(text[entry["offset"] : entry["offset"] + 200].lstrip("《"))
    return entry["raw"] in text and here.startswith(plain(entry["title"]))


@pytest.mark.parametrize("labels", [labels for labels in SETS if labels.path.parent == GOLD], ids=lambda one: one.name)
def test_no_text_is_both_tuned_on_and_held_out(labels: LabelSet) -> None:
    if labels.lines:
        here = {(record["file"], record["line"]) for record in gold(labels)}
        others = [other for other in SETS if other.lines and other.held_out != labels.held_out]
        assert not here & {(record["file"], record["line"]) for other in others for record in gold(other)}
    else:
        here = {(record["file"], 0) for record in gold(labels)}
        others = [o for o in SETS if not o.lines and o.held_out != labels.held_out and o.path.is_file()]
        assert not here & {(record["file"], 0) for other in others for record in gold(other)}


CITED: Cited = ("甲法", "第三条", "第一条", "cites")


@pytest.mark.parametrize(
    ("entry", "wrong", "missed"),
    [
        ({}, 0, 0),
        ({"title": "中华人民共和国甲法"}, 0, 0),
        ({"title": "乙法"}, 1, 1),
        ({"title": "乙法", "title_alt": ["甲 法"]}, 0, 0),
        ({"title": None, "number": "甲法"}, 0, 0),
        ({"article": "第四条"}, 1, 1),
        ({"in_article": "第二条"}, 1, 1),
        ({"in_article": None}, 0, 0),
        ({"relation": "based_on"}, 1, 1),
        ({"relation": "based_on", "alt_relation": "cites"}, 0, 0),
        ({"title": "乙法", "optional": True}, 1, 0),
        ({"title": "乙法", "alias_definition": True}, 1, 0),
        ({"title": "乙法", "of": "amending_decision"}, 1, 0),
        ({"title": "乙法", "note": "doubtful: it may be a charter"}, 1, 0),
        ({"optional": True}, 0, 0),
        ({"relation": "repeals", "note": "doubtful: it may be a basis"}, 0, 0),
    ],
)
def test_what_counts_as_wrong_and_as_missed(entry: dict[str, Any], wrong: int, missed: int) -> None:
    whole = {"title": "甲法", "number": None, "article": "第三条", "in_article": "第一条", "relation": "cites"} | entry
    score = Score("citations")
    score.add("here", citation_labels({"citations": [whole]}), [CITED])
    assert (score.found - score.right, score.expected - score.right) == (wrong, missed)
    assert len(score.mistakes) == wrong + missed


def test_the_part_is_compared_with_either_part_of_the_line() -> None:
    entry = {"title": "甲法", "number": None, "article": "第三条", "relation": "cites"}
    record = {"in_article": "附件", "in_article_alt": ["第一条"], "citations": [entry]}
    assert citation_labels(record) == [
        Label(frozenset({("甲法", "第三条", "附件1", "cites"), ("甲法", "第三条", "第一条", "cites")}))
    ]


def test_what_is_doubtful_is_neither_required_nor_wrong() -> None:
    labels = citation_labels({"citations": [], "doubtful": [{"title": "甲法", "in_article": "第一条"}]})
    score = Score("citations")
    score.add("here", labels, [CITED])
    score.add("there", labels, [])
    assert (score, labels) == (Score("citations"), [Label(frozenset({("甲法", ANY, "第一条", ANY)}), required=False)])
    assert score.f1 == 1.0


def test_a_repeal_is_required_where_nothing_else_is_right() -> None:
    entry = {"title": "甲法", "number": None, "article": None, "in_article": None, "relation": "repeals"}
    labels = citation_labels({"citations": [entry, entry | {"title": "乙法", "alt_relation": "cites"}]})
    assert repeal_labels(labels) == [Label(frozenset({"甲法"})), Label(frozenset({"乙法"}), required=False)]
