"""Small facts about how Chinese offices write: brackets, spaces, numerals, names of units."""

import re
from functools import lru_cache

import cn2an

_TAG = re.compile(r"</?[A-Za-z][^<>\n]{0,200}>")
_NUMERAL = re.compile(r"[〇零一二三四五六七八九十百千两\d]+")

#: How the name of a unit ends. Names outside this list are still read inside a responsibility cell.
_UNIT_ENDINGS = (
    "局 委 办 厅 部 院 会 政府 管委会 部门 单位 机关 中心 公司 集团 监委 办公室 办事处 街道 乡镇 大队 支队 总队 所 站 处 科 室 组 "
    "队 校 学院 大学 银行 分行 支行 科协 作协 协会 学会 联 社 县 区 市 省 园 团 企业 机构 委员会 专班 各方 研究院 集群 "
    "镇 乡 村 州 旗 盟 海关 街办 党委 党组 高校 馆 (?<!部)署 气象台 电视台 广播台 地震台 团中央"
).split()
_UNIT_NAME = re.compile(
    rf"[^\s，,。；;：:、“”《》<>]{{0,40}}(?:{'|'.join(_UNIT_ENDINGS)})(?:[（(〔\[][^）)〕\]]{{1,20}}[）)〕\]])?"
)

#: A bracket with whatever stands in it.
ANY_BRACKET = re.compile(r"[（(〔\[][^（）()〔〕\[\]]*[）)〕\]]")
_BRACKET = re.compile(r"[（(〔\[〈][^（）()〔〕\[\]〈〉]{1,30}[）)〕\]〉]")


def without_tags(text: str) -> str:
    """The text without HTML tags."""
    return _TAG.sub("", text) if "<" in text else text


def blank_tags(text: str) -> str:
    """The text with tags turned to spaces: every other character keeps its offset."""
    return _TAG.sub(lambda tag: " " * len(tag[0]), text) if "<" in text else text


_HAS_HALF = re.compile("[,;:?!]")
_HALF = str.maketrans(",;:?!", "，；：？！")
_THOUSANDS = re.compile(r"(?<=\d)[，：](?=\d)")


def widened(text: str) -> str:
    """The text with full-width punctuation, as pages set in half width mean it; every character keeps its offset."""
    if not _HAS_HALF.search(text):
        return text
    return _THOUSANDS.sub(lambda sign: "," if sign[0] == "，" else ":", text.translate(_HALF))


def beginning(words: str) -> str:
    """As much of some words as a message says: the first sixty characters."""
    return words[:60] + ("…" if len(words) > 60 else "")


#: A length of time to be reached, which is a target, where 30日内 alone is a limit: 审批时限压缩至5个工作日以内.
SHORTENED = re.compile(r"(?:压缩|缩短|压减|缩减|精简|减少|控制)(?:到|至|在|为|成)$")


def joined(text: str) -> str:
    """A label or name in its standard spelling: no line-break spaces, full-width brackets."""
    return "".join(without_tags(text).split()).replace("(", "（").replace(")", "）")


def numeral(text: str) -> int | None:
    """The value of a Chinese or Arabic whole number; None when it is none."""
    if text.isdigit():
        return int(text)
    if not _NUMERAL.fullmatch(text):
        return None
    try:
        return int(cn2an.cn2an(text.replace("〇", "零"), "smart"))
    except (ValueError, KeyError):  # KeyError: cn2an's answer to 十百
        return None


@lru_cache(maxsize=16_384)  # the same names come again and again, and are looked at from many sides
def is_unit_name(text: str) -> bool:
    """Whether the words read as the name of one unit or group of units.

    >>> is_unit_name("各县（市、区）政府"), is_unit_name("市委改革办〔市营商环境建设局〕"), is_unit_name("下同")
    (True, True, False)
    """
    return bool(_UNIT_NAME.fullmatch(text) or _UNIT_NAME.fullmatch(_BRACKET.sub("", text)))
