"""One table of wording -> mentions: every way a text names an instrument, and what only looks like one.

Most wordings are taken from laws, regulations and judgments of ../shared/corpus; 甲, 乙 stand where the name is no matter.
"""

from itertools import pairwise
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from taizhang.graph.model import Pinpoint
from taizhang.loaders.instruments import is_bare_kind, is_instrument
from taizhang.loaders.mentions import Mention, find_all, find_mentions, standard_number

PRC = "中华人民共和国"


class Said(NamedTuple):
    """A mention as the table writes it; a place is (article, 款, 项) without what is not named."""

    title: str
    number: str | None = None
    full_title: str | None = None
    places: tuple[tuple[str | int | None, ...], ...] = ()
    own: bool = False


def told(mention: Mention) -> Said:
    return Said(mention.title, mention.number, mention.full_title, tuple(map(short, mention.places)), mention.own)


def short(place: Pinpoint) -> tuple[str | int | None, ...]:
    whole = (place.article, place.paragraph, place.item)
    return whole if place.item is not None else whole[:2] if place.paragraph is not None else whole[:1]


def own(*places: tuple[str | int | None, ...], title: str = "") -> Said:
    """A place of the text itself."""
    return Said(title, places=places, own=True)


NOTHING: list[Said] = []

QUOTED: list[tuple[str, list[Said]]] = [
    ("依照《中华人民共和国行政处罚法》的规定", [Said(PRC + "行政处罚法")]),
    ("按照国务院《工伤保险条例》第十四条、第十五条规定情形",
     [Said("工伤保险条例", places=(("第十四条",), ("第十五条",)))]),
    ("《公司法》《证券法》", [Said("公司法"), Said("证券法")]),
    ("《公司法》、《证券法》和《合伙企业法》等法律", [Said("公司法"), Said("证券法"), Said("合伙企业法")]),
    ("根据 《甲法》 ，制定本办法", [Said("甲法")]),
    ("《中华人民共和国 行政处罚法》", [Said(PRC + "行政处罚法")]),
    ("《医疗机构制剂配制质量管理规范（试行）》", [Said("医疗机构制剂配制质量管理规范（试行）")]),
    ("《医疗机构制剂配制质量管理规范(试行)》", [Said("医疗机构制剂配制质量管理规范（试行）")]),
    # titles in titles
    ("依据《关于修改〈中华人民共和国广告法〉等八部法律的决定》办理",
     [Said("关于修改〈中华人民共和国广告法〉等八部法律的决定")]),
    ("《关于修改〈上海市公路管理条例〉〈上海市养犬管理条例〉的决定》",
     [Said("关于修改〈上海市公路管理条例〉〈上海市养犬管理条例〉的决定")]),
    ("第十二次会议《关于修改〈河南省实施《土地管理法》办法〉的决定》第二次修正",
     [Said("关于修改〈河南省实施《土地管理法》办法〉的决定")]),
    ("《关于修改<中华人民共和国会计法>的决定》第一次修正", [Said("关于修改<中华人民共和国会计法>的决定")]),
    ("《关于修改＜浙江省森林消防条例＞的决定》修正", [Said("关于修改＜浙江省森林消防条例＞的决定")]),
    ("超过《河南省＜土地管理法＞实施办法》第四十八条规定标准的",
     [Said("河南省＜土地管理法＞实施办法", places=(("第四十八条",),))]),
    ("《北京市水资源管理条例》、《〈北京市水资源管理条例〉罚款处罚办法》",
     [Said("北京市水资源管理条例"), Said("〈北京市水资源管理条例〉罚款处罚办法")]),
    ("依照《《医疗事故处理条例》有关规定》处理", [Said("《医疗事故处理条例》有关规定")]),
    ("《《甲办法》》", [Said("《甲办法》")]),
    ("《关于废止《甲办法》、《乙办法》的决定》", [Said("关于废止《甲办法》、《乙办法》的决定")]),
    # brackets that are broken
    ("未闭合《甲办法，另见《乙办法》", [Said("乙办法")]),
    ("开头丢了甲办法》，另见《乙办法》", [Said("乙办法")]),
    ("《》《 》《，》", NOTHING),
    ("《甲\n办法》", NOTHING),
]  # fmt: skip

