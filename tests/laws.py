"""A small made-up corpus: eight law texts that cite, amend, replace and repeal each other, and a ledger that cites them.

No text is real. 河南省 and 郑州市 are places the register knows, 青河省 is none; so both kinds of jurisdiction occur.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from taizhang.graph.embedded import OxigraphStore
from taizhang.loaders import ingest
from taizhang.ontology.vocabulary import BASE
from taizhang.visualizations.origin import Origin

#: Articles of the 2019 text against that of 2010: 1, 2 and 11 same, 3 edited, 4 gone, 5, 6, 9 and 10 moved, 7 and 8
#: moved and edited, 10 new.
WELL_LAW_2010 = """# 中华人民共和国水井法

2010年3月1日 第十一届全国人民代表大会常务委员会第十三次会议通过

<!-- INFO END -->

## 第一章 总则

第一条 为了保护水井，保障群众用水安全，制定本法。

第二条 本法所称公用水井，是指供两户以上居民取水的井。

第三条 开凿水井，应当在开工前十日向县级人民政府水行政主管部门备案。

## 第二章 保护

第四条 公用水井每年清淘一次，费用由受益人分担。

第五条 任何单位和个人不得填埋、损毁公用水井。

第六条 水井所有人应当在井口加盖，并设置警示标志。

第七条 水质检测每半年进行一次，结果由检测机构向社会公布。

第八条 违反本法第五条规定的，责令恢复原状，处一千元以下罚款。

第九条 主管部门工作人员玩忽职守、滥用职权的，依法给予处分。

第十条 军队水井的管理，由中央军事机关另行规定。

第十一条 本法自2010年7月1日起施行。
"""

WELL_LAW_2019 = """# 中华人民共和国水井法

2010年3月1日 第十一届全国人民代表大会常务委员会第十三次会议通过

2019年6月29日 第十三届全国人民代表大会常务委员会第十一次会议《关于修改〈中华人民共和国水井法〉的决定》修正

<!-- INFO END -->

## 第一章 总则

第一条 为了保护水井，保障群众用水安全，制定本法。

第二条 本法所称公用水井，是指供两户以上居民取水的井。

第三条 开凿水井，应当在开工前三十日向县级人民政府水行政主管部门申请许可。

## 第二章 保护

第四条 任何单位和个人不得填埋、损毁公用水井。

第五条 水井所有人应当在井口加盖，并设置警示标志。

第六条 水质检测每季度进行一次，结果由检测机构向社会公布。

第七条 违反本法第四条规定的，责令恢复原状，处五千元以下罚款。

第八条 主管部门工作人员玩忽职守、滥用职权的，依法给予处分。

第九条 军队水井的管理，由中央军事机关另行规定。

第十条 国家鼓励利用遥感技术监测地下水位。

第十一条 本法自2010年7月1日起施行。
"""

REGULATION_2005 = """# 水井管理条例

2005年5月20日 中华人民共和国国务院令第8001号公布

<!-- INFO END -->

第一条 为了加强水井管理，制定本条例。

第二条 县级人民政府应当登记辖区内的水井。

第三条 本条例自2005年8月1日起施行。
"""

REGULATION_2015 = """# 水井管理条例

2015年8月1日 中华人民共和国国务院令第9001号公布

<!-- INFO END -->

第一条 为了加强水井管理，根据《中华人民共和国水井法》，制定本条例。

第二条 县级人民政府应当登记辖区内的水井，建立水井档案。

第三条 禁止填埋公用水井，具体办法适用《中华人民共和国水井法》第五条。

第四条 依照《中华人民共和国水井法》第三条备案的，应当提交地质资料。

第五条 水井检查每年不少于一次。

第六条 本条例自2015年10月1日起施行。2005年5月20日国务院公布的《水井管理条例》同时废止。
"""

PROVINCE_RULES_2001 = """# 青河省水井管理规定

2001年6月1日 青河省第九届人民代表大会常务委员会第二十一次会议通过

<!-- INFO END -->

第一条 为了管理水井，制定本规定。

第二条 取水应当办理登记。

第三条 水井登记证每三年换发一次。

第四条 本规定自2001年9月1日起施行。
"""

PROVINCE_RULES_2016 = """# 青河省实施《中华人民共和国水井法》办法

2016年9月30日 青河省第十二届人民代表大会常务委员会第二十四次会议通过

<!-- INFO END -->

第一条 根据《中华人民共和国水井法》《水井管理条例》，结合本省实际，制定本办法。

第二条 公用水井的范围，适用《中华人民共和国水井法》第二条。

第三条 依照《水井管理规定》第三条换发的登记证继续有效。

第四条 清淘费用的分担，依照《中华人民共和国水井法》第四条执行。

第五条 本办法自2016年12月1日起施行。《青河省水井管理规定》同时废止。
"""

INSPECTION_2018 = """# 河南省水井检查办法

2018年2月10日 河南省人民政府令第9077号公布

