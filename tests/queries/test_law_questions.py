"""The questions about law texts, asked of the made-up corpus; the answers were worked out by reading its texts."""

import pytest

from taizhang.graph.embedded import OxigraphStore
from taizhang.queries import answers
from taizhang.queries.catalogue import question
from tests import laws
from tests.graph.test_links import short

LAW, REG, RULES = "中华人民共和国水井法", "水井管理条例", "青河省实施《中华人民共和国水井法》办法"
COURT, OLD, INSP = "最高人民法院关于审理水井纠纷案件适用法律的解释", "青河省水井管理规定", "河南省水井检查办法"
DECISION = "关于修改〈中华人民共和国水井法〉的决定"
PASSED = "第十一届全国人民代表大会常务委员会第十三次会议通过"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> OxigraphStore:
    return OxigraphStore.open(laws.corpus_store(tmp_path_factory.getbasetemp()))


def ask(store: OxigraphStore, name: str, **values: str) -> list[tuple[str, ...]]:
    """The rows of an answer in short names; what is unbound is empty."""
    found = answers.records(answers.ask(store, question(name), values))
    return [tuple("" if value is None else short(str(value)) for value in row.values()) for row in found]


def test_most_cited(store: OxigraphStore) -> None:
    assert ask(store, "most-cited", least="2") == [
        ("LAW", LAW, "12", "12"),
        ("REG", REG, "4", "4"),
        ("ARCHIVES", "水井档案管理办法", "2", "2"),
        ("OLD", OLD, "2", "2"),
    ]


def test_the_chain_from_a_measure_to_the_law(store: OxigraphStore) -> None:
    measure = "严格执行《水井管理条例》（国务院令第9001号）第五条，每年开展一次水井检查。"
    assert ask(store, "citation-chain", measure="1") == [
        ("1", "m1", measure, "REG", REG, "《水井管理条例》（国务院令第9001号）第五条", ""),
        ("2", "REG", REG, "LAW", LAW, "《中华人民共和国水井法》", ""),
        ("2", "REG", REG, "LAW", LAW, "《中华人民共和国水井法》第三条", ""),
        ("2", "REG", REG, "LAW", LAW, "《中华人民共和国水井法》第五条", ""),
    ]


def test_citations_without_an_instrument_are_kept_with_their_reason(store: OxigraphStore) -> None:
    assert ask(store, "unresolved-citations", title="水井") == [
        (
            "ARCHIVES",
            "水井档案管理办法",
            "unresolved",
            "not-in-graph",
            "2",
            "",
            "",
            "《水井档案管理办法》第七条",
        ),
        ("DECISION", DECISION, "unresolved", "not-in-graph", "1", "", "", f"《{DECISION}》"),
        (
            "law/shuijingguanliguiding",
            "水井管理规定",
            "ambiguous",
            "place",
            "1",
            OLD,
            "100.0",
            "《水井管理规定》第三条",
        ),
        ("PLANNED", "郑州市水井养护办法", "unresolved", "not-in-graph", "1", "", "", "《郑州市水井养护办法》"),
    ]


@pytest.mark.parametrize(("on", "expected"), [("2016-11-30", []), ("2016-12-01", ["m9"])])
def test_what_is_repealed_and_still_cited(store: OxigraphStore, on: str, expected: list[str]) -> None:
    found = ask(store, "repealed-but-cited", title="水井", on=on)
    assert [row[4] for row in found] == expected
    assert found in (
        [],
        [("OLD", OLD, "2016-12-01", RULES, "m9", "9", "cites", "《青河省水井管理规定》第二条")],
    )


def test_the_history_of_a_law(store: OxigraphStore) -> None:
    old = ("LAW", LAW, "LAW-2010", "2010-03-01", "2010-07-01", "2019-06-28", "11")
    new = ("LAW", LAW, "LAW-2019", "2019-06-29", "2019-06-29", "", "11")
    amended = f"2019年6月29日 第十三届全国人民代表大会常务委员会第十一次会议《{DECISION}》修正"
    assert ask(store, "version-history", title=LAW)[2:] == [
        (*old, "passed", "2010-03-01", f"2010年3月1日 {PASSED}"),
        (*old, "effective", "2010-07-01", "本法自2010年7月1日起施行"),
        (*new, "passed", "2010-03-01", f"2010年3月1日 {PASSED}"),
        (*new, "effective", "2010-07-01", "本法自2010年7月1日起施行"),
        (*new, "amended", "2019-06-29", amended),
    ]


