"""Lists of units: who is named, in which role, under which name.

Handles what lists in plans do: 甲局牵头，乙局、丙局配合; stars and （牵头）; 等有关部门; a prefix that stands once for
all (省科技厅、工业和信息化厅); brackets inside names; names parted by spaces or line breaks.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from ...graph.model import Assignment, Role, Span
from ..wording import ANY_BRACKET, blank_tags, is_unit_name, joined
from .conventions import ABOUT_THE_LIST, STARS, Leads
from .duties import DutyKind

_OPEN, _CLOSE = "（([〔【〈<", "）)]〕】〉>"
_SENTENCES = re.compile(r"[。；;]")
_BETWEEN = "，,、/｜|"
_AND = re.compile(r"以及|和|及|与|暨")
#: 各市、县（市、区）人民政府 is one group, as are 各乡、镇人民政府 and 各区、县级市.
_LEVEL = r"(?:设区市|市州|地市|县级市|自治[州县旗]|[市区县州旗地盟乡镇])"
_EACH = re.compile(rf"\s*各{_LEVEL}(?:、{_LEVEL})*\s*")
_EACH_MORE = re.compile(rf"{_LEVEL}(?=[（(〔，,、；;。）)]|人民政府|政府|党委|\s*$)")
_LEAD = re.compile(
    r"\s*(?:共同|联合|分别|负责)?(?:总?牵头|主办|主责|抓总)(?:负责|实施|组织|落实|推进|抓落实|组织实施|统筹|协调|办理|起草|拟订|制定|编制|督导|督促|指导|建设|调度|推动)*$"
)
_SHARE = re.compile(
    r"\s*(?:等)?(?:(?:按照?|根据|依据?)(?:各自|部门|自身)?(?:工作)?(?:职责|职能|分工)(?:和?任务)?(?:分工|范围)?(?:分别|抓好|做好)?|分工|分别|共同|具体|组织|负责|协同|密切|积极|协助|结合(?:各自|本地|自身)?(?:实际|职能|职责)|认真|抓好|按要求)*\s*"
    r"(?:负责|落实|实施|配合|参与|参加|协助|协同|协办|推进|抓好落实|组织实施|贯彻落实|承担|支持|执行|起草|拟订|办理|承办)(?:落实|实施|推进)?$"
)
_BY_SHARE = re.compile(r"\s*(?:按照?|根据|依据?)(?:各自|部门)?(?:工作)?(?:职责|职能|分工)(?:任务)?(?:分工)?$")
_COOPERATE = re.compile(r"(?:配合|参与|参加|协助|协同|协办|支持)(?:落实|实施|推进)?$")
#: 等部门 after a name leaves the list open; it is no part of the name.
_OPEN_ENDED = re.compile(
    r"(?<!高)(?<!平)(?<!同)(?<!中)等(?:其他)?(?:国务院|市级|省级|县级|区级|市直|省直|县直|区直|省市|市县|中央|国家|[省市县区州旗]政府|[本我全][省市县区州旗])?(?:\d+|[一二三四五六七八九十]+)?个?(?:各)?(?:有关|相关|责任|成员|职能|行业|主管)*"
    r"(?:主管)?(?:部门[和、及]单位|[省市县区]?(?:有关|相关)?(?:单位|部门|[区县市](?:[区县市])?(?:人民)?政府)|部门|单位|部委|厅局|地方|方面|机构|企业|县区|区县|委办局)?$"
)
_ROLE_BRACKET = re.compile(
    r"[（(〔\[]\s*(?P<role>(?:总?牵头|配合|责任|主办|协办|负责|主责|参与)(?:单位|部门)?)\s*[）)〕\]]"
)
_NOBODY = re.compile(r"(?:无|/|-|－|—|–|\\|暂无|同上|略|\s)+")
_FROM = re.compile(r"^(?:由|请|以)(?=.{2,})")
_WITH = re.compile(r"(?:会同|联合(?!会))(?=[省市县区国各有相]|.{0,8}(?:局|厅|委|办|部|院|会|政府))")
_STAR = re.compile(rf"[{re.escape(STARS)}]")
#: What a bracket says about the list before it: （列第一位者为牵头单位，下同）.
_ABOUT = re.compile(rf"[（(〔\[](?=[^（）()〔〕\[\]]*(?:{ABOUT_THE_LIST.pattern}))[^（）()〔〕\[\]]{{2,60}}[）)〕\]]")
#: A person behind a unit, and a telephone number: 县应急局 王强, 县交警大队（刘军）13800000000.
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫"
    "段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
)
_PERSON = re.compile(
    rf"(?:[ \u3000\t\u2028\n：:]+|(?P<open>[（(]))[{_SURNAMES}](?:[ \u3000]?[\u4e00-\u9fff]|[\u4e00-\u9fff]{{2}})(?(open)[）)])(?=$|[ \u3000\d])"
)
_TELEPHONE = re.compile(r"[ \u3000\t\u2028\n（(]*(?<!\d)(?:1\d{10}|(?:0\d{2,3}-)?\d{7,8})(?!\d)[）)]?")
#: How offices end, and little else.
_OFFICE = re.compile(
    r"(?:局|厅|委|办|部|政府|管委会|委员会|办公室|街道|法院|检察院|部门|单位|妇联|残联|文联|工会|公司)$"
)
#: What is told after the units in the same breath: 市公安局项目责任人：甲, 实际完成情况：…
_AFTER_UNITS = re.compile(
    r"(?<=[\u4e00-\u9fff）)])\s*(?:(?:项目|分管|具体|直接)?(?:责任人|负责人|联系人|责任领导|分管领导)|(?:实际|目前)?(?:完成|进展|落实)情况|完成时限|联系(?:电话|方式))[：:]"
)
#: A part of a list that is about something else: 适用范围：所有自贸试验区.
_ABOUT_ELSE = re.compile(
    r"\s*(?![^：:]*(?:单位|部门|牵头|配合|责任|负责|参与|主办|协办|承办))[\u4e00-\u9fff]{2,6}[：:]"
)
_SPACES = re.compile(r"[ \u3000\u2028\n\t]+")

_DEPARTMENT = re.compile(
    r"(?:发展(?:和)?改革|发改|教育|科技|科学技术|工业和信息化|工信|经信|经济和信息化|民族|民宗|公安|民政|司法|财政|人力资源|人社|人力社保|自然资源|"
    r"生态环境|环保|住房|住建|建设|交通|水利|水务|农业农村|农业|商务|文化|文旅|文广|卫生|卫健|退役军人|应急|审计|外事|国资|国有资产|市场监管|市场监督|广电|"
    r"广播电视|体育|统计|医保|医疗保障|信访|机关事务|国防动员|人防|政务|行政审批|大数据|数据|地方金融|金融|能源|粮食|林业|林草|"
    r"药监|药品监|知识产权|乡村振兴|扶贫|中医药|城管|城市管理|综合行政执法|园林|绿化|规划|税务|气象|通信管理|邮政管理|消防救援|供销|总工会|"
    r"妇联|残联|科协|工商联|文联|投资促进|投促|招商|海洋|港航|检察|法院|档案|地震|口岸|公积金|住房公积金|自规|资规|水文|畜牧|国安|国家安全|"
    r"电力|就业|人才|社科|红十字|台办|侨|营商环境|物流)"
    r"[^省市县区州国（(]{0,14}(?:局|厅|委|委员会|办|办公室|院|会|社|中心|总队|支队|联|公司)(?:[（(〔].{1,20}[）)〕])?"
    r"|妇联|残联|文联|侨联|工商联|科协|总工会|检察院|法院"
)
_PARTY = re.compile(
    r"(?:组织部|宣传部|统战部|政法委|网信办|编办|社会工作部|社工部|农办|台办|老干部局|党校|巡察办|巡视办|军民融合办|政研室|改革办|办公厅|办公室|外办|金融办|国安办)"
)
_BOARD, _PARTY_BOARD = ("管委会", "管理委员会", "办事处"), ("党委", "党工委")
#: What several places share: 东山、西山区人民政府.
_SHARED_OFFICE = re.compile(
    r"[\u4e00-\u9fff]{2,4}?(?P<shared>(?:[区县市旗镇乡]|街道)(?:党(?:工)?委(?:和|、)?)?(?:人民政府|政府|管委会|办事处))"
)
#: A place that is named whole before another with an office: 示范区、高新区党工委和管委会.
_AREA = re.compile(r"(?![省市县区州旗各有相])[\u4e00-\u9fff]{2,3}区")
#: What stands once for several in 市直有关部门、单位.
_KINDS = ("部门", "单位")
_PLACE = re.compile(
    r"(?![省市县区州旗各]|.?(?:国网|电网|移动|联通|电信|铁塔|邮政|供电|人行|烟草|石油|石化|消防|武警))[\u4e00-\u9fff]{2,3}"
)
_PREFIX = re.compile(
    r"(?P<place>省|市(?!场|级|直)|县(?!级|直|区)|区(?!域|级|直|县)|州(?!级|直)|旗|自治区|兵团)(?P<party>委(?=.{2,}))?"
)


@dataclass(frozen=True, slots=True)
class Units:
    """What a list says: its units, whether it ends 等有关部门, and the words in it that read as no unit."""

    assignments: tuple[Assignment, ...]
    open_ended: bool
    doubtful: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class _Name:
    """A listed name: where it stands, the role words behind it, how it is marked, which sign stands before it."""

    text: str
    start: int
    end: int
    duty: str = ""
    starred: bool = False
    bracket: str = ""
    group: int = 0
    commas: int = 0


def read_units(words: str, start: int, kind: DutyKind, leads: Leads, prefix: str = "") -> Units:
    """The units of a cell or bracket; `start` is its offset in the document, `prefix` one that an earlier list set."""
    names, open_ended = _names(_without_people(blank_tags(words)))
    roles = _roles(names, kind, leads)
    full = _with_shared_office(names, _distributed(names, prefix))
    found: dict[tuple[str, Role], Assignment] = {}
    doubtful = []
    for name, text, role in zip(names, full, roles, strict=True):
        span = Span(start + name.start, start + name.end)
        found.setdefault((text, role), Assignment(text, role, span))
        if not is_unit_name(text) and len(text) > 3 and text[0] != "各":
            doubtful.append(span)
    return Units(tuple(found.values()), open_ended, tuple(doubtful))


def _without_people(words: str) -> str:
    """A list, spaces in place of the persons and telephone numbers that stand behind its units."""
    words = _TELEPHONE.sub(lambda found: " " * len(found[0]), words)

    def blank(found: re.Match[str]) -> str:
        named = is_unit_name(found[0].strip(" \u3000\t\u2028\n：:（）()"))
        before = re.split(r"[\s、，,；;]", words[: found.start()])[-1]
        return found[0] if named or not is_unit_name(before) else " " * len(found[0])

    return _PERSON.sub(blank, words)


def prefix_of(names: Sequence[str]) -> str:
    """The prefix the last of some names sets for bare names after it: 省 of 省科技厅."""
    for name in reversed(names):
        match = _PREFIX.match(name)
        if match and match.end() < len(name):
            return match[0]
    return ""


def listed_names(words: str, start: int) -> tuple[tuple[str, Span], ...]:
    """Only the names of a list and where they stand."""
    names, _ = _names(words)
    return tuple((name.text, Span(start + name.start, start + name.end)) for name in names)


# -- names


def _names(words: str) -> tuple[list[_Name], bool]:
    words = _AFTER_UNITS.split(_ABOUT.sub(lambda remark: " " * len(remark[0]), words), maxsplit=1)[0]
    names: list[_Name] = []
    open_ended = False
    for group, (first, stop) in enumerate(_split(words, "。；;")):
        if _ABOUT_ELSE.match(words, first, stop):
            continue
        last = _before_remark(words, first, stop) if ABOUT_THE_LIST.search(words[first:stop]) else stop
        commas = 0
        for begin, end in _split(words[first:last], _BETWEEN):
            for inner, (one, other) in enumerate(_parts(words[first + begin : first + end])):
                offset = first + begin
                name, opened = _name(words, offset + one, offset + other)
                open_ended = open_ended or opened
                if name:
                    before = words[offset - 1 : offset] if not inner else ""
                    commas += before in ("，", ",") and bool(names) and names[-1].group == group
                    names.append(replace(name, group=group, commas=commas))
                elif opened or (names and _duty_only(words[offset + one : offset + other])):
                    names[-1:] = [_with_duty(names[-1], words[offset + one : offset + other])] if names else []
    return names, open_ended


def _before_remark(words: str, first: int, last: int) -> int:
    """Where the list ends and words about it begin: at the last comma before them, or at once."""
    if re.match(r"\s*(?:以下|以上|上述|各项|其中|所有|其他|均|列|排|标|第一|首)", words[first:last]):
        return first
    remark = ABOUT_THE_LIST.search(words, first, last)
    start = max(words.rfind(sign, first, remark.start()) for sign in "，,") if remark else last
    inner = re.search(r"[，,](?:以下|以上|上述|各项|其中|排|列|标|第一)", words[first:last])
    if inner:
        return first + inner.start()
    return max(first, start) if start > first and is_unit_list(words[first:start]) else first


@lru_cache(maxsize=4_096)  # each cell is looked at from many sides
def is_unit_list(words: str) -> bool:
    """Whether every part of some words reads as a unit."""
    names, _ = _names_plain(words)
    return bool(names) and all(is_unit_name(name.text) for name in names)


@lru_cache(maxsize=4_096)
def surely_units(words: str) -> bool:
    """Whether some words are a list of units and can be nothing else: each ends as offices do, one begins so too.

    >>> surely_units("市发改委、财政局牵头"), surely_units("成立市数据局"), surely_units("市民中心")
    (True, False, False)
    """
    names = [ANY_BRACKET.sub("", name.text) for name in _names_plain(words)[0]]
    begun = any(_PREFIX.match(name) or name[:1] in ("各", "国") for name in names)
    sure = sum(len(name) for name in names if is_unit_name(name))
    offices = sum(bool(_OFFICE.search(name)) for name in names)
    return begun and 2 * offices >= len(names) and 4 * sum(map(len, names)) <= 5 * sure


def _names_plain(words: str) -> tuple[list[_Name], bool]:
    found, opened = [], False
    for begin, end in _split(words, _BETWEEN):
        for one, other in _parts(words[begin:end]):
            name, more = _name(words, begin + one, begin + other)
            opened = opened or more
            if name:
                found.append(name)
    return found, opened


def _split(words: str, signs: str) -> Iterator[tuple[int, int]]:
    """Stretches between signs, but not between signs inside brackets."""
    depth, start = 0, 0
    for index, char in enumerate(words):
        if char in _OPEN:
            depth += 1
        elif char in _CLOSE:
            depth = max(0, depth - 1)
        elif not depth and char in signs and not _is_each(words, start, index):
            yield start, index
            start = index + 1
    yield start, len(words)


def _is_each(words: str, start: int, index: int) -> bool:
    last = max(start, words.rfind("各", start, index))
    before = start == last or _AND.search(words[start:last][-2:])
    return words[index] == "、" and bool(
        before and _EACH.fullmatch(words, last, index) and _EACH_MORE.match(words, index + 1)
    )


def _parts(words: str) -> Iterator[tuple[int, int]]:
    """The names of a stretch without commas: parted by spaces, breaks, 和 or 会同 where both sides are names."""
    cuts = [(match.start(), match.end()) for match in _SPACES.finditer(words) if _both_names(words, match)]
    cuts += [(match.start(), match.end()) for match in _AND.finditer(words) if _both_names(words, match, least=3)]
    cuts += [
        (match.start(), match.start())
        for match in _WITH.finditer(words)
        if match.start() > 1 and not _depth(words[: match.start()])
    ]
    start = 0
    for first, last in sorted(cuts):
        if first >= start:
            yield start, first
            start = last
    yield start, len(words)


def _both_names(words: str, cut: re.Match[str], least: int = 2) -> bool:
    left, right = _bare(words[: cut.start()]), _bare(words[cut.end() :])
    if right == "单位" and words[: cut.start()].endswith("部门"):
        return False
    if least > 2 and (right in ("政府", "人民政府") or (right in _BOARD and left.endswith(_PARTY_BOARD))):
        return False  # 各县市党委和政府, 高新区党工委和管委会 are named together
    if _depth(words[: cut.start()]) or not right:
        return False
    left = re.split(r"[ \u3000\u2028\n\t]", left)[-1]
    if cut[0].strip(" \u3000\t") and len(left) > 2 and _PLACE.fullmatch(right):  # 市妇联, next line 东山、西山区政府
        return is_unit_name(left)
    right = re.split(r"[ \u3000\u2028\n\t]", right)[0]
    right = right.replace("、", "") if _EACH.match(right) else right
    return len(left) >= least and is_unit_name(left) and is_unit_name(_AND.split(right)[0] if least > 2 else right)


def _depth(words: str) -> int:
    return sum(char in _OPEN for char in words) - sum(char in _CLOSE for char in words)


def _bare(words: str) -> str:
    """Words without marks and role words."""
    plain = _STAR.sub("", words).strip()
    for pattern in (_LEAD, _SHARE, _OPEN_ENDED):
        plain = pattern.sub("", plain)
    return _ROLE_BRACKET.sub("", plain).strip()


def _name(words: str, start: int, end: int) -> tuple[_Name | None, bool]:
    """One name of a list with its role words and marks; also whether it leaves the list open."""
    raw = words[start:end]
    text = raw.strip(" \u3000\u2028\n\t。：:“”\"'·-—")
    begin = start + raw.find(text) if text else start
    starred = bool(_STAR.search(text))
    lead = len(text) - len(text.lstrip(STARS + " "))
    text, begin = text[lead:], begin + lead
    with_ = _WITH.match(text)
    joint = with_[0] if with_ else ""
    text, begin = text[len(joint) :], begin + len(joint)
    by = _FROM.match(text)
    text, begin = (text[by.end() :], begin + by.end()) if by else (text, begin)
    duty, bracket = "", ""
    for _ in range(2):
        for pattern in (_LEAD, _SHARE, _BY_SHARE):
            match = pattern.search(text)
            if match and match[0]:
                duty, text = match[0] + duty, text[: match.start()]
                break
        text = text.rstrip(STARS + " ")
        marked = _ROLE_BRACKET.search(text)
        if marked and marked.end() == len(text):
            bracket, text = marked["role"], text[: marked.start()]
    opened = _OPEN_ENDED.search(text)
    if opened:
        text = text[: opened.start()]
    text = text.rstrip()
    name = joined(text)
    if len(name) < 2 or _NOBODY.fullmatch(name):
        return None, bool(opened)
    role = f"{duty}配合" if joint and not duty else duty
    return _Name(name, begin, begin + len(text), role, starred, bracket), bool(opened)


def _duty_only(words: str) -> bool:
    return bool(_LEAD.fullmatch(words.strip()) or _SHARE.fullmatch(words.strip()) or _BY_SHARE.fullmatch(words.strip()))


def _with_duty(name: _Name, words: str) -> _Name:
    plain = _OPEN_ENDED.sub("", words.strip()) if not _duty_only(words) else words.strip()
    return replace(
        name, duty=name.duty or (plain if _duty_only(plain) else words.strip() if _SHARE.search(words) else "")
    )


# -- roles


def _roles(names: Sequence[_Name], kind: DutyKind, leads: Leads) -> list[Role]:
    if kind is DutyKind.LEAD:
        return [_said(name) or Role.LEAD for name in names]
    if kind is DutyKind.PARTICIPANT:
        return [Role.LEAD if _says_lead(name) else Role.PARTICIPANT for name in names]
    if any(name.starred for name in names):
        return [Role.LEAD if name.starred else Role.PARTICIPANT for name in names]
    if any(_says_lead(name) for name in names):
        return _by_words(names)
    if leads is Leads.FIRST:
        return [Role.PARTICIPANT if index else Role.LEAD for index in range(len(names))]
    if leads is Leads.BEFORE_COMMA:
        return [Role.PARTICIPANT if name.commas or name.group else Role.LEAD for name in names]
    if leads is Leads.BEFORE_SEMICOLON:
        return [Role.PARTICIPANT if name.group else Role.LEAD for name in names]
    return _shared(names)


def _says_lead(name: _Name) -> bool:
    return bool(name.duty and _LEAD.search(name.duty)) or "牵头" in name.bracket or "主办" in name.bracket


def _said(name: _Name) -> Role | None:
    """What a name in a list of leads says of itself: 配合 stays 配合."""
    return Role.PARTICIPANT if _COOPERATE.search(name.duty) or "配合" in name.bracket else None


def _by_words(names: Sequence[_Name]) -> list[Role]:
    """Within each sentence that names a lead, the names up to 牵头 lead and the others take part."""
    roles = [Role.PARTICIPANT] * len(names)
    for group in {name.group for name in names}:
        inside = [index for index, name in enumerate(names) if name.group == group]
        start = inside[0]
        for index in inside:
            if names[index].bracket:
                roles[index] = Role.LEAD if _says_lead(names[index]) else Role.PARTICIPANT
                start = index + 1
            elif _says_lead(names[index]):
                roles[start : index + 1] = [Role.LEAD] * (index + 1 - start)
                start = index + 1
            elif names[index].duty:
                start = index + 1
    return roles


def _shared(names: Sequence[_Name]) -> list[Role]:
    """Without a lead each unit is responsible, but for those before 配合."""
    roles = [Role.RESPONSIBLE] * len(names)
    start = 0
    for index, name in enumerate(names):
        if name.duty or "配合" in name.bracket:
            if (_COOPERATE.search(name.duty) or "配合" in name.bracket) and start:
                roles[start : index + 1] = [Role.PARTICIPANT] * (index + 1 - start)
            start = index + 1
    return roles


# -- prefixes


def _distributed(names: Sequence[_Name], prefix: str) -> list[str]:
    """Names with the prefix that stands once before the first of them: 省科技厅、工业和信息化厅."""
    found: list[str] = []
    for name in names:
        if found and name.text in _KINDS and found[-1].endswith(_KINDS) and len(found[-1]) > 2:
            found.append(found[-1][:-2] + name.text)  # 市直有关部门、单位
            continue
        own = _PREFIX.match(name.text)
        if own and own.end() < len(name.text):
            prefix = own[0]
        elif prefix and _PARTY.fullmatch(name.text) and prefix.endswith("委"):
            found.append(prefix + name.text)
            continue
        elif prefix and _DEPARTMENT.fullmatch(name.text):
            found.append(prefix.removesuffix("委") + name.text)
            continue
        found.append(name.text)
    return found


def _with_shared_office(names: Sequence[_Name], full: Sequence[str]) -> list[str]:
    """Names with the office that stands once behind the last of some places: 东山、西山区人民政府."""
    found = list(full)
    for index in range(len(names) - 2, -1, -1):
        place, after = names[index], names[index + 1]
        shared = _SHARED_OFFICE.fullmatch(found[index + 1])
        listed = place.group == after.group and place.commas == after.commas and not place.duty
        named = is_unit_name(place.text) or _DEPARTMENT.fullmatch(f"{place.text}局")
        if shared and listed and not named and _PLACE.fullmatch(place.text):
            found[index] = place.text + shared["shared"]
        elif shared and listed and _AREA.fullmatch(place.text):
            found[index] = place.text[:-1] + shared["shared"]
    return found
