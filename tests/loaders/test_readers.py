"""Tables of wording -> reading for each reader of a measure's text."""

import pytest

from taizhang.loaders.citations import read_citations
from taizhang.loaders.deadlines import read_deadlines, read_vague_time
from taizhang.loaders.indicators import read_indicators
from taizhang.loaders.mechanisms import read_mechanisms
from taizhang.loaders.modality import read_bearer, read_clauses, read_modality
from taizhang.loaders.responsibility import read_assignments, split_phrases


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("市司法局", [("市司法局", "responsible")]),
        ("市司法局，县级司法行政部门", [("市司法局", "responsible"), ("县级司法行政部门", "responsible")]),
        ("市司法局牵头", [("市司法局", "lead")]),
        ("市司法局，市委政法委牵头，市法院按职责分工负责", [("市司法局", "lead"), ("市委政法委", "lead"), ("市法院", "participant")]),
        ("市司法局牵头, 区县(市)政府", [("市司法局", "lead"), ("区县（市）政府", "participant")]),
        ("市司法局牵头，12345 政务服务便民热线办", [("市司法局", "lead"), ("12345政务服务便民热线办", "participant")]),
        ("市财政局负责，市审计局配合", [("市财政局", "responsible"), ("市审计局", "participant")]),
        ("市发改委、市住建局；市规划局等按照职责分工分别负责", [("市发改委", "responsible"), ("市住建局", "responsible"), ("市规划局", "responsible")]),
        ("市发改委、市住建局等部门", [("市发改委", "responsible"), ("市住建局", "responsible")]),
        ("县委组织部（人才办），县局", [("县委组织部（人才办）", "responsible"), ("县局", "responsible")]),
        ("各区（县，市）政府", [("各区（县，市）政府", "responsible")]),
        ("市司法局，市司法局", [("市司法局", "responsible")]),
    ],
)  # fmt: skip
def test_responsibility_cells(cell: str, expected: list[tuple[str, str]]) -> None:
    assert [(a.unit, a.role.value) for a in read_assignments(cell, 0)] == expected


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("市司法局", ["市司法局"]),
        ("甲局，乙局 丙局牵头，丁局负责", ["甲局，乙局", "丙局牵头，丁局负责"]),
        ("甲局牵头 乙局，丙局 丁局负责", ["甲局牵头", "乙局，丙局", "丁局负责"]),
        ("甲局 乙局", ["甲局 乙局"]),
        ("热线 12345 办公室，乙局 丙局牵头", ["热线 12345 办公室，乙局", "丙局牵头"]),
    ],
)
def test_where_one_cell_holds_several(cell: str, expected: list[str]) -> None:
    assert [words for words, _ in split_phrases(cell)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("严格执行《甲办法》（省政府令第187号）等规定", [("甲办法", "省政府令第187号", "implements")]),
        ("严格贯彻落实《甲意见》（国办发〔2022〕27号）、《乙意见》（豫法政办〔2024〕7号）等要求",
         [("甲意见", "国办发〔2022〕27号", "implements"), ("乙意见", "豫法政办〔2024〕7号", "implements")]),
        ("严格按照《甲办法》(市政府令第192号)，做好工作", [("甲办法", "市政府令第192号", "implements")]),
        ("按照《甲办法》的规定", [("甲办法", None, "cites")]),
        ("严禁为不符合《甲办法》(省政府令第180号)条件的人员发证", [("甲办法", "省政府令第180号", "cites")]),
        ("制定政府规章《甲规定》，规范程序", [("甲规定", None, "will_issue")]),
        ("出台《甲意见》，落实《乙法》", [("甲意见", None, "will_issue"), ("乙法", None, "implements")]),
        ("落实省政府印发的《甲方案》", [("甲方案", None, "implements")]),
        ("根据省政府印发的《甲方案》", [("甲方案", None, "cites")]),
        ("依据《关于修改〈甲法〉等八部法律的决定》办理", [("关于修改〈甲法〉等八部法律的决定", None, "cites")]),
        ("国办发[ 2022 ] 27 号：按照《甲》（国办发[2022]第27号）",
         [("", "国办发〔2022〕27号", "cites"), ("甲", "国办发〔2022〕27号", "cites")]),
        ("领取《营业执照》和《行政执法证》", []),
        ("没有文件“法治教育网”", []),
        ("未闭合《甲办法", []),
    ],
)  # fmt: skip
def test_citations(text: str, expected: list[tuple[str, str | None, str]]) -> None:
    assert [(c.title, c.number, c.relation.value) for c in read_citations(text, 0)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("于2024年年底对基准进行清理", [("by", "2024-12-31", None, None, "2024年年底")]),
        ("2024年年底前完成", [("by", "2024-12-31", None, None, "2024年年底前")]),
        ("2025年6月底前完成", [("by", "2025-06-30", None, None, "2025年6月底前")]),
        ("2024年2月前", [("by", "2024-02-29", None, None, "2024年2月前")]),
        ("2025年6月15日前报送", [("by", "2025-06-15", None, None, "2025年6月15日前")]),
        ("2025年上半年完成", [("by", "2025-06-30", None, None, "2025年上半年")]),
        ("2025年第三季度", [("by", "2025-09-30", None, None, "2025年第三季度")]),
        ("2025年2月30日前", []),
        ("自2024年1月1日起施行", []),
        ("《2024年年底方案》", []),
        ("国办发〔2022〕27号", []),
        ("近五年来未发生", []),
        ("开展2024年度评选", [("within_year", "2024-12-31", None, None, "2024年度")]),
        ("每半年至少开展一次监督", [("recurring", None, "P6M", 1, "每半年至少开展一次监督")]),
        ("每年度至少组织一次检查、一次评查，并通报", [("recurring", None, "P1Y", 1, "每年度至少组织一次检查"), ("recurring", None, "P1Y", 1, "一次评查")]),
        ("每年选取不少于5个部门", [("recurring", None, "P1Y", None, "每年")]),
        ("每季度开展两次检查", [("recurring", None, "P3M", 2, "每季度开展两次检查")]),
        ("每两年清理一次", [("recurring", None, "P2Y", 1, "每两年清理一次")]),
        ("每年给予最高200万元补助", []),
        ("审批时限压缩至10个工作日以内", []),
        ("10个工作日内报送", [("within_period", None, "P10D", None, "10个工作日内")]),
        ("定期通报", []),
        ("三年内建成两座码头", [("within_period", None, "P3Y", None, "三年内")]),
        ("力争5年内建成两座码头", [("within_period", None, "P5Y", None, "5年内")]),
        ("5年内享受补贴", []),
        ("完成普查,2025年6月底前公布", [("by", "2025-06-30", None, None, "2025年6月底前")]),
    ],
)  # fmt: skip
def test_deadlines(text: str, expected: list[tuple[str, str | None, str | None, int | None, str]]) -> None:
    found = read_deadlines(text, 0)
    assert [
        (
            d.kind.value,
            d.date.isoformat() if d.date else None,
            d.frequency,
            d.min_times,
            text[d.span.start : d.span.end],
        )
        for d in found
    ] == expected


