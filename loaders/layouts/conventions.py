"""What a document says once for all its measures: who of the listed units leads, and which units are always meant."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain

from ...graph.model import Document, Span


class Leads(StrEnum):
    """How a list without role words says who leads."""

    NOBODY = "nobody"
    FIRST = "first"  # 列第一位的为牵头单位
    BEFORE_COMMA = "before-comma"  # 第一个逗号前为牵头单位
    BEFORE_SEMICOLON = "before-semicolon"  # 分号前为牵头单位
    STARRED = "starred"  # 标*的为牵头单位


@dataclass(frozen=True, slots=True)
class Implied:
    """Units that carry measures where they are not listed: those after `span`, those before it, or all."""

    span: Span
    names: Span
    scope: str

    def holds(self, start: int) -> bool:
        """Whether it holds for a measure that begins at `start`."""
        return self.scope == "all" or (start > self.span.start) == (self.scope == "after")


@dataclass(frozen=True, slots=True)
class Conventions:
    """What holds for the whole document; `span` is where it says who leads."""

    leads: Leads
    span: Span | None
    implied: tuple[Implied, ...]


STARS = "*＊★☆※●▲△◆■✱⭐"
_SENTENCE = r"[^。；;\n\u2028（(）)〔\[【]"
_SENTENCES = re.compile(f"{_SENTENCE}+")
#: A sentence that says who leads: it speaks of a place in the list or of a mark, and of 牵头.
_WHO_LEADS = re.compile(
    rf"(?P<sentence>{_SENTENCE}*?(?:第一|首位|首个|第1|最前|排前|逗号|分号|顿号|[{re.escape(STARS)}]|星号|标注|加粗|黑体)"
    rf"{_SENTENCE}*?(?:为|是|系|即|表示|代表){_SENTENCE}{{0,8}}牵头{_SENTENCE}*|{_SENTENCE}*?牵头(?:单位|部门)(?:均)?(?:为|是|列|排|以)"
    rf"{_SENTENCE}*?(?:第一|首位|首个|[{re.escape(STARS)}]|星号|逗号|分号){_SENTENCE}*)"
)
_NOT_LISTED = re.compile(
    r"(?P<all>(?:(?:以下|以上|上述|下列|其他|各项|所有|本方案)[^。；;\n]{0,14}?)?(?:均|都|还|皆)(?:需要?|须|应|由|要|涉及|包括|为)?"
    r"(?P<names>[^。；;\n]{3,80}?)(?:配合|落实|参与|负责|贯彻|承担|按职责|做好|执行|实施|，|,)[^。；;\n]{0,24}?"
    r"(?:不再|不另|不一一)(?:逐一|一一|重复|另行|单独|逐项)?(?:列|标|注|重复|赘|说明|体现)[^。；;\n]{0,4})"
)
#: Words that speak about the list and are no part of it.
ABOUT_THE_LIST = re.compile(
    r"下同|不再(?:逐[一项条]|一一|重复|另行|单独|分别)?(?:列|标|注|重复|赘)|(?:为|是|系)[^、]{0,4}牵头(?:单位|部门)|多个牵头|排名不分先后|^\s*已(?:经|通过|完成|提交|报送|列入|印发)"
)


def read_conventions(document: Document) -> Conventions:
    """The conventions a document states anywhere."""
    leads, span = next(_who_leads(document.text), (Leads.NOBODY, None))
    return Conventions(leads, span, tuple(_implied(document.text)))


def _who_leads(text: str) -> Iterator[tuple[Leads, Span]]:
    # Sentence by sentence: over a whole text the pattern looks from each character to the end of its sentence.
    sentences = (run for run in _SENTENCES.finditer(text) if "牵头" in run[0])
    for match in chain.from_iterable(_WHO_LEADS.finditer(text, *run.span()) for run in sentences):
        words = match["sentence"]
        if len(words) > 80:
            continue
        leads = _meant(words)
        if leads:
            yield leads, Span(match.start(), match.end())


def _meant(words: str) -> Leads | None:
    if "逗号" in words:
        return Leads.BEFORE_COMMA
    if "分号" in words:
        return Leads.BEFORE_SEMICOLON
    if "星号" in words or any(star in words for star in STARS):
        return Leads.STARRED
    if re.search("第一|首位|首个|第1|最前|排前", words) and re.search("单位|部门|位|个", words):
        return Leads.FIRST
    return None


def _implied(text: str) -> Iterator[Implied]:
    for match in _NOT_LISTED.finditer(text):
        scope = (
            "before"
            if re.match("以上|上述", match[0])
            else "all"
            if re.match("各项|所有|本方案", match[0])
            else "after"
        )
        yield Implied(Span(match.start(), match.end()), Span(match.start("names"), match.end("names")), scope)
