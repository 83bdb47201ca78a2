"""Layouts of plans and tables: where a measure begins and ends, whose it is, and what is left to be reported."""

import pytest

from taizhang.graph.model import Ledger
from taizhang.loaders.document import document_from_bytes
from taizhang.loaders.layouts.conventions import Leads
from taizhang.loaders.layouts.duties import DutyKind
from taizhang.loaders.layouts.units import read_units
from taizhang.loaders.ledger import read_ledger
from taizhang.ontology.errors import InputError


def plan(*lines: str) -> Ledger:
    return read_ledger(document_from_bytes("方案.txt", "\n".join(lines).encode()))


def table(*rows: str) -> Ledger:
    cells = ["".join(f"<td>{cell}</td>" for cell in row.split("|")) for row in rows]
    page = "<html><head><meta charset='utf-8'></head><body><h1>任务分解表</h1><table>{}</table></body></html>"
    return read_ledger(
        document_from_bytes("表.html", page.format("".join(f"<tr>{row}</tr>" for row in cells)).encode())
    )


def measures(ledger: Ledger) -> list[tuple[str, str]]:
    """Each measure with its units as in a reader's notes: L leads, P takes part, R is responsible."""
    return [
        (one.text, " ".join(f"{a.role.value[0].upper()}{a.unit}" for a in one.assignments)) for one in ledger.measures
    ]


def units(words: str, kind: DutyKind = DutyKind.UNITS) -> list[str]:
    return [one.unit for one in read_units(words, 0, kind, Leads.NOBODY).assignments]


def limits(ledger: Ledger) -> list[str]:
    return [ledger.document.quote(deadline.span) for one in ledger.measures for deadline in one.deadlines]


# -- labels at the head of a line


@pytest.mark.parametrize(
    ("label", "role"),
    [
        ("责任单位：", "R"), ("部门分工：", "R"), ("起草单位：", "R"), ("调研单位：", "R"), ("承办科室：", "R"),
        ("牵头单位：", "L"), ("主要责任单位：", "L"), ("协同配合单位：", "P"),
    ],
)  # fmt: skip
def test_a_line_that_opens_with_a_label_names_the_units_of_the_measure_above_it(label: str, role: str) -> None:
    assert measures(plan("白河县工作要点", "1.修缮三座石桥并开放通行。", f"{label}县文旅局")) == [
        ("修缮三座石桥并开放通行。", f"{role}县文旅局")
    ]


def test_a_label_alone_in_its_line_names_what_the_next_line_says() -> None:
    assert measures(plan("1.修缮三座石桥并开放通行。", "牵头单位：", "县文旅局", "2.疏浚南门河的河道。", "责任单位", "县水利局")) == [
        ("修缮三座石桥并开放通行。", "L县文旅局"),
        ("疏浚南门河的河道。", "R县水利局"),
    ]  # fmt: skip


def test_a_time_limit_behind_the_last_unit_is_the_limit_of_the_measure_and_no_unit() -> None:
    found = plan("1.修缮三座石桥并开放通行。（县文旅局牵头，县财政局配合，2026年6月底前完成）")
    assert measures(found) == [("修缮三座石桥并开放通行。", "L县文旅局 P县财政局")]
    assert limits(found) == ["2026年6月底前"]


@pytest.mark.parametrize(
    "remark", ["，以下均需各镇人民政府落实，不再逐一列出", "。以下措施均需各镇人民政府落实，不再单独列出"]
)
def test_a_bracket_with_a_remark_about_the_list_is_still_its_units(remark: str) -> None:
    found = plan(f"1.修缮三座石桥并开放通行。（牵头单位：县文旅局{remark}）", "2.疏浚南门河的河道。（县水利局负责）")
    assert measures(found) == [
        ("修缮三座石桥并开放通行。", "L县文旅局"),
        ("疏浚南门河的河道。", "R县水利局 R各镇人民政府"),
    ]


def test_a_bracket_may_say_what_a_measure_is_before_whose_it_is() -> None:
    found = plan(
        "1.生产总值增长6%。（预期性指标，牵头单位：市发改委）", "2.能耗下降2%。（约束性指标；责任单位：市工信局）"
    )
    assert measures(found) == [("生产总值增长6%。", "L市发改委"), ("能耗下降2%。", "R市工信局")]


