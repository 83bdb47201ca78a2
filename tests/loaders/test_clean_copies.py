"""The ledger written out as a sound table, in several layouts: read the same, and no rule stirs."""

from itertools import groupby

import pytest

from taizhang.graph.record import measure_record
from taizhang.loaders.document import document_from_bytes
from taizhang.loaders.ledger import read_ledger
from tests.score import Record, scores


def responsibilities(measure: Record) -> str:
    by_role = {
        role: "，".join(unit["name"] for unit in measure["units"] if unit["role"] == role)
        for role in ("lead", "participant", "responsible")
    }
    if by_role["responsible"]:
        return by_role["responsible"]
    rest = f"，{by_role['participant']}按职责分工负责" if by_role["participant"] else ""
    return f"{by_role['lead']}牵头{rest}"


def written_out(labels: list[Record], *, repeat: bool, merge: bool, paragraphs: bool) -> str:
    """Labels repeated on each row or blank where merged; measures of one cell merged or a row each; <p> or none."""
    lines, section, task = ["某市工作台账", "", "项目\t\t重点任务\t责任单位"], None, None
    for _, group in groupby(labels, lambda m: (m["task"], responsibilities(m)) if merge else m["n"]):
        measures = list(group)
        first = measures[0]
        cells = [f"{first['section']}、{first['section_title']}", f"{first['task']}{first['task_title']}"]
        if not repeat:
            cells = ["" if first["section"] == section else cells[0], "" if first["task"] == task else cells[1]]
        section, task = first["section"], first["task"]
        texts = [f"{m['n']}. {m['text']}" for m in measures]
        cells.append(" ".join(f"<p>{text}</p>" if paragraphs else text for text in texts))
        lines.append("\t".join([*cells, responsibilities(first)]))
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("repeat", [False, True])
@pytest.mark.parametrize("merge", [False, True])
@pytest.mark.parametrize("paragraphs", [False, True])
def test_a_sound_copy_comes_out_untouched(labels: list[Record], repeat: bool, merge: bool, paragraphs: bool) -> None:
    text = written_out(labels, repeat=repeat, merge=merge, paragraphs=paragraphs)
    found = read_ledger(document_from_bytes("clean.txt", text.encode()))
    assert [m.number for m in found.measures if m.corrections or m.printed] == []
    assert found.findings == ()
    records = [measure_record(found, measure) for measure in found.measures]
    assert {score.field: score.f1 for score in scores(records, labels) if score.f1 < 1} == {}