def test_vague_time_words_are_kept_as_they_stand() -> None:
    assert [p.text for p in read_vague_time("要定期研判，及时移送，逐步推开。", 0)] == ["定期", "及时", "逐步"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("每人每年接受不少于60学时的培训", [("60", "学时", ">=", "每人每年")]),
        ("公示率达到100%", [("100", "%", ">=", None)]),
        ("不少于本单位总数的5%，且不少于2人", [("5", "%", ">=", "本单位总数"), ("2", "人", ">=", None)]),
        ("每年选取不少于5个部门", [("5", "个", ">=", "每年")]),
        ("打造社区10个以上", [("10", "个", ">=", None)]),
        ("超过1.5万人", [("15000", "人", ">", None)]),
        ("产值突破1.65万亿元", [("1650000000000", "元", ">", None)]),
        ("不超过3项", [("3", "项", "<=", None)]),
        ("每年至少开展1次", []),
        ("落实三项制度，近五年来第一批20个", []),
        ("细颗粒物浓度降至30微克/立方米", [("30", "微克/立方米", "=", None)]),
        ("能耗和水耗分别下降15%、10%以上", [("15", "%", ">=", None), ("10", "%", ">=", None)]),
        ("能耗和水耗分别下降15%、10%", [("15", "%", "=", None), ("10", "%", "=", None)]),
        ("粮食播种面积4600亩", [("4600", "亩", "=", None)]),
        ("新（改、扩）建学校3所", [("3", "所", "=", None)]),
        ("为1000名妇女开展检查", [("1000", "名", "=", None)]),
        ("支持30名工匠研修，200名农民参训", [("30", "名", "=", None), ("200", "名", "=", None)]),
        ("引进资金5亿元", [("500000000", "元", "=", None)]),
        ("引进总投资5亿元的项目", []),
        ("占比提高至75%", [("75", "%", "=", None)]),
        ("审批时限压缩至10个工作日以内", [("10", "个工作日", "<=", None)]),
        ("评审时间缩短到3周以内", [("3", "周", "<=", None)]),
        ("10个工作日以内报送", []),
        ("续建地铁10条,新增车站12座", [("10", "条", "=", None), ("12", "座", "=", None)]),
    ],
)
def test_indicators(text: str, expected: list[tuple[str, str, str, str | None]]) -> None:
    found = read_indicators(text, 0)
    assert [(f"{i.quantity.normalize():f}", i.unit, i.comparator.value, i.per) for i in found] == expected