# -- the words of a plan


def test_the_same_as_above_stands_for_the_units_above_it() -> None:
    assert measures(
        plan(
            "1.建成绿道40公里。（牵头单位：市园林局；责任单位：各区人民政府）",
            "2.打通断头路6条。（同上）",
            "3.新建公厕12座。（责任单位：市城管局）",
        )
    ) == [
        ("建成绿道40公里。", "L市园林局 P各区人民政府"),
        ("打通断头路6条。", "L市园林局 P各区人民政府"),
        ("新建公厕12座。", "R市城管局"),
    ]


def test_the_same_as_above_in_a_cell_stands_for_the_cell_above_it() -> None:
    found = table(
        "序号|工作内容|牵头单位|配合单位", "1|建成绿道40公里。|市园林局|市财政局", "2|打通断头路6条。|市住建局|同上"
    )
    assert measures(found)[1] == ("打通断头路6条。", "P市财政局 L市住建局")


def test_a_last_line_names_the_units_of_all_above_it_that_name_none() -> None:
    assert measures(
        plan(
            "一、教育",
            "1.2026年3月底前完成校舍普查工作。",
            "2.2026年9月底前投用两所新学校。（责任单位：县住建局）",
            "3.全年开展家访活动五千次。",
            "以上工作由县教育局牵头，会同县财政局办理。",
            "二、卫生",
            "4.建成乡镇急救站八座。（责任单位：县卫健局）",
        )
    ) == [
        ("2026年3月底前完成校舍普查工作。", "L县教育局 P县财政局"),
        ("2026年9月底前投用两所新学校。", "R县住建局"),
        ("全年开展家访活动五千次。", "L县教育局 P县财政局"),
        ("建成乡镇急救站八座。", "R县卫健局"),
    ]


def test_a_title_over_paragraphs_with_units_of_their_own_is_their_task() -> None:
    found = plan(
        "一、激发活力",
        "（一）充分释放创新潜能。",
        "再建设一批创新示范园区。（科技厅牵头，财政厅配合）",
        "实施更加开放的人才政策。（人社厅牵头，教育厅配合）",
    )
    assert measures(found) == [
        ("再建设一批创新示范园区。", "L科技厅 P财政厅"),
        ("实施更加开放的人才政策。", "L人社厅 P教育厅"),
    ]
    assert [one.task.title for one in found.measures if one.task] == ["充分释放创新潜能"] * 2


def test_a_paragraph_that_ends_with_a_colon_holds_the_numbered_ones_after_it() -> None:
    found = plan(
        "一、培训",
        "（一）青年计划。围绕青年成长，实施如下项目：",
        "1.选派30名青年干部驻村。（责任单位：县委组织部）",
        "（二）工匠计划。围绕技能提升，实施如下项目：",
        "2.评选20名白河工匠。（责任单位：县人社局）",
    )
    assert [one.text for one in found.measures] == ["选派30名青年干部驻村。", "评选20名白河工匠。"]
    assert [one.task.title for one in found.measures if one.task] == ["青年计划", "工匠计划"]


def test_a_line_with_a_dash_groups_what_follows_it() -> None:
    found = plan("——完善城市功能", "1.建成绿道40公里。（责任单位：市园林局）", "——改善生态环境", "2.严格落实禁渔。（责任单位：市渔政局）")  # fmt: skip
    assert [(one.text, one.section.title if one.section else "") for one in found.measures] == [
        ("建成绿道40公里。", "完善城市功能"),
        ("严格落实禁渔。", "改善生态环境"),
    ]


def test_the_letter_that_issues_a_plan_is_reported_and_is_no_measure() -> None:
    found = plan(
        "各乡镇人民政府，县直各部门：",
        "现将《白河县重点任务分工》印发给你们，请认真贯彻落实。",
        "一、加强领导。各责任单位要把任务分解到人，按季度报送进展情况。",
        "白河县人民政府办公室",
        "2026年2月3日",
        "白河县重点任务分工",
        "一、城乡建设",
        "1.建成绿道40公里。",
        "牵头单位：县住建局",
    )
    assert measures(found) == [("建成绿道40公里。", "L县住建局")]
    assert [found.document.quote(one.span)[:6] for one in found.findings if one.span] == ["一、加强领导"]


