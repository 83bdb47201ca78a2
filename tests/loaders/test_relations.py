"""One table of sentences -> what each mention means there: basis, repeal, amendment, or a plain reference."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from taizhang.graph.law import PartKind
from taizhang.graph.model import Relation
from taizhang.loaders.mentions import find_mentions
from taizhang.loaders.relations import relations

ARTICLE, INFO, PREAMBLE, ANNEX = PartKind.ARTICLE, PartKind.INFO, PartKind.PREAMBLE, PartKind.ANNEX

Told = list[tuple[str, str]]


def told(text: str, kind: PartKind) -> Told:
    mentions = find_mentions(text)
    found = relations(text, mentions, kind)
    return [
        (mention.title or mention.number or "", relation.value)
        for mention, relation in zip(mentions, found, strict=True)
    ]


BASIS: list[tuple[PartKind, str, Told]] = [
    (ARTICLE, "根据《甲法》，制定本办法。", [("甲法", "based_on")]),
    (PREAMBLE, "根据《甲法》，制定本办法。", [("甲法", "based_on")]),
    (ARTICLE, "为了规范丙，根据《甲法》、《乙条例》和有关法律、法规，结合本省实际，制定本条例。",
     [("甲法", "based_on"), ("乙条例", "based_on")]),
    (ARTICLE, "为了实施《甲法》，制定本条例。", [("甲法", "based_on")]),
    (ARTICLE, "为贯彻执行《甲法》，结合《乙规划》，制定本办法。", [("甲法", "based_on"), ("乙规划", "cites")]),
    (ARTICLE, "依据《甲法》第五条的规定，特制定本细则。", [("甲法", "based_on")]),
    (ARTICLE, "根据传染病防治法、动物防疫法，制定本条例。", [("传染病防治法", "based_on"), ("动物防疫法", "based_on")]),
    (ARTICLE, "为正确适用《甲法》，结合审判实践，制定本解释。", [("甲法", "based_on")]),
    (PREAMBLE, "为依法惩治丙犯罪，根据《甲法》《乙法》的有关规定，现就审理此类案件的若干问题解释如下：",
     [("甲法", "based_on"), ("乙法", "based_on")]),
    (PREAMBLE, "根据《甲修正案》的规定，现对《乙规定》《丙意见》作如下补充：",
     [("甲修正案", "based_on"), ("乙规定", "cites"), ("丙意见", "cites")]),
    (PREAMBLE, "根据《甲法》，对《关于执行〈乙法〉的规定》作如下修改：",
     [("甲法", "based_on"), ("关于执行〈乙法〉的规定", "cites")]),
    # 参照, 结合, 根据 outside the enacting clause
    (ARTICLE, "根据《甲法》，参照《乙办法》，制定本规定。", [("甲法", "based_on"), ("乙办法", "cites")]),
    (ARTICLE, "参照《甲实施办法》和《乙办法》的基本原则，制定本规范。", [("甲实施办法", "cites"), ("乙办法", "cites")]),
    (ARTICLE, "参照《甲办法》执行，具体办法由国务院卫生主管部门制定。", [("甲办法", "cites")]),
    (ARTICLE, "根据《甲法》的规定，给予处罚。", [("甲法", "cites")]),
    (ARTICLE, "依照《甲法》处罚。根据《乙法》，制定本办法。", [("甲法", "cites"), ("乙法", "based_on")]),
    (ARTICLE, "依照《甲法》处罚\n根据《乙法》，制定本办法", [("甲法", "cites"), ("乙法", "based_on")]),
    (ARTICLE, "对《甲条例》作如下修改：", [("甲条例", "cites")]),
]  # fmt: skip

REPEALS: list[tuple[PartKind, str, Told]] = [
    (ARTICLE, "本条例自2020年1月1日起施行。《甲办法》同时废止。", [("甲办法", "repeals")]),
    (ARTICLE, "本条例自2020年1月1日起施行，1990年1月1日起施行的《甲办法》同时废止。", [("甲办法", "repeals")]),
    (ANNEX, "依照《甲法》执行。《乙办法》同时废止。", [("甲法", "cites"), ("乙办法", "repeals")]),
    (ARTICLE, "本办法施行后，《甲办法》、《乙办法》和《丙办法》同时废止。",
     [("甲办法", "repeals"), ("乙办法", "repeals"), ("丙办法", "repeals")]),
    (ARTICLE, "1990年5月1日国务院批准、1990年6月1日甲部发布的《甲办法》和1991年5月1日乙部发布的《乙办法》同时废止。",
     [("甲办法", "repeals"), ("乙办法", "repeals")]),
    (ARTICLE, "1995年12月21日通过、根据1997年4月16日《关于修改〈甲条例〉的决定》修正的《甲条例》，1989年市人民政府令第38号发布的《乙规定》同时废止。",
     [("关于修改〈甲条例〉的决定", "cites"), ("甲条例", "repeals"), ("乙规定", "repeals")]),
    (ARTICLE, "《甲规定》（公安部第69号令）同时废止。本规定生效后，以前有关规定与本规定不一致的，以本规定为准。",
     [("甲规定", "repeals")]),
    (ARTICLE, "《甲办法》即行废止。", [("甲办法", "repeals")]),
    (ARTICLE, "《甲办法》自本条例施行之日起停止执行。", [("甲办法", "repeals")]),
    (ARTICLE, "自本条例施行之日起，《甲办法》不再适用。", [("甲办法", "repeals")]),
    (ARTICLE, "《甲办法》予以废止；《乙办法》继续有效。", [("甲办法", "repeals"), ("乙办法", "cites")]),
    (ARTICLE, "法释〔2001〕5号、国发〔1990〕5号文件同时废止。",
     [("法释〔2001〕5号", "repeals"), ("国发〔1990〕5号", "repeals")]),
    (PREAMBLE, "一、废止《甲办法》（2007年9月14日甲市人民代表大会常务委员会通过）、《乙办法》和《丙办法》。",
     [("甲办法", "repeals"), ("乙办法", "repeals"), ("丙办法", "repeals")]),
    (PREAMBLE, "决定废止下列《甲办法》、《乙办法》。", [("甲办法", "repeals"), ("乙办法", "repeals")]),
    # spoken of, not done
    (ARTICLE, "依照《甲法》被修改或者废止的，应当公布。", [("甲法", "cites")]),
    (ARTICLE, "依据《甲法》制定的规章废止的，依照《乙法》公布。", [("甲法", "cites"), ("乙法", "cites")]),
    (ARTICLE, "《甲条例》废止后，依照《乙条例》办理。", [("甲条例", "cites"), ("乙条例", "cites")]),
    (ARTICLE, "违反《甲法》取得的许可证应当废止。", [("甲法", "cites")]),
    (ARTICLE, "《甲办法》、《关于废止部分规章的决定》另有规定的，从其规定。",
     [("甲办法", "cites"), ("关于废止部分规章的决定", "cites")]),
    (ARTICLE, "与《甲法》不一致的，以《甲法》为准，《乙法》同时废止。",
     [("甲法", "cites"), ("甲法", "cites"), ("乙法", "repeals")]),
    (ARTICLE, "本办法施行前依照《甲办法》取得的许可证继续有效，《甲办法》同时废止。",
     [("甲办法", "cites"), ("甲办法", "repeals")]),
    (ARTICLE, "行政复议期间不停止执行；依照《甲法》可以停止执行的除外。", [("甲法", "cites")]),
]  # fmt: skip

AMENDED_BY: list[tuple[PartKind, str, Told]] = [
    (INFO, "2010年9月10日根据《关于修改〈甲条例〉的决定》修正", [("关于修改〈甲条例〉的决定", "amended_by")]),
    (INFO, "第六次会议《关于修改<甲法>等十五部法律的决定》第二次修正", [("关于修改<甲法>等十五部法律的决定", "amended_by")]),
    (INFO, "根据《甲决定》修订", [("甲决定", "amended_by")]),
    (INFO, "2020年12月26日《甲修正案（十一）》", [("甲修正案（十一）", "amended_by")]),
    (INFO, "2020年1月1日根据《甲法》的授权通过，《乙办法》同时废止", [("甲法", "cites"), ("乙办法", "cites")]),
    (ARTICLE, "根据《甲决定》修正的《甲条例》同时废止。", [("甲决定", "cites"), ("甲条例", "repeals")]),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "text", "expected"), [*BASIS, *REPEALS, *AMENDED_BY])
def test_what_a_mention_means(kind: PartKind, text: str, expected: Told) -> None:
    assert told(text, kind) == expected


@pytest.mark.xfail(
    reason="a list below the line that repeals it (予以废止：) is read as citations: one line is one sentence"
)
def test_a_list_below_the_line_that_repeals_it() -> None:
    text = "下列条例和决定，自本法施行之日起，予以废止：\n\n1．《甲条例》\n\n2．《乙决定》"
    assert told(text, ARTICLE) == [("甲条例", "repeals"), ("乙决定", "repeals")]


PIECES = "《甲法》 《乙办法》（国发〔1990〕5号） 《 》 、 ， 。 \n 和 根据 参照 实施 依照 废止 同时废止 停止执行 的 应当 制定本办法 解释如下 修正 刑法 第三条 为准".split(
    " "
)
SENTENCES = st.lists(st.sampled_from(PIECES), max_size=20).map("".join)


@settings(deadline=None)
@given(text=SENTENCES | st.text(), kind=st.sampled_from(PartKind))
def test_every_mention_has_one_relation_and_only_info_blocks_amend(text: str, kind: PartKind) -> None:
    found = list(relations(text, find_mentions(text), kind))
    assert len(found) == len(find_mentions(text))
    assert set(found) <= (
        {Relation.AMENDED_BY, Relation.CITES} if kind is INFO else {Relation.BASED_ON, Relation.REPEALS, Relation.CITES}
    )


@settings(deadline=None)
@given(before=SENTENCES, after=SENTENCES)
def test_other_lines_do_not_change_what_a_line_means(before: str, after: str) -> None:
    line = "根据《甲法》，制定本办法，《乙办法》同时废止。"
    text = f"{before}\n{line}\n{after}"
    mentions = find_mentions(text)
    start = len(before) + 1
    found = [
        relation.value
        for mention, relation in zip(mentions, relations(text, mentions, ARTICLE), strict=True)
        if start <= mention.start < start + len(line)
    ]
    assert found == ["based_on", "repeals"]