#: What is written out, held or published, and is no instrument.
PAPERS: list[tuple[str, list[Said]]] = [
    ("取得《医疗机构制剂许可证》和《营业执照》", NOTHING),
    ("应当贴附《蚕种质量合格证》", NOTHING),
    ("填写《名单表》、《移送执行表》", NOTHING),
    ("在接到《档案执法监督检查通知书》后", NOTHING),
    ("发送《指令调查通知书》或者《委托调查函》", NOTHING),
    ("订立《安置协议》、《建设工程施工合同》", NOTHING),
    ("该《特许权协议》第七十七条的约定", NOTHING),
    ("在《重庆市人民代表大会常务委员会公报》、《重庆日报》、《郑州晚报》上公布", NOTHING),
    ("在《人民法院报》、《中国证券报》、《深圳特区报》公告", NOTHING),
    ("提交《检测报告》、《认罪认罚具结书》，附《登记证明》", NOTHING),
    ("依照《护照法》和《合同法》、《票据法》", [Said("护照法"), Said("合同法"), Said("票据法")]),
    ("依照《关于甲情况的通报》", [Said("关于甲情况的通报")]),
    ("依照《关于办理甲案件的请示》", NOTHING),
]  # fmt: skip

PLACES: list[tuple[str, list[Said]]] = [
    ("《公司法》的第五条", [Said("公司法", places=(("第五条",),))]),
    ("《公司法》中第五条", [Said("公司法", places=(("第五条",),))]),
    ("《公司法》　第五条", [Said("公司法", places=(("第五条",),))]),
    ("《公司法》第12条、第１３条", [Said("公司法", places=(("第十二条",), ("第十三条",)))]),
    ("《公司法》第三条、《证券法》第五条",
     [Said("公司法", places=(("第三条",),)), Said("证券法", places=(("第五条",),))]),
    ("《渔业法》第二十八条、第三十条、第三十一条规定",
     [Said("渔业法", places=(("第二十八条",), ("第三十条",), ("第三十一条",)))]),
    ("《国防教育法》第三十三条至第三十七条的规定",
     [Said("国防教育法", places=(("第三十三条",), ("第三十四条",), ("第三十五条",), ("第三十六条",), ("第三十七条",)))]),
    ("《甲法》第一百二十条之一第一款、第二百六十四条之二",
     [Said("甲法", places=(("第一百二十条之一", 1), ("第二百六十四条之二",)))]),
    ("《劳动法》第九十七条之规定", [Said("劳动法", places=(("第九十七条",),))]),
    ("《土地管理法》第五十八条第一款第（三）项及《甲条例》",
     [Said("土地管理法", places=(("第五十八条", 1, 3),)), Said("甲条例")]),
    ("《甲法》第三条第一款、第二款和第五条第（一）、（三）项",
     [Said("甲法", places=(("第三条", 1), ("第三条", 2), ("第五条", None, 1), ("第五条", None, 3)))]),
    ("《甲法》第三条第一项至第三项", [Said("甲法", places=(("第三条", None, 1), ("第三条", None, 2), ("第三条", None, 3)))]),
    ("《甲法》第三条第一、二款", [Said("甲法", places=(("第三条", 1), ("第三条", 2)))]),
    ("违反《甲法》第三条\n\n第四条 禁止乙", [Said("甲法", places=(("第三条",),))]),
    ("《甲法》第XX条", [Said("甲法")]),
    ("《甲法》第三章", [Said("甲法")]),
    ("《最高人民法院关于适用〈中华人民共和国民法典〉有关担保制度的解释》第三十五条之规定",
     [Said("最高人民法院关于适用〈中华人民共和国民法典〉有关担保制度的解释", places=(("第三十五条",),))]),
]  # fmt: skip