def test_a_form_of_rectification_gives_what_is_to_be_done_and_reports_what_is_wrong() -> None:
    found = plan(
        "问题一：南门河两岸垃圾清运不及时。",
        "整改目标：2026年底前清运率达到100%。",
        "整改措施：添置清运船四艘，每日清运一次。",
        "责任单位：县城管局",
        "整改时限：2026年6月底前",
    )
    assert measures(found) == [("添置清运船四艘，每日清运一次。", "R县城管局")]
    assert {"2026年底前", "2026年6月底前"} <= set(limits(found))
    assert [int(i.quantity) for i in found.measures[0].indicators if i.unit == "%"] == [100]


@pytest.mark.parametrize("words", ["2026年底前建成白河大桥。", "4月底前建成白河大桥。", "5G网络覆盖所有行政村。"])
def test_a_measure_may_begin_with_a_number_of_its_own(words: str) -> None:
    assert measures(plan(f"1.{words}（责任单位：县发改局）")) == [(words, "R县发改局")]


# -- units


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("东山、西山、北河区人民政府", ["东山区人民政府", "西山区人民政府", "北河区人民政府"]),
        ("石桥、青龙街道办事处，县水利局", ["石桥街道办事处", "青龙街道办事处", "县水利局"]),
        ("市残联、妇联、东山区人民政府", ["市残联", "市妇联", "东山区人民政府"]),
        ("国网、移动、东山区人民政府", ["国网", "移动", "东山区人民政府"]),
        ("住建、城管、东山区人民政府", ["住建", "城管", "东山区人民政府"]),
        ("各乡、镇人民政府", ["各乡、镇人民政府"]),
        ("各县党委和政府", ["各县党委和政府"]),
        ("示范区、高新区党工委和管委会", ["示范区党工委和管委会", "高新区党工委和管委会"]),
        ("市直有关部门、单位，各镇", ["市直有关部门", "市直有关单位", "各镇"]),
        ("市水利局、各县区结合实际落实", ["市水利局", "各县区"]),
    ],
)
def test_names_in_lists(words: str, expected: list[str]) -> None:
    assert units(words) == expected


# -- tables


def test_a_main_responsible_unit_leads_those_that_work_together_with_it() -> None:
    found = table("序号|重点工作|主要责任单位|协同配合单位", "1|建成绿道40公里。|区园林局|区财政局")
    assert measures(found) == [("建成绿道40公里。", "L区园林局 P区财政局")]


def test_a_responsible_or_leading_unit_leads_those_that_help_it() -> None:
    found = table("序号|工作内容|责任单位或牵头单位|协助单位", "1|建成绿道40公里。|区园林局|区财政局")
    assert measures(found) == [("建成绿道40公里。", "L区园林局 P区财政局")]


def test_columns_of_progress_are_no_measure() -> None:
    found = table(
        "序号|2026年度目标任务|责任单位|1-9月份完成情况|取得成效",
        "1|建成绿道40公里。|区园林局|已建成绿道26公里，完成年度目标的百分之六十五，其余路段正在铺装。|市民满意",
    )
    assert measures(found) == [("建成绿道40公里。", "R区园林局")]


def test_a_name_over_a_column_that_counts_is_the_name_of_the_column_after_it() -> None:
    page = (
        "<html><head><meta charset='utf-8'></head><body><table>"
        "<tr><td>工作任务</td><td colspan='2'>具体要求</td><td>责任科室</td></tr>"
        "<tr><td>公开信息</td><td>1</td><td>清理并公布现行有效的文件目录。</td><td>办公室</td></tr>"
        "<tr><td>回应关切</td><td>2</td><td>及时答复群众来信。</td><td>信访科</td></tr></table></body></html>"
    )
    found = read_ledger(document_from_bytes("表.html", page.encode()))
    assert measures(found) == [("清理并公布现行有效的文件目录。", "R办公室"), ("及时答复群众来信。", "R信访科")]
    assert [one.number for one in found.measures] == [1, 2]


