"""Entries of a layout to measures: text, units with roles, time limits of their own column or bracket."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby, pairwise

from ...graph.model import (
    Assignment,
    Deadline,
    Document,
    Finding,
    Indicator,
    Measure,
    Phrase,
    Role,
    Severity,
    Span,
)
from ...ontology.errors import Text
from ..deadlines import read_deadlines, read_limit, read_vague_time
from ..indicators import read_indicators, read_value
from ..text import read_text, unique_keys
from ..wording import blank_tags, is_unit_name, joined
from .conventions import Conventions
from .duties import DITTO, Duty, DutyKind
from .entries import Entry
from .units import Units, listed_names, prefix_of, read_units

_UNIT_KINDS = (DutyKind.LEAD, DutyKind.UNITS, DutyKind.PARTICIPANT)
_JOINS = re.compile("配合|参与|协助|支持")
#: A year in a title that is no end of a range such as 2023—2025年.
_YEAR = re.compile(r"(?<![-—–~～至\d])((?:19|20)\d{2})\s*年(?!\s*[-—–~～至])")
#: A cell that says more than its limit, and what it then says.
_CELL = 40
_GOES_ON = re.compile("见效|见成效|取得成效|持续|长期|阶段性|以后每|此后每|并(?:推进|坚持|实施)|常态化")
_DOUBTFUL = Text("不像单位名称：{words}", "does not read as the name of a unit: {words}")
_LIMIT = Text("完成时限未能识别：{words}", "a time limit that was not understood: {words}")
_GAP = Text("编号 {number} 缺失", "number {number} is missing")


class Maker:
    """Makes the measures of one document; `findings` collects what is doubtful."""

    def __init__(self, document: Document, conventions: Conventions, title: str):
        self._document = document
        self._conventions = conventions
        years = _YEAR.findall(title)
        self._year = int(years[0]) if len(set(years)) == 1 else None
        self.findings: list[Finding] = []

    def measures(self, entries: Sequence[Entry]) -> tuple[Measure, ...]:
        """The measures in reading order; gaps in their numbers are reported."""
        self._gaps(entries)
        entries = self._written_out(entries)
        keys = unique_keys([entry.number for entry in entries])
        return tuple(self._measure(key, entry) for key, entry in zip(keys, entries, strict=True))

    def _written_out(self, entries: Sequence[Entry]) -> list[Entry]:
        """The entries, what stands above in place of 同上."""
        found: list[Entry] = []
        for entry in entries:
            above = found[-1].duties if found else ()
            says_so = any(DITTO.fullmatch(self._document.quote(duty.span)) for duty in entry.duties)
            found.append(replace(entry, duties=tuple(self._above(entry.duties, above))) if says_so else entry)
        return found

    def _above(self, duties: Sequence[Duty], above: Sequence[Duty]) -> Iterator[Duty]:
        """Duties, those that say 同上 as the entry above has them; units named at once as all units of that entry."""
        at_once = sum(duty.kind in _UNIT_KINDS for duty in duties) == 1
        for duty in duties:
            if not DITTO.fullmatch(self._document.quote(duty.span)):
                yield duty
                continue
            kinds = _UNIT_KINDS if at_once and duty.kind is DutyKind.UNITS else (duty.kind,)
            yield from (one for one in above if one.kind in kinds)

    def _measure(self, key: str, entry: Entry) -> Measure:
        read = read_text(self._document, entry.span, self._year or self._year_of(entry), entry.holes)
        assignments, open_ended = self._units(entry)
        limits, vague = self._limits(entry)
        targets, more = self._targets(entry)
        read["deadlines"] = _merged(read["deadlines"], (*limits, *more))
        read["indicators"] = tuple(sorted({*read["indicators"], *targets}, key=lambda one: one.span))
        read["vague_time"] = tuple(dict.fromkeys((*read["vague_time"], *vague)))
        return Measure(
            **read,
            number=entry.number,
            key=key,
            section=entry.section,
            task=entry.task,
            span=entry.span,
            assignments=assignments,
            printed=None,
            corrections=(),
            label=joined(entry.label)
            if entry.label and joined(entry.label).rstrip(".．、﹒") != str(entry.number)
            else None,
            part=entry.part,
            numbered=entry.numbered,
            open_ended=open_ended,
        )

    def _year_of(self, entry: Entry) -> int | None:
        """The one year that the time limit of a measure names."""
        words = " ".join(self._document.quote(d.span) for d in entry.duties if d.kind is DutyKind.DEADLINE)
        years = set(_YEAR.findall(words))
        return int(years.pop()) if len(years) == 1 else None

    # -- units

    def _units(self, entry: Entry) -> tuple[tuple[Assignment, ...], bool]:
        """Units of every duty; beside a lead, those that are simply named take part."""
        duties = [duty for duty in entry.duties if duty.kind in _UNIT_KINDS]
        found: dict[tuple[str, Role], Assignment] = {}
        open_ended, prefix = False, ""
        for duty in sorted(duties, key=lambda duty: _UNIT_KINDS.index(duty.kind)):
            units = self._listed(duty, prefix)
            prefix = prefix_of([a.unit for a in units.assignments]) or prefix
            open_ended = open_ended or units.open_ended
            for assignment in units.assignments:
                found.setdefault((assignment.unit, assignment.role), assignment)
            for span in units.doubtful:
                self._report("unit-doubtful", _DOUBTFUL, span)
        listed = tuple(sorted(_beside_leads(list(found.values()), duties), key=lambda a: a.span))
        return (*listed, *self._implied(entry, listed)), open_ended

    def _listed(self, duty: Duty, prefix: str) -> Units:
        words = self._document.quote(duty.span)
        return read_units(words, duty.span.start, duty.kind, self._conventions.leads, prefix)

    def _implied(self, entry: Entry, listed: Sequence[Assignment]) -> Iterator[Assignment]:
        """Units that an earlier sentence names for all that follows; without a lead they carry it as the others do."""
        names = {assignment.unit for assignment in listed}
        led = any(assignment.role is not Role.RESPONSIBLE for assignment in listed)
        for implied in self._conventions.implied:
            if not listed or not implied.holds(entry.span.start):
                continue
            words = self._document.quote(implied.names)
            joins = led or _JOINS.search(self._document.quote(implied.span))
            for name, span in listed_names(words, implied.names.start):
                if name not in names and (is_unit_name(name) or name[0] == "各"):
                    names.add(name)
                    yield Assignment(name, Role.PARTICIPANT if joins else Role.RESPONSIBLE, span, implied=True)

    # -- time limits and numbers of their own column

    def _limits(self, entry: Entry) -> tuple[list[Deadline], list[Phrase]]:
        limits: list[Deadline] = []
        vague: list[Phrase] = []
        for duty in entry.duties:
            if duty.kind is not DutyKind.DEADLINE:
                continue
            words = blank_tags(self._document.quote(duty.span))
            found = read_limit(words, duty.span.start, self._year)
            limits += _as_said(found, words, duty.span)
            if not found and words.strip("-—/无 "):
                phrase = Phrase(words.replace("\u2028", ""), duty.span)
                if not read_vague_time(words, 0):
                    self._report("limit-not-understood", _LIMIT, duty.span)
                vague.append(phrase)
        return limits, vague

    def _targets(self, entry: Entry) -> tuple[list[Indicator], list[Deadline]]:
        indicators: list[Indicator] = []
        deadlines: list[Deadline] = []
        for duty in entry.duties:
            if duty.kind is DutyKind.TARGET:
                words = blank_tags(self._document.quote(duty.span))
                counted = joined(self._document.quote(duty.unit)) if duty.unit else ""
                value = read_value(words, counted, duty.span.start)
                indicators += [value] if value else read_indicators(words, duty.span.start, target=True)
                deadlines += read_deadlines(words, duty.span.start, self._year)
        return indicators, deadlines

    # -- findings

    def _gaps(self, entries: Sequence[Entry]) -> None:
        """Numbers that are left out between two measures under one heading."""
        for _, group in groupby(entries, key=lambda entry: (entry.section, entry.task)):
            numbered = [entry for entry in group if entry.numbered]
            for one, other in pairwise(numbered):
                if one.number + 1 < other.number <= one.number + 5:
                    text = _GAP.format(number="、".join(str(n) for n in range(one.number + 1, other.number)))
                    self.findings.append(Finding("number-missing", Severity.WARNING, text, other.span))

    def _report(self, code: str, text: Text, span: Span) -> None:
        words = joined(self._document.quote(span))
        self.findings.append(Finding(code, Severity.INFO, text.format(words=words[:60]), span))


def _as_said(found: Sequence[Deadline], words: str, span: Span) -> Sequence[Deadline]:
    """The one limit of a cell with all that the cell says of it: 2026年6月取得阶段性成果并持续推进."""
    if len(found) != 1 or len(words) > _CELL or not _GOES_ON.search(words):
        return found
    return [replace(found[0], span=span)]


def _beside_leads(found: list[Assignment], duties: Sequence[Duty]) -> list[Assignment]:
    """Units of a column 责任单位 beside a column 牵头单位 take part: the lead is named."""
    if not any(duty.kind is DutyKind.LEAD for duty in duties):
        return found
    leads = {assignment.unit for assignment in found if assignment.role is Role.LEAD}
    changed = [replace(a, role=Role.PARTICIPANT) if a.role is Role.RESPONSIBLE else a for a in found]
    return [a for a, was in zip(changed, found, strict=True) if was is a or a.unit not in leads] if leads else found


def _merged(text: Sequence[Deadline], limits: Sequence[Deadline]) -> tuple[Deadline, ...]:
    """Time limits of the text and of the column, each once."""
    said = {(one.kind, one.date, one.frequency, one.min_times) for one in limits}
    kept: dict[tuple[object, ...], Deadline] = {}
    for one in text:
        what = (one.kind, one.date, one.frequency, one.min_times)
        if what not in said:  # a limit without a day is told apart by its place
            kept.setdefault(what if one.date else (*what, one.span), one)
    return tuple(sorted((*kept.values(), *dict.fromkeys(limits)), key=lambda one: one.span))