PLAIN: list[tuple[str, list[Said]]] = [
    ("依照刑法第二百条的规定", [Said("刑法", places=(("第二百条",),))]),
    ("根据传染病防治法、动物防疫法，制定本条例", [Said("传染病防治法"), Said("动物防疫法")]),
    ("民事诉讼法第二百一十三条第二款", [Said("民事诉讼法", places=(("第二百一十三条", 2),))]),
    ("中华人民共和国刑法对同类犯罪所规定的最高刑期", [Said(PRC + "刑法")]),
    ("根据宪法和劳动法、未成年人保护法，制定本规定", [Said("劳动法"), Said("未成年人保护法")]),
    ("依据民法典第八十四条、公司法第二十一条规定",
     [Said("民法典", places=(("第八十四条",),)), Said("公司法", places=(("第二十一条",),))]),
    ("共同实施刑法第三百零七条之一前三款行为的", [Said("刑法", places=(("第三百零七条之一",),))]),
    ("十、将刑法第一百六十四条第一款修改为", [Said("刑法", places=(("第一百六十四条", 1),))]),
    ("刑法修正案（十一）第一条", [Said("刑法修正案（十一）", places=(("第一条",),))]),
    ("第二条 企业所得税法第六条第(五)项所称利息", [Said("企业所得税法", places=(("第六条", None, 5),))]),
    ("行政处罚法、行政许可法和行政强制法", [Said("行政处罚法"), Said("行政许可法"), Said("行政强制法")]),
    ("依照道路交通安全法及其实施条例的规定", [Said("道路交通安全法")]),
    ("违反道路交通安全法实施条例的规定", [Said("道路交通安全法实施条例")]),
    ("依照森林法第三十九条和森林法实施条例的有关规定", [Said("森林法", places=(("第三十九条",),)), Said("森林法实施条例")]),
    ("依照医疗器械监督管理条例第七十二条第二款的规定", [Said("医疗器械监督管理条例", places=(("第七十二条", 2),))]),
    ("依照外汇管理条例的规定，给予行政处罚", [Said("外汇管理条例")]),
    ("依照海关法和海关行政处罚实施条例的规定处理", [Said("海关法"), Said("海关行政处罚实施条例")]),
    ("依照环境保护税法缴纳环境保护税", [Said("环境保护税法")]),
    ("依照保密法和水法的规定", [Said("保密法"), Said("水法")]),
    # no instruments
    ("依法办理，依照本法、有关法律、法规", NOTHING),
    ("按照国务院规定的办法办理，办法由省人民政府规定", NOTHING),
    ("由人民法院、海商法院管辖，司法部、立法机关", NOTHING),
    ("公司法人应当登记，企业法人、执法证件、执法人员", NOTHING),
    ("缴纳环境保护税，维护税法的严肃性", NOTHING),
    ("刑法学、民法理论、教育法制、诉讼法律师", NOTHING),
    ("依照宪法和法律", NOTHING),
    ("按照有关规定、上述办法、下列规则", NOTHING),
    ("以违反治安管理行为论处", NOTHING),
    ("废水法律关系", NOTHING),
]  # fmt: skip