def test_targets_in_groups_are_the_measures_and_a_numbered_row_without_units_is_their_task() -> None:
    page = (
        "<html><head><meta charset='utf-8'></head><body><table>"
        "<tr><td>领域</td><td>主要目标</td><td>主要责任单位</td><td>责任单位</td></tr>"
        "<tr><td rowspan='4'>儿童与健康</td><td>1.提高儿童健康水平。</td><td></td><td></td></tr>"
        "<tr><td>——儿童健康管理率达到95%以上。</td><td>省卫健委</td><td>省妇联</td></tr>"
        "<tr><td>——学校配备校医或保健教师。</td><td>省教育厅</td><td>省卫健委</td></tr>"
        "<tr><td>2.儿童近视率下降。</td><td>省教育厅</td><td>省体育局</td></tr></table></body></html>"
    )
    found = read_ledger(document_from_bytes("表.html", page.encode()))
    assert measures(found) == [
        ("——儿童健康管理率达到95%以上。", "L省卫健委 P省妇联"),
        ("——学校配备校医或保健教师。", "L省教育厅 P省卫健委"),
        ("儿童近视率下降。", "L省教育厅 P省体育局"),
    ]
    tasks = [one.task.title if one.task else None for one in found.measures]
    assert tasks == ["提高儿童健康水平。", "提高儿童健康水平。", "儿童与健康"]


def page(*rows: str) -> Ledger:
    body = "<html><head><meta charset='utf-8'></head><body><table>{}</table></body></html>"
    return read_ledger(document_from_bytes("表.html", body.format("".join(f"<tr>{row}</tr>" for row in rows)).encode()))


def test_what_sets_out_a_short_item_in_sentences_is_the_measure_and_a_numbered_row_without_units_a_heading() -> None:
    found = table(
        "序号|考核项目|分值|考核指标|负责考核部门",
        "一、|巡护河道|10||",
        "1|完善队伍|5|每个村配备一名巡护员，人员变动时及时调整并向社会公布。|县水利局",
        "2|加强巡查|5|巡护员每日巡查一次，发现问题当日登记并上报乡镇河长办公室。|县河长办",
    )
    assert measures(found) == [
        ("每个村配备一名巡护员，人员变动时及时调整并向社会公布。", "R县水利局"),
        ("巡护员每日巡查一次，发现问题当日登记并上报乡镇河长办公室。", "R县河长办"),
    ]
    assert [one.section.title if one.section else None for one in found.measures] == ["巡护河道", "巡护河道"]


def test_a_column_of_those_who_score_and_one_of_what_is_counted_name_no_units() -> None:
    found = table(
        "序号|考核内容|单位|年度目标|责任部门|评分部门",
        "1|粮食播种面积|万亩|≥2|县农业农村局|市农业农村局",
        "2|家禽出栏|万只|1|县农业农村局|市农业农村局",
        "3|森林覆盖率|%|≥40%|县林业局|市林业局",
    )
    assert measures(found) == [
        ("粮食播种面积", "R县农业农村局"),
        ("家禽出栏", "R县农业农村局"),
        ("森林覆盖率", "R县林业局"),
    ]
    assert [(str(one.quantity), one.unit, one.comparator.value) for one in found.measures[2].indicators] == [
        ("40", "%", ">=")
    ]


def test_a_column_far_longer_than_the_measures_and_one_of_units_that_names_none_are_reported_at_their_names() -> None:
    long = "对照清单逐项核对现场情况，发现缺漏的当场登记并在三个工作日内补齐，完成后拍照留存备查。"
    found = table(
        "序号|任务名称|核对办法|责任单位",
        *(f"{number}|核对台账|{long}|{number}号楼东侧" for number in range(1, 5)),
    )
    doubts = [(one.code, found.document.quote(one.span)) for one in found.findings if one.code.endswith("doubtful")]
    assert doubts[:2] == [("text-column-doubtful", "核对办法"), ("units-column-doubtful", "责任单位")]


# -- lists that name no units