@pytest.mark.parametrize(
    ("text", "modality"),
    [
        ("加强队伍建设，提高能力。", "obligation"),
        ("严禁违规发证。", "prohibition"),
        ("保持队伍稳定，不得随意抽调人员。", "prohibition"),
        ("对重大案件可以提级监督。", "permission"),
        ("鼓励跨区域统一标准，加强合作。", "encouragement"),
        ("探索建立共享机制。", "exploration"),
        ("按照有关要求，探索建立共享机制。", "exploration"),
        ("加强队伍建设，探索建立调用机制。", "obligation"),
        ("全过程留痕和可回溯管理。", "obligation"),
    ],
)
def test_modality(text: str, modality: str) -> None:
    assert read_modality(text).value == modality


def test_clauses_of_another_force_are_kept_one_by_one() -> None:
    text = "保持稳定，不得随意抽调人员；鼓励交流。"
    assert [(c.modality.value, text[c.span.start : c.span.end]) for c in read_clauses(text, 0)] == [
        ("prohibition", "不得随意抽调人员"),
        ("encouragement", "鼓励交流"),
    ]


@pytest.mark.parametrize(
    ("text", "bearer"),
    [
        ("各级行政执法部门要着重加强训练。", "各级行政执法部门"),
        ("各开发区管委会、区县(市)政府要建立机制。", "各开发区管委会、区县(市)政府"),
        ("放权部门负责对人员进行培训。", "放权部门"),
        ("县级以上司法行政部门2024年年底前要组织审查。", "县级以上司法行政部门"),
        ("在改革中，相关部门要健全机制。", "相关部门"),
        ("按照省司法行政部门要求，推进工作。", None),
        ("指导督促各部门积极培育示范点。", None),
        ("要合理保障经费。", None),
        ("加强行政执法部门队伍建设。", None),
    ],
)
def test_bearers(text: str, bearer: str | None) -> None:
    found = read_bearer(text, 0)
    assert (found.text if found else None) == bearer


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("建立“双书同达”信用修复机制", ["“双书同达”信用修复机制"]),
        ("全面落实行政执法公示制度，完善非现场执法制度", ["行政执法公示制度", "非现场执法制度"]),
        ("建立乡镇（街道）案件报备制度、重大案件督办制度等监督制度", ["乡镇（街道）案件报备制度", "重大案件督办制度"]),
        ("提高能力和水平", []),
    ],
)
def test_mechanisms(text: str, expected: list[str]) -> None:
    assert [p.text for p in read_mechanisms(text, 0)] == expected