def test_what_became_of_the_articles_that_others_cite(store: OxigraphStore) -> None:
    cited = "《中华人民共和国水井法》"
    rows = [
        ("RULES-2016/art/2", RULES, "第二条", LAW, "第二条", "same", "第二条", f"{cited}第二条"),
        ("RULES-2016/art/4", RULES, "第四条", LAW, "第四条", "removed", "", f"{cited}第四条"),
        ("REG-2015/art/3", REG, "第三条", LAW, "第五条", "moved", "第四条", f"{cited}第五条"),
        ("REG-2015/art/4", REG, "第四条", LAW, "第三条", "edited", "第三条", f"{cited}第三条"),
        ("COURT-2012/art/1", COURT, "第一条", LAW, "第四条", "removed", "", f"{cited}第四条"),
        ("COURT-2012/art/2", COURT, "第二条", LAW, "第五条", "moved", "第四条", f"{cited}第五条"),
    ]
    assert ask(store, "pinpoint-drift") == rows
    assert ask(store, "pinpoint-drift", drift="removed") == [row for row in rows if row[5] == "removed"]


def test_what_texts_do_to_each_other(store: OxigraphStore) -> None:
    assert ask(store, "effects-of", title="水井") == [
        ("REG-2015", REG, "replacement", "REG", REG, "", "2015-10-01", "《水井管理条例》"),
        ("RULES-2016", RULES, "repeal", "OLD", OLD, "", "2016-12-01", "《青河省水井管理规定》"),
        ("DECISION", DECISION, "amendment", "LAW", LAW, "", "2019-06-29", f"《{DECISION}》"),
    ]


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (
            "2016-10-01",
            [
                ("LAW", LAW, "LAW-2010", "2010-07-01", "2019-06-28"),
                ("COURT", COURT, "COURT-2012", "2012-06-01", ""),
                ("REG", REG, "REG-2015", "2015-10-01", ""),
                ("OLD", OLD, "OLD-2001", "2001-09-01", "2016-11-30"),
            ],
        ),
        (
            "2020-01-01",
            [
                ("LAW", LAW, "LAW-2019", "2019-06-29", ""),
                ("COURT", COURT, "COURT-2012", "2012-06-01", ""),
                ("REG", REG, "REG-2015", "2015-10-01", ""),
                ("INSP", INSP, "INSP-2018", "2018-04-01", ""),
                ("RULES", RULES, "RULES-2016", "2016-12-01", ""),
            ],
        ),
    ],
)
def test_what_was_in_force_on_a_day(store: OxigraphStore, on: str, expected: list[tuple[str, ...]]) -> None:
    assert ask(store, "as-of", on=on, title="水井") == expected


def test_a_basis_that_was_repealed(tmp_path_factory: pytest.TempPathFactory) -> None:
    """The text keeps its day; before the repeal there is nothing to report."""
    texts = {
        "甲条例(2001-01-01).md": "# 甲条例\n\n2001年1月1日 国务院令第9101号公布\n\n<!-- INFO END -->\n\n第一条 为了安全，制定本条例。\n\n第二条 本条例自2001年2月1日起施行。\n",
        "乙条例(2010-01-01).md": "# 乙条例\n\n2010年1月1日 国务院令第9102号公布\n\n<!-- INFO END -->\n\n第一条 为了安全，制定本条例。\n\n第二条 本条例自2010年3月1日起施行。《甲条例》同时废止。\n",
        "丙办法(2005-01-01).md": "# 丙办法\n\n2005年1月1日 某部令第9103号公布\n\n<!-- INFO END -->\n\n第一条 根据《甲条例》，制定本办法。\n\n第二条 本办法自2005年3月1日起施行。\n",
    }  # fmt: skip
    folder = tmp_path_factory.mktemp("stale")
    store = laws.load(folder / "texts", texts, folder / "store")
    row = ("law/bingbanfa/2005-01-01", "丙办法（2005-01-01）", "第一条", "law/jiatiaoli", "甲条例", "乙条例")
    assert ask(store, "stale-basis-laws") == [(*row, "2010-03-01", "《甲条例》", "《甲条例》")]
    assert ask(store, "stale-basis-laws", on="2010-02-28") == []