@pytest.mark.parametrize(
    "lines",
    [
        ("1.新建公园三个。", "2.修复古井五口。", "3.开工建设新桥。"),
        ("1﹒新建公园三个。", "2﹒修复古井五口。", "3﹒开工建设新桥。"),
        ("01", "绿化", "新建公园三个。", "02", "饮水", "修复古井五口。", "03", "交通", "开工建设新桥。"),
    ],
)
def test_a_list_of_duties_that_names_no_units_is_read_and_each_is_reported(lines: tuple[str, ...]) -> None:
    found = plan("水井县2026年十件实事", *lines, "责任编辑：甲")
    assert measures(found) == [("新建公园三个。", ""), ("修复古井五口。", ""), ("开工建设新桥。", "")]
    assert [one.code for one in found.findings] == ["no-units"] * 3


@pytest.mark.parametrize("title", ["水井县2026年十件实事进展情况", "水井县会议纪要"])
def test_numbered_sentences_of_another_text_are_no_ledger(title: str) -> None:
    with pytest.raises(InputError):
        plan(title, "1.新建公园三个。", "2.修复古井五口。", "3.开工建设新桥。")


def test_a_limit_that_a_measure_says_twice_is_one_and_a_day_of_each_month_is_part_of_what_recurs() -> None:
    found = plan("1.2026年3月底前建成石桥两座；2026年3月底前开放通行，每月28日前报送进展。（县文旅局负责）")
    assert limits(found) == ["2026年3月底前", "每月28日前"]


def test_words_that_slipped_into_the_header_are_reported() -> None:
    slipped = "1.修缮三座石桥并在汛期之前全部开放通行，同时安排专人巡护桥面和护栏，发现损坏的当日报修并设置警示。"
    found = table(f"序号|重点任务|责任单位|{slipped}", "1|建成绿道40公里。|区园林局|")
    assert [(one.code, found.document.quote(one.span)) for one in found.findings] == [("above-header", slipped)]


# -- found in a third round of unseen documents


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("由县文旅局牵头，县财政局、各乡镇配合。", "L县文旅局 P县财政局 P各乡镇"),
        ("县文旅局牵头，县财政局配合；各乡镇负责。", "L县文旅局 P县财政局 R各乡镇"),
        ("县文旅局负责，长期坚持。", "R县文旅局"),
        ("由县文旅局负责。2026年6月底前完成。", "R县文旅局"),
    ],
)
def test_a_last_sentence_may_say_whose_a_measure_is_and_stays_part_of_it(said: str, expected: str) -> None:
    assert measures(plan("一、修缮三座石桥，由县住建局负责。", f"二、疏浚南门河。{said}"))[1] == (
        f"疏浚南门河。{said}",
        expected,
    )


def test_a_line_that_only_says_by_whom_is_no_part_of_the_measure_above_it() -> None:
    assert measures(plan("1.修缮三座石桥并开放通行。", "由县文旅局牵头，县财政局配合。")) == [
        ("修缮三座石桥并开放通行。", "L县文旅局 P县财政局")
    ]


def test_parts_that_are_numbered_inside_a_paragraph_and_name_their_own_units_are_measures() -> None:
    found = plan(
        "一、文化。（1）修缮三座石桥。（县文旅局）（2）开放两处古宅。（县住建局牵头，各乡镇配合）",
        "二、水利。疏浚南门河：（1）清淤；（2）护坡。（县水利局）",
    )
    assert measures(found) == [
        ("修缮三座石桥。", "R县文旅局"),
        ("开放两处古宅。", "L县住建局 P各乡镇"),
        ("水利。疏浚南门河：（1）清淤；（2）护坡。", "R县水利局"),
    ]
    assert [one.section.title if one.section else None for one in found.measures] == ["文化", "文化", None]


def test_a_numbered_title_over_one_paragraph_is_its_task_and_no_part_of_its_text() -> None:
    found = plan("一、修缮石桥", "修缮三座石桥，在汛期之前全部开放通行，并安排专人巡护。（责任单位：县文旅局）", "二、疏浚河道。清淤十里。（责任单位：县水利局）")  # fmt: skip
    assert [one.text for one in found.measures] == [
        "修缮三座石桥，在汛期之前全部开放通行，并安排专人巡护。",
        "疏浚河道。清淤十里。",
    ]
    assert [one.section.title if one.section else None for one in found.measures] == ["修缮石桥", None]


