"""Ledgers in traditional characters: read as if they were in simplified ones, said as they are printed.

The rules are written in simplified characters. Each traditional one that a rule may need stands here beside the simplified
one, character by character, so that every offset stays; what the reading says is then taken from the printed text again.
"""

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from typing import Any

from ..graph.model import Citation, Document, Finding, Ledger, Span

_SIMPLIFIED = (
    "万与专业东两严个个为为举义乡书争于产产亩亿从们价优会传体余侨修债储克党关兴养内册写军农决况净净准减几凭出划创删别别制剂办"
    "务动励势区医千升升华协单占卫即厅历历历压县参参双发发只台台台号合同后向向吨启启员周咨回团团园围国图场坏块坚声处备复复头夹"
    "奖奖妇学实审宪家对导将尽尽局届属峡布帅帮干干干并并广床库应废开张强归当当录录录彻征径志态总战户才托执扩扫护报担拟挂挥损换"
    "据教数旗无既时暂曲曲术术机权条来板极构查标栋栏树核档检楼残气汇汇汇汉没泛泛注测济浓点烟烟热牵状独环现电疗盏监盖真码础确种"
    "积称税稳笔筹签签简类粮系系累纠红约级纲纳线线组细织经结绕给络绝绝统继绩续维综绿绿编缩缮缴网罚群职联胆致节范药药获获营补表"
    "装见规视触计订认讨训议记许论讼设访证证评识诉词试话询该语说说请读课调谱负财责账贫购贯贴贷贸费资赘转辆达迁过还这进违连适选"
    "邮郑采采采释里里鉴鉴针针钟钟钟铁铭银铺销错镇镇长门问间队阶际随难面面面页顷项顺须须顿颁预领题额馆馆馈验"
)
_TRADITIONAL = (
    "萬與專業東兩嚴個箇為爲舉義鄉書爭於產産畝億從們價優會傳體餘僑脩債儲剋黨關興養內冊寫軍農決況凈淨準減幾憑齣劃創刪別彆製劑辦"
    "務動勵勢區醫韆昇陞華協單佔衛卽廳厤曆歷壓縣參蔘雙發髮隻檯臺颱號閤衕後嚮曏噸啓啟員週諮迴團糰園圍國圖場壞塊堅聲處備復複頭夾"
    "奬獎婦學實審憲傢對導將儘盡侷屆屬峽佈帥幫乾幹榦並併廣牀庫應廢開張強歸噹當彔錄録徹徵徑誌態總戰戶纔託執擴掃護報擔擬掛揮損換"
    "據敎數旂無旣時暫麯麴朮術機權條來闆極構査標棟欄樹覈檔檢樓殘氣匯彙滙漢沒氾汎註測濟濃點煙菸熱牽狀獨環現電療盞監蓋眞碼礎確種"
    "積稱稅穩筆籌簽籤簡類糧係繫纍糾紅約級綱納綫線組細織經結繞給絡絕絶統繼績續維綜綠緑編縮繕繳網罰羣職聯膽緻節範葯藥獲穫營補錶"
    "裝見規視觸計訂認討訓議記許論訟設訪証證評識訴詞試話詢該語說説請讀課調譜負財責賬貧購貫貼貸貿費資贅轉輛達遷過還這進違連適選"
    "郵鄭埰寀採釋裏裡鑑鑒針鍼鈡鍾鐘鐵銘銀鋪銷錯鎭鎮長門問間隊階際隨難麪麫麵頁頃項順須鬚頓頒預領題額舘館饋驗"
)
_TABLE = str.maketrans(_TRADITIONAL, _SIMPLIFIED)
#: Characters that no simplified text has and no ledger in traditional ones does without.
_SIGNS = re.compile("[責單務辦實關發負進設業]")
#: A name or a quotation in a simplified text may have a few.
_MANY = 5


def simplified(document: Document) -> Document:
    """The document with simplified characters in place of traditional ones, each where it was; itself if it has none."""
    if sum(1 for _ in zip(_SIGNS.finditer(document.text), range(_MANY), strict=False)) < _MANY:
        return document
    return replace(document, text=document.text.translate(_TABLE))


def as_printed(ledger: Ledger, document: Document) -> Ledger:
    """What a ledger says, in the characters of the document; titles of laws stay as they are looked up by."""
    read = ledger.document.text
    start = read.find(ledger.title)
    title = document.text[start : start + len(ledger.title)] if start >= 0 else ledger.title
    measures = tuple(_printed(measure, read, document.text) for measure in ledger.measures)
    return replace(ledger, document=document, title=title, measures=measures)


def _printed(value: Any, read: str, printed: str) -> Any:
    """A thing with every text that it has from its span as it is printed there."""
    if isinstance(value, tuple):
        return tuple(_printed(one, read, printed) for one in value)
    if not is_dataclass(value) or isinstance(value, Citation | Finding | Span | type):
        return value
    return replace(value, **dict(_changed(value, read, printed)))


def _changed(value: Any, read: str, printed: str) -> Iterator[tuple[str, Any]]:
    span = getattr(value, "span", None)
    for one in fields(value):
        held = getattr(value, one.name)
        if isinstance(held, str) and not isinstance(held, Enum) and span:
            yield one.name, _aligned(held, read[span.start : span.end], printed[span.start : span.end])
        else:
            yield one.name, _printed(held, read, printed)


def _aligned(words: str, read: str, printed: str) -> str:
    """Words made of characters of a stretch, in its order, with each as it is printed; others stay."""
    found, position = [], 0
    for char in words:
        place = read.find(char, position)
        found.append(printed[place] if place >= 0 else char)
        position = place + 1 if place >= 0 else position
    return "".join(found)