NUMBERS: list[tuple[str, list[Said]]] = [
    ("按照国办发〔2022〕27号要求", [Said("", "国办发〔2022〕27号")]),
    ("按照国办发[2022]27号要求", [Said("", "国办发〔2022〕27号")]),
    ("按照国办发（2022）27号要求", [Said("", "国办发〔2022〕27号")]),
    ("按照国办发(2022)27号要求", [Said("", "国办发〔2022〕27号")]),
    ("按照国办发【2022】27号要求", [Said("", "国办发〔2022〕27号")]),
    ("按照国办发〔 20 22 〕 27 号要求", [Said("", "国办发〔2022〕27号")]),
    ("按照国办发〔2022〕第27号要求", [Said("", "国办发〔2022〕27号")]),
    ("按照国办发〔２０２２〕２７号要求", [Said("", "国办发〔2022〕27号")]),
    ("根据郑政办 [2024] 22 号", [Said("", "郑政办〔2024〕22号")]),
    ("按国办发〔1985〕49号文件规定", [Said("", "国办发〔1985〕49号")]),
    ("我院以法〔1998〕86号通知印发", [Said("", "法〔1998〕86号")]),
    ("1985年11月30日市人民政府京政发〔1985〕167号", [Said("", "市人民政府京政发〔1985〕167号")]),
    ("依照国务院令第310号执行", [Said("", "国务院令第310号")]),
    ("依照国务院令第３１０号第三条执行", [Said("", "国务院令第310号", places=(("第三条",),))]),
    ("依照中华人民共和国国务院、中央军事委员会令 第 22 号", [Said("", "国务院、中央军事委员会令第22号")]),
    ("按照省政府令第180号办理", [Said("", "省政府令第180号")]),
    ("依照公安部第69号令执行", [Said("", "公安部令第69号")]),
    ("北京路2022号楼、三里屯〔2022〕5号院、地铁5号线", NOTHING),
    ("\n法释〔2023〕5号\n", NOTHING),  # on a line of its own it is the number of the text itself
    # beside a title
    ("《甲意见》（国办发〔2022〕27号）", [Said("甲意见", "国办发〔2022〕27号")]),
    ("《甲意见》(国办发[2022]第27号)第三条", [Said("甲意见", "国办发〔2022〕27号", places=(("第三条",),))]),
    ("《工资支付暂行规定》（劳部发〔1994〕489号）第十三条规定", [Said("工资支付暂行规定", "劳部发〔1994〕489号", places=(("第十三条",),))]),
    ("《公安机关办理刑事案件程序规定》（公安部令第35号）", [Said("公安机关办理刑事案件程序规定", "公安部令第35号")]),
    ("《甲规定》（2007年10月25日公安部令第69号）", [Said("甲规定", "公安部令第69号")]),
    ("《甲规定》（试行）（国发〔1993〕21号）", [Said("甲规定", "国发〔1993〕21号")]),
    ("国务院令第51号公布的《专利法实施细则》", [Said("专利法实施细则", "国务院令第51号")]),
    ("2014年7月30日原国家食品药品监督管理总局令第4号公布的《医疗器械注册管理办法》",
     [Said("医疗器械注册管理办法", "国家食品药品监督管理总局令第4号")]),
    ("2000年10月31日原中华人民共和国国家发展计划委员会令第8号发布的《甲规定》",
     [Said("甲规定", "国家发展计划委员会令第8号")]),
    ("2000年7月11日市人民政府第59号令公布的《北京市社会力量办学若干规定》",
     [Said("北京市社会力量办学若干规定", "市人民政府令第59号")]),
    ("1982年国务院第12号令发布的《甲办法》", [Said("甲办法", "国务院令第12号")]),
    ("国家教育委员会令第10号、卫生部令第1号公布的《学校卫生工作条例》", [Said("学校卫生工作条例", "卫生部令第1号")]),
    ("2004年国务院、中央军事委员会令第425号公布的《甲办法》", [Said("甲办法", "国务院、中央军事委员会令第425号")]),
    ("国家数据局令第1号公布的《甲办法》", [Said("甲办法", "国家数据局令第1号")]),
    ("国发〔2010〕5号文件《甲意见》", [Said("甲意见", "国发〔2010〕5号")]),
    ("我院法〔1998〕86号通知印发的《甲规定》", [Said("甲规定", "法〔1998〕86号")]),
    ("根据1994年9月5日市人民政府第20号令修改的《甲规定》", [Said("甲规定")]),
    ("《〈甲条例〉处罚办法》、《乙条例》（国务院令第5号）", [Said("〈甲条例〉处罚办法"), Said("乙条例", "国务院令第5号")]),
]  # fmt: skip

