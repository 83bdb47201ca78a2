"""Pictures for reports: the same bytes each time, texts as texts, no empty boxes, nothing of the machine's."""

import struct
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from lxml import etree

from taizhang.api.changes import ask_impact
from taizhang.api.pictures import PictureFormat, impact_of, load_of
from taizhang.graph.embedded import OxigraphStore
from taizhang.graph.impact_index import read_index
from taizhang.graph.networks import Load
from taizhang.ontology.errors import Language, NothingFound
from taizhang.visualizations import load_picture
from taizhang.visualizations.drawing import Drawing, fitting, seen, width_of
from taizhang.visualizations.origin import Origin
from tests.conftest import run
from tests.visualizations.texts import HOSTILE, TEXTS

ORIGIN = Origin(("台账.txt",), 0, "2026-11-23", "0.1.0")
SVG = "{http://www.w3.org/2000/svg}"


def texts_of(svg: bytes) -> list[str]:
    return [made.text or "" for made in etree.fromstring(svg).iter(f"{SVG}text")]


def size_of(png: bytes) -> tuple[int, int]:
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    return struct.unpack(">II", png[16:24])


def test_the_load_of_the_ledger_has_title_legend_rows_source_and_day(store: OxigraphStore) -> None:
    found = texts_of(load_of(store, None, None, Language.ZH).written(PictureFormat.SVG))
    assert found[:6] == ["各单位负荷", "郑州市提升行政执法质量三年行动工作台账", "牵头", "负责", "配合",
                         "加权 = 牵头 × 1 + 负责 × 0.8 + 配合 × 0.5"]  # fmt: skip
    assert found[8:13] == ["市司法局", "56", "17", "73", "69.6"]
    assert found[-1].startswith("来源：zhengzhou-2024.txt · 图谱截至 2")
    assert "市政务办" in found


def test_deadlines_near_a_day_add_to_the_load_and_the_picture_says_so(store: OxigraphStore) -> None:
    plain = texts_of(load_of(store, None, None, Language.EN).written(PictureFormat.SVG))
    urgent = texts_of(load_of(store, None, date(2024, 12, 1), Language.EN).written(PictureFormat.SVG))
    assert "due within 90 days of 2024-12-01" in " ".join(urgent)
    assert plain != urgent


def test_an_impact_shows_each_step_away_with_its_class(store: OxigraphStore) -> None:
    found = ask_impact(read_index(store), "省政府令第180号")
    drawn = texts_of(impact_of(store, found, Language.ZH).written(PictureFormat.SVG))
    assert drawn[:3] == ["变动影响：河南省行政执法证件管理办法", "废止（省政府令第180号）", "须核对：事项 1，单位 4"]
    assert [text for text in drawn if text.startswith("第 ")] == ["第 1 层", "第 2 层"]
    assert drawn.count("单位 · 配合") == 3
    assert drawn.count("单位 · 牵头") == 1


def test_the_same_question_gives_the_same_bytes(store_path: Path) -> None:
    for form in ("svg", "png"):
        asked = ("export", "-f", form, "--what", "impact", "-i", "行政处罚法", "--store", str(store_path))
        once, again = (run_bytes(*asked) for _ in range(2))
        assert once == again
        assert len(once) > 1000


def run_bytes(*arguments: str) -> bytes:
    path = Path(arguments[-1]).parent / "picture"
    done = run(*arguments, "-o", str(path))
    assert done.code == 0, done.err
    return path.read_bytes()


def test_a_png_is_drawn_where_the_machine_has_no_chinese_font(
    store: OxigraphStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The fonts of the machine are never looked at: with none the pixels are the same."""
    picture = load_of(store, None, None, Language.ZH)
    here = picture.written(PictureFormat.PNG)
    monkeypatch.setenv("FONTCONFIG_FILE", "/dev/null")
    monkeypatch.setenv("HOME", "/nonexistent")
    assert picture.written(PictureFormat.PNG) == here
    assert size_of(here)[0] == 2240


def test_a_character_without_a_glyph_is_drawn_as_its_code() -> None:
    """𠮷 stands in no simplified font: a box would say nothing."""
    known = Drawing("甲", "甲", "zh", 400, 40)
    known.write(0, 20, "〔U+20BB7〕野")
    unknown = Drawing("甲", "甲", "zh", 400, 40)
    unknown.write(0, 20, "𠮷野")
    assert unknown.png() == known.png()
    assert "𠮷野" in unknown.svg().decode()


def test_chinese_characters_leave_marks_of_their_own() -> None:
    drawn = {}
    for text in ("台", "账", "囧"):
        made = Drawing("甲", "甲", "zh", 60, 60)
        made.write(10, 40, text, 40)
        drawn[text] = made.png()
    assert len(set(drawn.values())) == 3


@given(TEXTS)
@hypothesis_settings(max_examples=100)
def test_any_text_is_one_text_of_a_well_formed_picture(text: str) -> None:
    row = Load("u", text, 1, 0, 0, 1, 1.0)
    svg = load_picture.picture([row], text, ORIGIN, Language.ZH).svg()
    root = etree.fromstring(svg)
    names = {etree.QName(made).localname for made in root.iter()}
    assert names == {"svg", "title", "desc", "rect", "text", "path"}
    assert len(list(root.iter(f"{SVG}text"))) == 13


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_are_drawn(text: str) -> None:
    made = Drawing(text, text, "zh", 400, 40)
    made.write(0, 20, text)
    assert made.png()[:4] == b"\x89PNG"
    (held,) = etree.fromstring(made.svg()).iter(f"{SVG}text")
    assert held.text == seen(text)


def test_marks_that_turn_text_around_are_seen() -> None:
    assert seen("甲\u202e乙\u200f\x00\u2028丙\n丁") == "甲〔U+202E〕乙〔U+200F〕〔U+0000〕 丙 丁"


@pytest.mark.parametrize("text", ["短", "郑州市提升行政执法质量三年行动工作台账第15项", "w" * 10_000, "字" * 10_000])
def test_what_is_too_long_keeps_its_beginning_and_its_end(text: str) -> None:
    found = fitting(text, 13, 216)
    assert width_of(found, 13) <= 216
    assert (found[0], found[-1]) == (text[0], text[-1])


def test_many_units_are_summed_up_in_the_last_line() -> None:
    rows = [Load(f"u{n}", f"单位{n}", 1, 0, 0, 1, 1.0) for n in range(50)]
    assert "另有 10 个单位，共 10 项次" in texts_of(load_picture.picture(rows, "甲", ORIGIN, Language.ZH).svg())


def test_no_load_is_said_in_words() -> None:
    assert "no unit in the graph carries a measure" in texts_of(
        load_picture.picture([], "x", ORIGIN, Language.EN).svg()
    )


def test_an_unknown_ledger_is_not_drawn_as_an_empty_picture(store: OxigraphStore) -> None:
    with pytest.raises(NothingFound, match="no such ledger"):
        load_of(store, "nowhere", None, Language.ZH)


def test_a_picture_of_an_impact_asks_for_the_instrument(store_path: Path) -> None:
    done = run("export", "-f", "svg", "-w", "impact", "--store", str(store_path))
    assert done.code == 2
    assert "--instrument" in done.err
