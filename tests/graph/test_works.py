"""How a mention finds its instrument, and from when to when the versions of an instrument are in force."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taizhang.graph.works import Candidate, Found, Resolution, Status, Version, Work, Works, with_ends
from taizhang.loaders.reading import register
from taizhang.ontology.files import aliases

HENAN, ZHENGZHOU = "410000", "410100"

#: Titles and numbers known, by the name of the instrument.
KNOWN = {
    "law": Work("law", ["中华人民共和国水井法"]),
    "order": Work("order", ["水井管理条例"], ["国务院令第9001号"]),
    "old-opinion": Work("old-opinion", ["关于加强水井工作的意见"], ["国办发〔2015〕9号"]),
    "new-opinion": Work("new-opinion", ["关于加强水井工作的意见"], ["国办发〔2020〕30号"]),
    "henan": Work("henan", ["河南省水井检查办法"], ["河南省人民政府令第9077号"], place=HENAN),
    "nowhere": Work("nowhere", ["水井普查规则"], ["省政府令第12号"]),
    "notice-5": Work("notice-5", ["水井安全公告"], ["公告第5号"]),
    "notice-6": Work("notice-6", ["水井水质公告"], ["公告第6号"]),
    "ministry": Work("ministry", ["水井设备监督办法"], ["市场监管总局令第3号"]),
    "office": Work("office", ["河南省水井消防规定"], ["河南省公安厅令第9077号"], place=HENAN),
    "election": Work("election", ["全国人民代表大会和地方各级人民代表大会选举法"]),
    "implementing": Work("implementing", ["青河省实施《中华人民共和国水井法》办法"]),
    "rules-of": Work("rules-of", ["北江省水井法实施办法"]),
    "local": Work("local", ["青河省水井管理规定"]),
    "opinion-of": Work("opinion-of", ["甲省人民政府关于加强水井管理的意见"]),
    "trial": Work("trial", ["水井档案管理办法（试行）"]),
    "whole": Work("whole", ["水井巡查管理办法"]),
    "census": Work("census", ["国务院关于推进水井普查的通知"]),
    "plan": Work("plan", ["国务院办公厅关于印发水井修缮方案的通知"]),
    "likeness-1": Work("likeness-1", ["青河省农村公用水井安全使用和管理规定"]),
    "likeness-2": Work("likeness-2", ["青河省农村公用水井安全使用管理规定"]),
}


@pytest.fixture(scope="module")
def works() -> Works:
    return Works(KNOWN.values(), register(), aliases())


def resolved(resolution: Resolution, iri: str) -> Found:
    return Found(Status.RESOLVED, resolution, iri)


def likely(resolution: Resolution, iri: str) -> Found:
    return Found(Status.AMBIGUOUS, resolution, candidates=(Candidate(iri, 100.0),))


def unresolved(resolution: Resolution, *candidates: Candidate) -> Found:
    return Found(Status.UNRESOLVED, resolution, candidates=candidates)


TWO_OPINIONS = Found(
    Status.AMBIGUOUS,
    Resolution.SEVERAL,
    candidates=(Candidate("new-opinion", 100.0), Candidate("old-opinion", 100.0)),
)
LAW, NUMBER, NOT_HERE = resolved(Resolution.TITLE, "law"), Resolution.NUMBER, unresolved(Resolution.NOT_IN_GRAPH)


@pytest.mark.parametrize(
    ("title", "number", "place", "citing", "expected"),
    [
        # titles
        pytest.param("中华人民共和国水井法", None, None, "", LAW, id="the title as it is"),
        pytest.param("水井法", None, None, "", LAW, id="without 中华人民共和国"),
        pytest.param("《水 井　法》", None, None, "", LAW, id="with brackets and spaces"),
        pytest.param("青河省实施〈水井法〉办法", None, None, "", resolved(Resolution.TITLE, "implementing"), id="〈〉 for 《》"),
        pytest.param("青河省实施水井法办法", None, None, "", resolved(Resolution.TITLE, "implementing"), id="no brackets inside"),
        # numbers
        pytest.param("", "国务院令第9001号", None, "", resolved(NUMBER, "order"), id="a number alone"),
        pytest.param("", "中华人民共和国国务院令第9001号", None, "", resolved(NUMBER, "order"), id="a number in full"),
        pytest.param("水井条例", "国务院令第9001号", None, "", resolved(NUMBER, "order"), id="a number beside another title"),
        pytest.param("水井管理条例", "国务院令第9001号", None, "", resolved(Resolution.TITLE, "order"), id="title and number"),
        pytest.param("关于加强水井工作的意见", None, None, "", TWO_OPINIONS, id="one title of two instruments"),
        pytest.param("关于加强水井工作的意见", "国办发〔2020〕30号", None, "", resolved(NUMBER, "new-opinion"), id="told apart by number"),
        pytest.param("", "国办发[2020] 30 号", None, "", resolved(NUMBER, "new-opinion"), id="another bracket and spaces"),
        pytest.param("关于加强水井工作的意见", "国办发（2015）第9号", None, "", resolved(NUMBER, "old-opinion"), id="round brackets"),
        pytest.param("", "国办发〔1999〕1号", None, "", NOT_HERE, id="a number nobody has"),
        pytest.param("", "公告第6号", None, "", resolved(NUMBER, "notice-6"), id="a number of no known form"),
        pytest.param("", "公告第7号", None, "", NOT_HERE, id="another number of no known form"),
        # orders that name their government by its level
        pytest.param("", "省政府令第9077号", ZHENGZHOU, "", resolved(NUMBER, "henan"), id="the province of a city"),
        pytest.param("", "省人民政府令第9077号", HENAN, "", resolved(NUMBER, "henan"), id="人民政府 for 政府"),
        pytest.param("", "河南省人民政府令第9077号", None, "", resolved(NUMBER, "henan"), id="the province is named"),
        pytest.param("", "省政府令第9077号", "330100", "", NOT_HERE, id="the province of another city"),
        pytest.param("", "省政府令第9077号", None, "", unresolved(Resolution.NO_JURISDICTION), id="which province is not known"),
        pytest.param("", "省政府令第12号", None, "", unresolved(Resolution.NO_JURISDICTION), id="two unknown provinces are not one"),
        pytest.param("", "市政府令第9077号", ZHENGZHOU, "", NOT_HERE, id="the city is not the province"),
        pytest.param("", "市场监管总局令第3号", ZHENGZHOU, "", resolved(NUMBER, "ministry"), id="市场监管总局 is no city"),
        pytest.param("", "市政府令第3号", ZHENGZHOU, "", NOT_HERE, id="nor is the city 市场监管总局"),
        pytest.param("", "河南省公安厅令第9077号", ZHENGZHOU, "", resolved(NUMBER, "office"), id="an office is not its government"),
        # the usual variants
        pytest.param("选举法", None, None, "", resolved(Resolution.ALIAS, "election"), id="the usual short name"),
        pytest.param("青河省水井法实施办法", None, None, "", resolved(Resolution.WORDING, "implementing"), id="X实施办法 for 实施X办法"),
        pytest.param("北江省实施〈中华人民共和国水井法〉办法", None, None, "", resolved(Resolution.WORDING, "rules-of"), id="and the reverse"),
        pytest.param("关于推进水井普查的通知", None, None, "", resolved(Resolution.ISSUER, "census"), id="the mention leaves the issuer out"),
        pytest.param("国务院关于加强水井工作的意见", None, None, "", TWO_OPINIONS, id="the text leaves the issuer out"),
        pytest.param("关于加强水井管理的意见", None, None, "", resolved(Resolution.ISSUER, "opinion-of"), id="no province against 甲省"),
        pytest.param(
            "乙省人民政府关于加强水井管理的意见", None, None, "",
            unresolved(Resolution.SIMILAR, Candidate("opinion-of", 94.1)), id="乙省 is never 甲省",
        ),
        pytest.param("水井修缮方案", None, None, "", resolved(Resolution.ISSUER, "plan"), id="what a notice issued"),
        pytest.param("水井档案管理办法", None, None, "", resolved(Resolution.SUFFIX, "trial"), id="without 试行"),
        pytest.param("水井巡查管理办法（试行）", None, None, "", likely(Resolution.SUFFIX, "whole"), id="with 试行"),
        pytest.param("水井巡查管理办法（2020年修订）", None, None, "", resolved(Resolution.SUFFIX, "whole"), id="with 修订"),
        pytest.param("水井管理规定", None, None, "青河省水井检查办法", likely(Resolution.PLACE, "local"), id="in a text of that province"),
        pytest.param("水井管理规定", None, None, "丙省水井检查办法", NOT_HERE, id="in a text of another province"),
        pytest.param("水井管理规定", None, None, "", NOT_HERE, id="in a text of no province"),
        # nothing
        pytest.param(
            "青河省农村公用水井安全使用与管理规定", None, None, "",
            unresolved(Resolution.SIMILAR, Candidate("likeness-2", 97.1), Candidate("likeness-1", 94.4)), id="similar titles, the most alike first",
        ),
        pytest.param("电梯安全条例", None, None, "", NOT_HERE, id="a title nobody has"),
        pytest.param("电梯安全条例", "国务院令第1号", None, "", NOT_HERE, id="neither title nor number"),
        pytest.param("", None, None, "", NOT_HERE, id="nothing at all"),
    ],
)  # fmt: skip
def test_a_mention_finds_its_instrument_for_a_reason(
    title: str, number: str | None, place: str | None, citing: str, expected: Found, works: Works
) -> None:
    assert works.find(title, number, place, citing) == expected


WORDS = st.text() | st.lists(
    st.sampled_from(
        [*(work.titles[0] for work in KNOWN.values()), *"《〈（省市令第号〔〕[]2022 9077", "政府令", "试行"]
    )
).map("".join)


@given(WORDS, WORDS | st.none(), st.sampled_from([None, HENAN, ZHENGZHOU, "", "330100"]) | WORDS, WORDS)
def test_any_words_are_answered_and_always_the_same(
    title: str, number: str | None, place: str | None, citing: str
) -> None:
    one, other = (Works(order, register(), aliases()) for order in (KNOWN.values(), reversed(KNOWN.values())))
    found = one.find(title, number, place, citing)
    assert found == other.find(title, number, place, citing)
    assert (found.iri is not None) == (found.status is Status.RESOLVED)
    assert {candidate.iri for candidate in found.candidates} <= set(KNOWN)


# -- versions

FIRST = Version("first", date(2001, 3, 1), date(2001, 6, 1))
SECOND = Version("second", date(2010, 2, 1), date(2010, 7, 1))
THIRD = Version("third", date(2019, 6, 29), date(2019, 6, 29))
UNDATED = Version("undated", None, None)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        pytest.param(date(1999, 1, 1), "first", id="before the first, whose older wording is not known"),
        pytest.param(date(2001, 6, 1), "first", id="on the first day"),
        pytest.param(date(2010, 6, 30), "first", id="made, but not yet begun"),
        pytest.param(date(2010, 7, 1), "second", id="on the day the next begins"),
        pytest.param(date(2015, 1, 1), "second", id="between two"),
        pytest.param(date(2030, 1, 1), "third", id="after the last"),
        pytest.param(None, "third", id="without a day"),
    ],
)
def test_the_version_on_a_day_is_the_last_that_had_begun(day: date | None, expected: str) -> None:
    version = Work("w", versions=[FIRST, SECOND, THIRD]).version_on(day)
    assert version is not None
    assert version.iri == expected


def test_a_work_without_versions_has_none_on_any_day() -> None:
    assert (Work("w").version_on(date(2020, 1, 1)), Work("w").version_on(None)) == (None, None)


def test_a_version_without_a_day_has_always_begun() -> None:
    assert Work("w", versions=[UNDATED, SECOND]).version_on(date(2005, 1, 1)) == UNDATED


@pytest.mark.parametrize(
    ("versions", "repealed", "expected"),
    [
        pytest.param([], None, [], id="no version"),
        pytest.param([FIRST], None, [("first", None)], id="in force to this day"),
        pytest.param(
            [THIRD, FIRST, SECOND], None,
            [("first", date(2010, 6, 30)), ("second", date(2019, 6, 28)), ("third", None)], id="until the next begins, in any order",
        ),
        pytest.param([FIRST, SECOND], date(2016, 12, 1), [("first", date(2010, 6, 30)), ("second", date(2016, 11, 30))], id="until the repeal"),
        pytest.param([FIRST], date(2001, 6, 1), [("first", None)], id="a repeal on its own first day is of an older text"),
        pytest.param(
            [FIRST, THIRD], date(2016, 12, 1), [("first", date(2016, 11, 30)), ("third", None)],
            id="a text of the same title made after the repeal lives on",
        ),
        pytest.param([SECOND, UNDATED], date(2016, 12, 1), [("undated", date(2010, 6, 30)), ("second", date(2016, 11, 30))], id="without a first day"),
    ],
)  # fmt: skip
def test_a_version_ends_the_day_before_the_next_begins_or_the_work_is_repealed(
    versions: list[Version], repealed: date | None, expected: list[tuple[str, date | None]]
) -> None:
    work = Work("w", versions=list(versions), repealed=repealed)
    with_ends(work)
    assert [(version.iri, version.ends) for version in work.versions] == expected


DAYS = st.dates(date(1990, 1, 1), date(2030, 1, 1))


#: A work has one version at most whose day nobody knows.
STARTS = st.lists(DAYS | st.none(), max_size=5).filter(lambda days: days.count(None) <= 1)


@given(STARTS, DAYS | st.none(), DAYS)
def test_at_most_one_version_is_in_force_on_a_day_and_it_is_the_one_given(
    starts: list[date | None], repealed: date | None, day: date
) -> None:
    versions = [Version(f"v{number}", None, start) for number, start in enumerate(starts)]
    work = Work("w", versions=versions, repealed=repealed)
    with_ends(work)
    assert sorted(version.iri for version in work.versions) == sorted(version.iri for version in versions)
    in_force = [
        version
        for version in work.versions
        if (version.starts is None or version.starts <= day) and (version.ends is None or day <= version.ends)
    ]
    assert len(in_force) <= 1
    assert in_force in ([], [work.version_on(day)])
