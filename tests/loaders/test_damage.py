"""Damaged copies of real ledgers: never a traceback, never a measure lost in silence."""

import re
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from taizhang.graph.model import Ledger
from taizhang.loaders import ingest
from taizhang.loaders.document import document_from_bytes
from taizhang.loaders.ledger import read_ledger
from taizhang.loaders.reading import read_document_as
from taizhang.ontology.errors import InputError
from tests.document_score import MADE_UP
from tests.loaders.damage import FORMATS, OF_PARTS, OF_TABLES, WHOLE, Damage, Part, harmed, lost, parts_of, told
from tests.score import gold

#: A damage is (what, where, how much): where as a fraction of the text, so that it shrinks well.
DAMAGE = st.tuples(
    st.sampled_from(
        ["drop line", "cut", "narrow", "lose tab", "add tab", "swap lines", "end", "insert", "repeat", "join"]
    ),
    st.floats(0, 1, exclude_max=True),
    st.integers(1, 200),
)
INSERTED = ["\n", "<p>", "</p>", "12. ", " ", "《", "　", "\r", "责任单位", "(", "\t\t"]
SLOW = settings(max_examples=120, deadline=None)
HARMED = settings(max_examples=60, deadline=None)
#: Ways to harm a document in any format, and the formats it is written in.
HARM = st.lists(
    st.tuples(st.sampled_from([*OF_TABLES, *OF_PARTS, *WHOLE]), st.floats(0, 1, exclude_max=True), st.integers(1, 200)),
    min_size=1,
    max_size=4,
)
FORM = st.sampled_from(sorted(FORMATS))
# Read here, not passed as fixtures: a failing example then shows the damage and not the ledger.
TEXT = ingest.default_paths()[0].read_text(encoding="utf-8")
LABELS = gold()


def damaged(text: str, damages: list[tuple[str, float, int]]) -> str:
    for what, where, size in damages:
        lines = text.split("\n")
        at, line = int(where * len(text)), int(where * len(lines))
        other = (line + size) % len(lines)
        if what == "drop line":
            del lines[line]
        elif what == "swap lines":
            lines[line], lines[other] = lines[other], lines[line]
        elif what == "repeat":
            lines.insert(other, lines[line])
        elif what == "join":
            lines[line : line + 2] = ["".join(lines[line : line + 2])]
        text = "\n".join(lines)
        if what == "cut":
            text = text[:at] + text[at + size :]
        elif what == "narrow":
            text = text.replace("（", "(").replace("）", ")")
        elif what == "lose tab":
            tab = text.find("\t", at)
            text = text if tab < 0 else text[:tab] + text[tab + 1 :]
        elif what == "add tab":
            text = text[:at] + "\t" + text[at:]
        elif what == "end":
            text = text[: max(at, len(text) // 2)]
        elif what == "insert":
            text = text[:at] + INSERTED[size % len(INSERTED)] + text[at:]
    return text


def covered(ledger: Ledger, offset: int) -> bool:
    return any(span.start <= offset < span.end for span in told(ledger))


@SLOW
@given(damages=st.lists(DAMAGE, min_size=1, max_size=6))
def test_every_measure_whose_text_survives_is_read_or_reported(
    damages: list[tuple[str, float, int]],
) -> None:
    text = damaged(TEXT, damages)
    try:
        found = read_ledger(document_from_bytes("damaged.txt", text.encode()))
    except InputError as error:
        assert str(error).startswith("damaged.txt:")  # noqa: PT017 - either outcome is right, but this one is checked
        return
    for label in LABELS:
        numbered = f"{label['n']}. {label['text']}"
        at = text.find(numbered)
        if at >= 0:
            assert covered(found, at + len(numbered) - len(label["text"])), label["n"]


@cache
def sound(path: Path) -> tuple[list[Part], list[str]]:
    """The parts of a document and the texts of its measures; those of a few words tell nothing apart."""
    document = document_from_bytes(path.name, path.read_bytes())
    texts = [document.quote(measure.span) for measure in read_ledger(document).measures]
    return parts_of(document), [text for text in texts if len(text) > 12]


def lost_of(path: Path, form: str, damages: list[Damage]) -> list[str]:
    """The measures that a harmed copy in some format holds and its reading says nothing of."""
    parts, texts = sound(path)
    for width in (WHOLE[what] for what, _, _ in damages if what in WHOLE):
        texts = [text.translate(width) for text in texts]
    try:
        document = document_from_bytes(form, FORMATS[form](harmed(parts, damages)))
        found = read_document_as(document)
    except InputError as error:
        assert str(error).startswith(f"{form}:")  # noqa: PT017 - either outcome is right, but this one is checked
        return []
    assert isinstance(found, Ledger)
    whole = texts if "\u2028" in document.text else [text.replace("\u2028", " ") for text in texts]
    return lost(found, whole)


SAMPLES = (
    "cangnan.txt",
    "nanchong.html",
    "ningbo.docx",
    "ningbo.pdf",
    "zhejiang.docx",
    "zhejiang.pdf",
    "zhejiang.xlsx",
)
PLANS = sorted(path.name for path in MADE_UP.iterdir() if not path.name.endswith(".gold.jsonl"))


@pytest.mark.parametrize("name", SAMPLES)
@HARMED
@given(form=FORM, damages=HARM)
def test_every_measure_of_a_harmed_sample_is_read_or_reported(
    shared: Path, name: str, form: str, damages: list[Damage]
) -> None:
    assert lost_of(shared / "samples" / name, form, damages) == []


@pytest.mark.parametrize("name", PLANS)
@HARMED
@given(form=FORM, damages=HARM)
def test_every_measure_of_a_harmed_plan_is_read_or_reported(name: str, form: str, damages: list[Damage]) -> None:
    assert lost_of(MADE_UP / name, form, damages) == []


@SLOW
@given(damages=st.lists(DAMAGE, max_size=4))
def test_every_span_of_a_damaged_ledger_lies_in_its_document(
    damages: list[tuple[str, float, int]],
) -> None:
    text = damaged(TEXT, damages)
    try:
        found = read_ledger(document_from_bytes("damaged.txt", text.encode()))
    except InputError:
        return
    for measure in found.measures:
        things = (*measure.assignments, *measure.citations, *measure.deadlines, *measure.indicators, *measure.clauses)
        spans = [thing.span for thing in things]  # type: ignore[attr-defined]
        for span in (measure.span, *spans):
            assert 0 <= span.start <= span.end <= len(text)


@settings(max_examples=200, deadline=None)
@given(data=st.binary(max_size=400))
def test_bytes_of_any_kind_are_read_or_refused_in_one_line(data: bytes) -> None:
    try:
        read_ledger(document_from_bytes("noise.txt", data))
    except InputError as error:
        assert re.fullmatch(r"noise\.txt:\d+: [^\n]+", str(error))  # noqa: PT017


@settings(max_examples=200, deadline=None)
@given(
    rows=st.lists(
        st.lists(
            st.text(alphabet="一二（）()、，。；1234.局委办市 \u3000牵头负责<p>/《》〔〕号每年底", max_size=20),
            max_size=6,
        ),
        max_size=12,
    )
)
def test_tables_of_any_words_are_read_or_refused(rows: list[list[str]]) -> None:
    text = "项目\t\t重点任务\t责任单位\n" + "\n".join("\t".join(row) for row in rows)
    try:
        read_ledger(document_from_bytes("words.txt", text.encode()))
    except InputError as error:
        assert str(error).startswith("words.txt:")  # noqa: PT017