def test_each_paragraph_of_a_general_part_that_sets_a_target_is_one() -> None:
    found = plan(
        "一、发展目标", "坚持以人为本，聚焦群众所盼。", "到2026年底，修缮石桥3座。", "到2028年底，修缮古宅20处。",
        "二、任务", "1.开放两处古宅。（责任单位：县住建局）", "本方案自印发之日起施行。",
    )  # fmt: skip
    assert [one.text for one in found.measures] == [
        "到2026年底，修缮石桥3座。", "到2028年底，修缮古宅20处。", "开放两处古宅。"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (["序号|考核指标|计量单位|目标值|责任单位", "1|播种面积|万亩|0.07|农业办", "2|优良天数|%|85以上|环保所"], [("700", "亩", "="), ("85", "%", ">=")]),
        (["序号|指标名称|单位|2026年目标|责任部门", "1|生产总值|亿元|6.5|发改局", "2|投资增速|%|7左右|财政局"], [("650000000", "元", "="), ("7", "%", "~")]),
        (["序号|重点任务|目标值（公里）|责任单位", "1|建设绿道|40|园林局", "2|建设盲道|0|城管局"], [("40", "公里", "=")]),
    ],
)  # fmt: skip
def test_a_bare_number_is_counted_in_what_the_table_says_beside_it(
    rows: list[str], expected: list[tuple[str, str, str]]
) -> None:
    found = [one for measure in table(*rows).measures for one in measure.indicators]
    assert [(f"{one.quantity.normalize():f}", one.unit, one.comparator.value) for one in found] == expected


def test_a_column_that_goes_nowhere_is_reported_at_its_name() -> None:
    found = table(
        "序号|县区|重点任务|第一季度|责任单位|责任人", "1|东山区|修缮石桥|完成设计|文旅局|王朗", "2|西山区|疏浚河道|开工|水利局|李白"
    )  # fmt: skip
    assert measures(found) == [("修缮石桥", "R文旅局"), ("疏浚河道", "R水利局")]
    assert [(one.code, found.document.quote(one.span)) for one in found.findings if one.span] == [
        ("column-left", "县区"),
        ("column-left", "第一季度"),
    ]


def test_when_a_task_begins_is_no_limit_and_a_person_behind_a_unit_is_no_part_of_its_name() -> None:
    found = table("序号|任务|责任单位及责任人|启动时间|完成时间", "1|修缮石桥|县文旅局 王朗|2026年1月|2026年9月", "2|疏浚河道|县水利局（李白）13900000000|2026年2月|全年")  # fmt: skip
    assert measures(found) == [("修缮石桥", "R县文旅局"), ("疏浚河道", "R县水利局")]
    assert limits(found) == ["2026年9月", "全年"]


def test_a_cell_that_opens_with_a_number_of_its_own_is_without_it() -> None:
    found = table("序号|具体举措|责任单位", "1|（1）修缮石桥|县文旅局", "2|（1）清淤。（2）护坡。|县水利局")
    assert [one.text for one in found.measures] == ["修缮石桥", "（1）清淤。（2）护坡。"]


def test_a_table_of_tasks_without_units_is_read_where_there_is_nothing_else_and_each_task_is_reported() -> None:
    found = table("工作任务|任务分解/时序进度|考核要点", "石桥|3月：完成勘察|报告", "河道|4~9月：清淤十里|台账")
    assert measures(found) == [("3月：完成勘察", ""), ("4~9月：清淤十里", "")]
    assert limits(found) == ["3月", "4~9月"]
    assert [one.code for one in found.findings] == ["no-units"] * 2


def test_a_limit_is_all_that_its_line_says_of_it() -> None:
    found = plan("1.修缮三座石桥并开放通行。", "责任单位：县文旅局", "完成时限：2026年6月取得阶段性成果并持续推进")
    assert limits(found) == ["2026年6月取得阶段性成果并持续推进"]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("省文旅厅等部门及各市、县〔区〕人民政府", ["省文旅厅", "各市、县〔区〕人民政府"]),
        ("市文旅局等相关区政府", ["市文旅局"]),
        ("市税务局等市有关单位", ["市税务局"]),
        ("市文旅局等有关部门和单位", ["市文旅局"]),
        ("各有关部门和单位", ["各有关部门和单位"]),
        ("文旅部、海关总署等国务院相关部门按职责分工负责", ["文旅部", "海关总署"]),
        ("文旅部、审计署；适用范围：所有试点县", ["文旅部", "审计署"]),
        ("县文旅局项目责任人：某某", ["县文旅局"]),
        ("县文旅局、县气象台 实际完成情况：立杆、布线、调试均已完成", ["县文旅局", "县气象台"]),
        ("抓好工作部署", ["抓好工作部署"]),
    ],
)
def test_lists_that_stay_open_and_groups(words: str, expected: list[str]) -> None:
    assert units(words) == expected