DOGS = "甲市养犬管理条例"
SHORT_NAMES: list[tuple[str, list[Said]]] = [
    *(
        (f"根据《{DOGS}》{declared}，制定本办法。违反{used}第五条", [Said(DOGS), Said("条例", None, DOGS, (("第五条",),))])
        for declared, used in [
            ("（以下简称《条例》）", "《条例》"),
            ("(以下简称《条例》)", "《条例》"),
            ("（以下简称条例）", "条例"),
            ("（以下简称“条例”）", "条例"),
            ("（以下简称“条例”）", "《条例》"),
            ("（以下简称“《条例》”）", "《条例》"),
            ("（以下简称为《条例》）", "《条例》"),
            ("（以下简称：《条例》）", "《条例》"),
            ("（以下统称《条例》）", "《条例》"),
            ("（简称《条例》）", "《条例》"),
            ("（下称《条例》）", "《条例》"),
            ("（以下称条例）", "条例"),
            ("（以下简称《条例》，下同）", "《条例》"),
            ("（已经修订，以下简称《条例》）", "《条例》"),
        ]
    ),
    ("《中华人民共和国证券法》（以下简称《证券法》）第二条，《证券法》第三条",
     [Said(PRC + "证券法", places=(("第二条",),)), Said("证券法", None, PRC + "证券法", (("第三条",),))]),
    ("《中华人民共和国对外贸易法》(以下简称对外贸易法)，依照对外贸易法第三条",
     [Said(PRC + "对外贸易法"), Said("对外贸易法", None, PRC + "对外贸易法", (("第三条",),))]),
    ("依照证券法第三条，《中华人民共和国证券法》（以下简称证券法）",
     [Said("证券法", places=(("第三条",),)), Said(PRC + "证券法")]),
    ("《国务院关于甲的意见》（国发〔2010〕5号，以下简称《意见》）提出。《意见》第三条",
     [Said("国务院关于甲的意见", "国发〔2010〕5号"), Said("意见", None, "国务院关于甲的意见", (("第三条",),))]),
    ("《甲改革方案》（以下简称京政办字〔2017〕20号文）", [Said("甲改革方案", "京政办字〔2017〕20号")]),
    ("《甲市条例》（以下简称条例），依照条例第五条，本条例第六条，管理条例第七条",
     [Said("甲市条例"), Said("条例", None, "甲市条例", (("第五条",),)), own(("第六条",))]),
    ("《甲市条例》（以下简称《条例》）。《条例》施行前", [Said("甲市条例"), Said("条例", None, "甲市条例")]),
    ("《中华人民共和国森林法》《中华人民共和国森林法实施条例》（以下简称《森林法》《森林法实施条例》），依照《森林法》、《森林法实施条例》第三条",
     [Said(PRC + "森林法"), Said(PRC + "森林法实施条例"), Said("森林法", None, PRC + "森林法"),
      Said("森林法实施条例", None, PRC + "森林法实施条例", (("第三条",),))]),
    ("《甲决定》、《乙修正案》（以下分别简称为《决定》、《修正案》），依照《决定》第一条",
     [Said("甲决定"), Said("乙修正案"), Said("决定", None, "甲决定", (("第一条",),))]),
    ("《甲条例》和《乙条例》（以下统称“两个条例”），依照两个条例第五条", [Said("甲条例"), Said("乙条例")]),
    ("《中华人民共和国药品管理法》、《中华人民共和国药品管理法实施条例》（以下简称《药品管理法实施条例》），依照《药品管理法》",
     [Said(PRC + "药品管理法"), Said(PRC + "药品管理法实施条例"), Said("药品管理法")]),
    ("甲市人民政府（以下简称市政府），市政府第5号", NOTHING),
]  # fmt: skip

