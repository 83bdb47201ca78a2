"""What stands in 《》 and is an instrument, and what is a certificate, a form or a newspaper."""

import re

#: Endings of titles in 《》 that name a paper to be filled in, held or published, not a norm.
_PAPER = re.compile(
    r"(?:(?<!公)证|证件|执照|护照|凭证|许可证|批件|批文|登记表|申请表|申报表|审批表|报表|表|书|通知单|"
    r"证明|报告|请示|名单|(?<!负面)清单|台账|登记簿|登记卡|簿|卡|(?<!负面清)单|合同|笔录|收据|票据|票|回执|手册|铭牌|函|(?<!通)报|"
    r"公报|年鉴|记录|记录单|记录本|病历|图|图则|协议|须知|缴款书|回证|牌|进行曲)$"
)
#: 《X》 that ends like a paper and is an instrument all the same.
_NORM = re.compile(r"(?:护照法|票据法|合同法|证券法|《.+》|〈.+〉|世界贸易组织协议|(?:海峡两岸|关于).{2,}协议)$")
#: A title that is only the kind of an instrument: the text means itself, or a short name it declared.
KIND = re.compile(
    r"(?:实施|暂行|试行|管理)?(?:条例|办法|规定|规则|细则|规范|决定|解释|章程|准则|标准|通知|意见|方案|规程|制度|法|实施细则|实施办法)"
)
_EMPTY = re.compile(r"[\W_]*")


def is_instrument(title: str) -> bool:
    """Whether the words inside 《》 name a norm or an official document that can be cited.

    >>> is_instrument("中华人民共和国行政处罚法"), is_instrument("医疗机构制剂许可证"), is_instrument("票据法")
    (True, False, True)
    """
    plain = re.sub(r"[（(][^（）()]*[）)]$", "", title)
    if _EMPTY.fullmatch(plain) or len(plain) > 120:
        return False
    return not _PAPER.search(plain) or bool(_NORM.search(plain))


def is_bare_kind(title: str) -> bool:
    """Whether the title is only 条例, 办法, 规范 ... and so means nothing without its text."""
    return bool(KIND.fullmatch(title))