def test_a_bracket_that_also_says_who_leads_names_its_units() -> None:
    leads = "（文旅部、海关总署负责，排在第一位的部门为牵头部门，下同）"
    found = plan(f"1.修缮三座石桥并开放通行。{leads}", "2.疏浚南门河的河道十里。（水利部、海关总署负责）")
    assert measures(found) == [
        ("修缮三座石桥并开放通行。", "L文旅部 P海关总署"),
        ("疏浚南门河的河道十里。", "L水利部 P海关总署"),
    ]


@pytest.mark.parametrize(
    "lines",
    [
        ("县文旅局：", "1.修缮石桥三座并开放通行。", "县水利局、县林业局：", "1.疏浚南门河的河道十里。"),
        ("一、县文旅局（1项）", "1.修缮石桥三座并开放通行。", "二、县水利局、县林业局", "1.疏浚南门河的河道十里。"),
    ],
)
def test_a_heading_that_is_a_unit_carries_what_stands_below_it(lines: tuple[str, ...]) -> None:
    assert measures(plan("2026年重点任务", *lines)) == [
        ("修缮石桥三座并开放通行。", "R县文旅局"),
        ("疏浚南门河的河道十里。", "R县水利局 R县林业局"),
    ]


def test_in_a_table_without_units_a_row_that_is_a_unit_carries_those_below_it() -> None:
    wide = "<tr><td colspan='3'>{}</td></tr>"
    row = "<td>{}</td><td>{}</td><td>{}</td>"
    found = page(
        row.format("序号", "重点任务", "完成时限"),
        wide.format("县文旅局（1项）"), row.format("1", "修缮石桥", "2026年6月"),
        wide.format("县水利局"), row.format("1", "疏浚河道", "2026年9月"),
    )  # fmt: skip
    assert measures(found) == [("修缮石桥", "R县文旅局"), ("疏浚河道", "R县水利局")]


def test_what_closes_a_document_is_no_part_of_its_last_measure() -> None:
    found = plan("（一）修缮三座石桥。（县文旅局负责）", "（二）疏浚南门河。（县水利局负责）", "各地、各部门要加强领导，抓好落实。", "白河县人民政府")  # fmt: skip
    assert measures(found) == [("修缮三座石桥。", "R县文旅局"), ("疏浚南门河。", "R县水利局")]


def test_a_sign_before_a_label_at_the_head_of_a_line_is_no_part_of_the_units() -> None:
    found = plan(
        "1.修缮三座石桥。", "▲牵头单位：县文旅局", "▲参加单位：县财政局", "▲进度安排：一季度完成设计；12月底前完工。"
    )
    assert measures(found) == [("修缮三座石桥。", "L县文旅局 P县财政局")]
    assert limits(found) == ["一季度", "12月底前"]


def test_points_in_a_cell_are_measures_and_a_row_without_one_groups_them() -> None:
    found = table(
        "工作任务|责任单位|完成时限", "加强水利建设|县水利局|年底前", "△修缮石桥。<br>△疏浚河道。|县水利局|年底前", "发展教育|县教育局|年底前", "△新建学校。|县教育局|年底前"
    )  # fmt: skip
    assert measures(found) == [("修缮石桥。", "R县水利局"), ("疏浚河道。", "R县水利局"), ("新建学校。", "R县教育局")]
    assert [one.section.title for one in found.measures if one.section] == ["加强水利建设", "加强水利建设", "发展教育"]


def test_the_unit_a_letter_is_sent_to_heads_nothing() -> None:
    found = plan("县文旅局：", "请抓好以下工作。", "一、桥梁", "1.修缮三座石桥。（县住建局负责）")
    assert measures(found) == [("修缮三座石桥。", "R县住建局")]
    assert [one.section.title for one in found.measures if one.section] == ["桥梁"]
