"""The instruments a graph knows, and how a mention finds one: by number, by title, by the usual variants of a title.

What a mention found is kept with the reason, what it did not find with the ranked candidates.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from itertools import zip_longest

from rapidfuzz import fuzz, process

from ..ontology.iris import Iris
from ..ontology.register import Register


class Status(StrEnum):
    """Whether a citation found its instrument. `unresolved` waits for a text that may come later."""

    RESOLVED = "resolved"
    AMBIGUOUS = "ambiguous"
    UNRESOLVED = "unresolved"


class Resolution(StrEnum):
    """Why: how a mention found its instrument, or what kept it from finding one."""

    TITLE = "title"
    NUMBER = "number"
    ALIAS = "alias"
    WORDING = "wording"
    ISSUER = "issuer"
    PLACE = "place"
    SUFFIX = "suffix"
    SEVERAL = "several"
    SIMILAR = "similar"
    NO_JURISDICTION = "no-jurisdiction"
    NOT_IN_GRAPH = "not-in-graph"


@dataclass(frozen=True, slots=True)
class Version:
    """One wording of a work. `made` is the day it was made, `starts` the first and `ends` the last day in force."""

    iri: str
    made: date | None
    starts: date | None
    ends: date | None = None
    articles: tuple[str, ...] = ()


@dataclass(slots=True)
class Work:
    """One instrument: its titles (the first is the one to show), its numbers, its versions from the oldest on."""

    iri: str
    titles: list[str] = field(default_factory=list)
    numbers: list[str] = field(default_factory=list)
    versions: list[Version] = field(default_factory=list)
    place: str | None = None
    #: Whether the register says what to call it; else the title of its newest version does.
    named: bool = False
    #: First day on which the whole work is no longer in force.
    repealed: date | None = None

    def version_on(self, day: date | None) -> Version | None:
        """The version in force on a day: the last that had begun. Without a day the newest.

        A day before the first known version gives that first one: the older wording is not in the graph.
        """
        begun = [v for v in self.versions if day is None or v.starts is None or v.starts <= day]
        return begun[-1] if begun else (self.versions[0] if self.versions else None)


@dataclass(frozen=True, slots=True)
class Candidate:
    """An instrument that may be meant, with the likeness of its title (0 to 100)."""

    iri: str
    score: float


@dataclass(frozen=True, slots=True)
class Found:
    """What a mention leads to. `iri` is None unless the status is RESOLVED."""

    status: Status
    resolution: Resolution
    iri: str | None = None
    candidates: tuple[Candidate, ...] = ()


#: Titles less alike than this are no candidates.
_ALIKE = 88.0
_MOST_CANDIDATES = 5
_STATE = "中华人民共和国"
#: In the titles of decisions about other texts.
_CHANGING = ("修改", "废止", "修正案")
_NOISE = re.compile(r"[\s《》〈〉<>＜＞（）()\[\]〔〕、，,“”\"'·~～—\-–−]+")
_ISSUER = re.compile(
    r"^(?:(?:国务院办公厅|国务院|最高人民法院最高人民检察院|最高人民法院|最高人民检察院|全国人民代表大会常务委员会|全国人民代表大会|全国人大常委会|"
    r"中共中央国务院|中共中央办公厅国务院办公厅|中共中央)(?=关于|[\u4e00-\u9fff]{6})|"
    r"[\u4e00-\u9fff]{1,12}?(?:人民政府办公厅|人民政府|人民代表大会常务委员会|人大常委会|部|总局|委员会|署)(?=关于))"
)
_ISSUED_NOTICE = re.compile(r"^(?:.*?关于)?(?:印发|发布|转发)(.*)的通知$")
_SUFFIX = re.compile(r"(?:试行|暂行|修订|修正|\d{4}年(?:修订|修正|版|本))$")
_TRIAL = re.compile(r"(?:试行|暂行)$")
_PLACE = re.compile(r"^[\u4e00-\u9fff]{1,9}?(?:省|自治区|市|自治州|自治县|县)")
_IMPLEMENTING = re.compile(
    r"^(?P<place>[\u4e00-\u9fff]{2,9}?(?:省|自治区|市))(?:实施(?P<a>.+?)(?:的)?(?:实施)?办法|(?P<b>.+?)实施办法)$"
)

#: The year of a document number in any bracket: 国办发[2022]第 27 号.
_YEAR = re.compile(r"[〔\[［【（(〈<](\d{4})[〕\]］】）)〉>]第?")
#: Orders of governments, which are told apart by place: 省政府令第180号, but not 市场监管总局令第3号.
_GOVERNMENT = re.compile(r"政府令")
_LEVELS = ("省", "市", "县", "区")


def key(title: str) -> str:
    """A title as it is compared: without 中华人民共和国, brackets, punctuation and space."""
    return _NOISE.sub("", title.replace(_STATE, ""))


def spelled(number: str) -> str:
    """A number as it is compared: six-cornered brackets, no space, without 中华人民共和国."""
    return _YEAR.sub(r"〔\1〕", "".join(number.split())).removeprefix(_STATE)


def jurisdiction(register: Register, number: str, place: str | None) -> str | None:
    """The place whose government gave an order; None for the orders of others and for documents."""
    return register.jurisdiction(number, place) if _GOVERNMENT.search(number) else None


def _wording(plain: str) -> str | None:
    """河南省实施X办法 and 河南省X实施办法 are one title in two wordings."""
    match = _IMPLEMENTING.match(plain)
    return f"{match['place']}\u0001{match['a'] or match['b']}" if match else None


class Works:
    """Every instrument of a graph, found by number and by title."""

    def __init__(self, works: Iterable[Work], register: Register, aliases: dict[str, str], iris: Iris | None = None):
        self.by_iri = {work.iri: work for work in works}
        self._register = register
        self._iris = iris or Iris()
        self._aliases = {key(short): key(full) for short, full in aliases.items()}
        self._titles: dict[str, set[str]] = defaultdict(set)
        self._numbers: dict[str, set[str]] = defaultdict(set)
        self._variants: dict[tuple[Resolution, str], set[str]] = defaultdict(set)
        for work in self.by_iri.values():
            self._add(work)
        self._keys = sorted(self._titles)

    def _add(self, work: Work) -> None:
        for number in work.numbers:
            if plain := self._number_key(number, work.place):
                self._numbers[plain].add(work.iri)
        for title in work.titles:
            plain = key(title)
            self._titles[plain].add(work.iri)
            for kind, variant in _variants(plain):
                self._variants[kind, variant].add(work.iri)

    def _number_key(self, number: str, place: str | None) -> str | None:
        """A number as it is looked up; None for the order of a government that could be that of several places."""
        plain = spelled(number)
        where = jurisdiction(self._register, plain, place)
        if where is None and plain.startswith(_LEVELS) and _GOVERNMENT.search(plain):
            return None
        minted = self._iris.regulation("", plain, where)
        return plain if minted == self._iris.law("") else minted  # no number of a known form

    def find(self, title: str, number: str | None, place: str | None, citing_title: str = "") -> Found:
        """The instrument a mention means. `place` and `citing_title` are those of the text that mentions it.

        Title and number together count most, then an exact title, then the number, then the variants of titles in the
        order of `Resolution`.
        """
        plain = key(title)
        titled = self._titles.get(plain, set()) if title else set()
        sought = self._number_key(number, place) if number else None
        numbered = self._numbers.get(sought, set()) if sought else set()
        if title and not titled:
            numbered = {iri for iri in numbered if self._may_bear(plain, iri)}
        if both := titled & numbered:
            return _decide(both, Resolution.NUMBER if len(titled) > 1 else Resolution.TITLE)
        if titled:
            return _decide(titled, Resolution.TITLE)
        if numbered:
            return _decide(numbered, Resolution.NUMBER)
        if title and (found := self._by_variant(plain, citing_title)):
            return found
        if number and not title:
            return Found(Status.UNRESOLVED, Resolution.NO_JURISDICTION if sought is None else Resolution.NOT_IN_GRAPH)
        similar = self._similar(plain)
        return Found(Status.UNRESOLVED, Resolution.SIMILAR if similar else Resolution.NOT_IN_GRAPH, candidates=similar)

    def _may_bear(self, plain: str, iri: str) -> bool:
        """Whether a number alone may join a title to a work: an order that amends another text is not that text."""
        changes = any(word in plain for word in _CHANGING)
        return any(changes == any(word in title for word in _CHANGING) for title in self.by_iri[iri].titles)

    def _by_variant(self, plain: str, citing_title: str) -> Found | None:
        full = self._aliases.get(plain)
        if full and full in self._titles:
            return _decide(self._titles[full], Resolution.ALIAS)
        # One side must be whole: 山东省人民政府关于甲 and 河南省人民政府关于甲 are two instruments.
        for kind in (Resolution.ISSUER, Resolution.SUFFIX):
            if found := self._variants.get((kind, plain)):
                return _decide(found, kind)
        for kind, variant in _variants(plain):
            same = self._variants.get((kind, variant)) if kind is Resolution.WORDING else self._titles.get(variant)
            if same:
                # 《企业破产法（试行）》 was another law than 《企业破产法》; the other way round the suffix is only left out.
                return _undecided(same, kind) if _TRIAL.search(plain) else _decide(same, kind)
        place = _PLACE.match(key(citing_title))
        if place and (local := self._titles.get(place[0] + plain)):
            # 《城市房屋拆迁管理条例》 in a text of Henan may be Henan's own or the State Council's.
            return _undecided(local, Resolution.PLACE)
        return None

    def _similar(self, plain: str) -> tuple[Candidate, ...]:
        if len(plain) < 5:
            return ()
        hits = process.extract(plain, self._keys, scorer=fuzz.ratio, score_cutoff=_ALIKE, limit=_MOST_CANDIDATES)
        ranked = [Candidate(iri, round(score, 1)) for title, score, _ in hits for iri in sorted(self._titles[title])]
        return tuple(ranked[:_MOST_CANDIDATES])


def _variants(plain: str) -> list[tuple[Resolution, str]]:
    """The other forms under which a title is cited, with the reason each stands for."""
    found = []
    if wording := _wording(plain):
        found.append((Resolution.WORDING, wording))
    if (issuer := _ISSUER.sub("", plain)) != plain:
        found.append((Resolution.ISSUER, issuer))
    if notice := _ISSUED_NOTICE.match(plain):
        found.append((Resolution.ISSUER, notice[1]))
    if (bare := _SUFFIX.sub("", plain)) != plain:
        found.append((Resolution.SUFFIX, bare))
    return [(kind, variant) for kind, variant in found if len(variant) >= 4]


def _decide(iris: set[str], resolution: Resolution) -> Found:
    if len(iris) == 1:
        return Found(Status.RESOLVED, resolution, next(iter(iris)))
    return Found(Status.AMBIGUOUS, Resolution.SEVERAL, candidates=tuple(Candidate(iri, 100.0) for iri in sorted(iris)))


def _undecided(iris: set[str], resolution: Resolution) -> Found:
    """Likely, and not sure."""
    return Found(Status.AMBIGUOUS, resolution, candidates=tuple(Candidate(iri, 100.0) for iri in sorted(iris)))


def with_ends(work: Work) -> None:
    """Work out the last day of each version: the day before the next begins, or before the work was repealed."""
    ordered = sorted(
        work.versions, key=lambda version: (version.starts or date.min, version.made or date.min, version.iri)
    )
    ended = []
    for version, following in zip_longest(ordered, ordered[1:]):
        limits = [day for day in (following.starts if following else None, _repeal_for(work, version)) if day]
        ends = min(limits) - timedelta(days=1) if limits else None
        ended.append(Version(version.iri, version.made, version.starts, ends, version.articles))
    work.versions[:] = ended


def _repeal_for(work: Work, version: Version) -> date | None:
    """A repeal ends what had begun before it; a text of the same title made later lives on."""
    if work.repealed is None or (version.starts and version.starts >= work.repealed):
        return None
    return work.repealed