ITSELF: list[tuple[str, list[Said]]] = [
    ("违反本法第三条第二款第（三）项规定的", [own(("第三条", 2, 3))]),
    ("本条例第五条、第七条", [own(("第五条",), ("第七条",))]),
    ("违反本规定第二、三条的规定", [own(("第二条",), ("第三条",))]),
    ("依照本实施细则第三十条规定", [own(("第三十条",))]),
    ("违反第二十条规定，依照第五章处罚", [own(("第二十条",))]),
    ("有本《办法》第二十条、第二十一条规定行为", [own(("第二十条",), ("第二十一条",), title="办法")]),
    ("对《规定》的执行情况进行监督检查", [own(title="规定")]),
    ("依照《实施细则》、《管理办法》第三条", [own(title="实施细则"), own(("第三条",), title="管理办法")]),
    ("第三条 甲\n第四条 乙", NOTHING),
    ("国务院行使宪法第八十九条规定的职权", NOTHING),
    ("应当在专利合作条约第二条所称的优先权日", NOTHING),
    ("化妆品监督管理条例第六十条第二项规定的化妆品", NOTHING),
    ("该法第二十八条第（八）项规定", NOTHING),
    ("该合同第七条约定", NOTHING),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), [*QUOTED, *PAPERS, *PLACES, *PLAIN, *NUMBERS, *SHORT_NAMES, *ITSELF])
def test_every_way_to_name_an_instrument(text: str, expected: list[Said]) -> None:
    assert [told(mention) for mention in find_all(text)] == expected


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("依照《甲法》第三条、第五条处罚", "《甲法》第三条、第五条"),
        ("依照《甲法》（国务院令第5号）处罚", "《甲法》（国务院令第5号）"),
        ("国务院令第5号公布的《甲法》同时废止", "《甲法》"),
        ("依照中华人民共和国刑法第三条处罚", "中华人民共和国刑法第三条"),
        ("1998年12月29日我院以法〔1998〕86号通知", "法〔1998〕86号"),
    ],
)
def test_the_span_of_a_mention_is_its_words(text: str, quote: str) -> None:
    (mention,) = find_mentions(text)
    assert text[mention.start : mention.end] == quote


def test_only_what_is_named_elsewhere_is_a_mention_of_a_ledger() -> None:
    assert [told(mention) for mention in find_mentions("依照本法第三条、第五条和《甲法》第六条")] == [
        Said("甲法", places=(("第六条",),))
    ]


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("国办发[2022] 27 号", "国办发〔2022〕27号"),
        ("国办发（2022）第27号", "国办发〔2022〕27号"),
        ("省政府令 第180号", "省政府令第180号"),
        ("省政府令180号", "省政府令第180号"),
        ("公安部第69号令", "公安部令第69号"),
        ("中华人民共和国国务院令第３１０号", "国务院令第310号"),
    ],
)
def test_numbers_have_one_spelling(number: str, expected: str) -> None:
    assert standard_number(number) == expected
    assert standard_number(expected) == expected


@pytest.mark.parametrize(
    ("title", "instrument", "bare"),
    [
        ("行政处罚法", True, False),
        ("条例", True, True),
        ("实施办法", True, True),
        ("公证法", True, False),
        ("公证", True, False),
        ("许可证", False, False),
        ("护照法", True, False),
        ("护照", False, False),
        ("海峡两岸服务贸易协议", True, False),
        ("外商投资准入负面清单", True, False),
        ("权责清单", False, False),
        ("义勇军进行曲", False, False),
        ("……", False, False),
        ("法" * 121, False, False),
    ],
)
def test_what_is_an_instrument(title: str, instrument: bool, bare: bool) -> None:
    assert (is_instrument(title), is_bare_kind(title)) == (instrument, bare)


#: The pieces of which names and numbers are made, in any order.
PIECES = st.sampled_from(
    "《 》 〈 〉 （ ） 〔2022〕 27 号 令 第 一 十 条 款 项 之 至 、 ， 。 的 法 条例 办法 刑法 民法典 依照 以下简称 统称 “ ” 本 前款 中华人民共和国 国务院 \n \u3000 \u200b 甲".split(
        " "
    )
)
WORDS = st.lists(PIECES, max_size=30).map("".join)


@settings(deadline=None)
@given(text=WORDS | st.text())
def test_mentions_stand_in_order_and_share_no_words(text: str) -> None:
    found = find_all(text)
    assert all(0 <= mention.start < mention.end <= len(text) for mention in found)
    assert all(one.end <= following.start for one, following in pairwise(found))
    assert find_mentions(text) == tuple(mention for mention in found if not mention.own)