<!-- INFO END -->

第一条 根据《水井管理条例》（国务院令第9001号），制定本办法。

第二条 检查的内容包括：

（一）井口加盖的情况；

（二）水质检测的情况。

第三条 检查的档案，按照《水井档案管理办法》（水井总局令第3号）保存。

第四条 逾期不改的，依照《青河省实施〈水井法〉办法》第四条处理；档案遗失的，依照《水井档案管理办法》第七条处理。

第五条 本办法自2018年4月1日起施行。
"""

INTERPRETATION_2012 = """# 最高人民法院关于审理水井纠纷案件适用法律的解释

2012年4月5日 最高人民法院审判委员会第1540次会议通过

<!-- INFO END -->

为正确审理水井纠纷案件，根据《中华人民共和国水井法》，结合审判实践，制定本解释。

第一条 水井受益人拒绝分担费用的，适用《中华人民共和国水井法》第四条。

第二条 填埋水井的，依照《中华人民共和国水井法》第五条承担责任。

第三条 本解释自2012年6月1日起施行。
"""

#: File name -> text, in an order in which some citations come before what they cite.
LAWS = {
    "青河省实施《水井法》办法(2016-09-30).md": PROVINCE_RULES_2016,
    "水井法(2010-03-01).md": WELL_LAW_2010,
    "河南省水井检查办法(2018-02-10).md": INSPECTION_2018,
    "水井管理条例(2005-05-20).md": REGULATION_2005,
    "水井法(2019-06-29).md": WELL_LAW_2019,
    "青河省水井管理规定(2001-06-01).md": PROVINCE_RULES_2001,
    "水井管理条例(2015-08-01).md": REGULATION_2015,
    "水井纠纷解释(2012-04-05).md": INTERPRETATION_2012,
}

LEDGER_NAME = "水井台账.txt"
LEDGER = """郑州市水井安全工作台账

项目\t重点任务\t工作内容\t责任单位
一、依法管井\t（一）落实法规\t1. 严格执行《水井管理条例》（国务院令第9001号）第五条，每年开展一次水井检查。\t市司法局牵头，市公安局配合
一、依法管井\t（一）落实法规\t2. 对照《水井法》第三条核对备案资料，2024年12月底前完成。\t市财政局
一、依法管井\t（一）落实法规\t3. 贯彻落实《中华人民共和国水井法》。\t市司法局、市财政局
二、建章立制\t（二）完善制度\t4. 制定《郑州市水井养护办法》。\t市司法局
二、建章立制\t（二）完善制度\t5. 落实省政府令第9077号，开展水井普查。\t市公安局
二、建章立制\t（三）日常管护\t6. 组织公用水井巡查，及时加盖。\t市财政局牵头，市公安局配合
二、建章立制\t（三）日常管护\t7. 对照《水井法》第五条排查填埋水井的行为。\t市公安局
二、建章立制\t（三）日常管护\t8. 开展业务培训。\t市财政局
二、建章立制\t（三）日常管护\t9. 对照《青河省水井管理规定》第二条清理取水登记。\t市公安局
"""


#: The instruments of the corpus.
WELL_LAW = f"{BASE}id/law/shuijingfa"
REGULATION = f"{BASE}id/law/shuijingguanlitiaoli"
PROVINCE_RULES = f"{BASE}id/law/qingheshengshishi-zhonghuarenmingongheguoshuijingfa-banfa"
OLD_RULES = f"{BASE}id/law/qingheshengshuijingguanliguiding"
INSPECTION = f"{BASE}id/law/henanshengshuijingjianchabanfa"
INTERPRETATION = f"{BASE}id/law/zuigaorenminfayuanguanyushenlishuijingjiufenanjianshiyongfalvdejieshi"
#: What is cited and not in the corpus.
ARCHIVES = f"{BASE}id/reg/shuijingzongju-order-3"
DECISION = f"{BASE}id/law/guanyuxiugai-zhonghuarenmingongheguoshuijingfa-dejueding"
PLANNED = f"{BASE}id/law/zhengzhoushishuijingyanghubanfa"
#: The ledger and where its measures are.
WELL_LEDGER = f"{BASE}id/ledger/shuijingtaizhang"


def nowhere() -> Origin:
    """The origin for forms that are not pictures: only these say where they come from."""
    return Origin((), 0, "")


def write(folder: Path, texts: Mapping[str, str]) -> Path:
    """Texts as files of a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def load(folder: Path, texts: Mapping[str, str], store: Path) -> OxigraphStore:
    """The store after the texts were written into a folder and loaded from there."""
    write(folder, texts)
    ingest.load([folder / name for name in texts], store)
    return OxigraphStore.open(store)


@cache
def corpus_store(base: Path) -> Path:
    """A store of the whole corpus in a folder of the session, loaded once."""
    write(base / "wells", {**LAWS, LEDGER_NAME: LEDGER})
    ingest.load([base / "wells"], base / "wells-store")
    return base / "wells-store"
