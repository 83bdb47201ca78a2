"""What changed in a ledger between two loads, in Chinese and English."""

from collections.abc import Iterator, Sequence

from ..graph.alignment import Edit, Piece
from ..graph.model import Role
from ..graph.revision import LedgerRevision, Limit, MeasureRevision, Revised, UnitMove, shortened
from ..ontology.errors import Language, Text

CHANGES = {
    Revised.ADDED: Text("新增", "added"),
    Revised.REMOVED: Text("删去", "removed"),
    Revised.REWORDED: Text("文字改变", "reworded"),
    Revised.UNITS: Text("责任单位变动", "units moved"),
    Revised.DEADLINES: Text("期限变动", "deadlines changed"),
    Revised.RENUMBERED: Text("编号改变", "renumbered"),
}
_SUMMARY = Text("{file} 与上次相比：{counts}", "{file} against the last load: {counts}")
_SAME = Text("{file} 与上次相比：内容未变", "{file} against the last load: it says the same")
_TITLE = Text("标题：{old} → {new}", "title: {old} → {new}")
_MEASURE = Text("第 {label} 项（{changes}）", "measure {label} ({changes})")
_BETWEEN = Text("、", ", ")
_THEN = Text("；", "; ")
_NONE = Text("无", "none")
ROLES = {
    Role.LEAD: Text("牵头", "leads"),
    Role.PARTICIPANT: Text("配合", "takes part"),
    Role.RESPONSIBLE: Text("负责", "responsible"),
    None: Text("无", "-"),
}
_UNIT = Text("{unit}：{before} → {after}", "{unit}: {before} → {after}")
_LIMITS = Text("期限：{before} → {after}", "deadline: {before} → {after}")
#: As wdiff writes them.
_MARKS = {Edit.KEEP: "{}", Edit.INSERT: "{{+{}+}}", Edit.DELETE: "[-{}-]"}
#: How many characters of what stayed are shown beside a change, and of a measure that is new or gone.
_AROUND, _BEGINNING = 12, 60


def revision_summary(file: str, revision: LedgerRevision, language: Language) -> str:
    """How many measures changed in which way, in one line."""
    counts = [(name, revision.count(change)) for change, name in CHANGES.items()]
    said = [f"{name.say(language)} {count}" for name, count in counts if count]
    if revision.old_title != revision.new_title:
        said.append(_TITLE.format(old=revision.old_title, new=revision.new_title).say(language))
    return (_SUMMARY.format(file=file, counts=_THEN.say(language).join(said)) if said else _SAME.format(file=file)).say(
        language
    )


def revision_lines(revision: LedgerRevision, language: Language) -> Iterator[str]:
    """Each measure that says something else: what changed in it, deleted words in [-…-] and new ones in {+…+}."""
    for one in revision.notable:
        yield measure_heading(one, language)
        yield from (f"  {line}" for line in measure_lines(one, language))


def measure_heading(one: MeasureRevision, language: Language) -> str:
    """第 3 → 4 项（文字改变）."""
    changes = _BETWEEN.say(language).join(CHANGES[change].say(language) for change in one.changes)
    return _MEASURE.format(label=one.label, changes=changes).say(language)


def measure_lines(one: MeasureRevision, language: Language) -> Iterator[str]:
    """The words, the units and the limits that changed."""
    if one.pieces:
        yield marked(shortened(one.pieces, _AROUND))
    if one.old is None or one.new is None:
        text = one.measure.text
        yield text[:_BEGINNING] + ("…" if len(text) > _BEGINNING else "")
    yield from facts(one, language)


def facts(one: MeasureRevision, language: Language) -> Iterator[str]:
    """The units and the limits that changed."""
    yield from (unit_words(move, language) for move in one.units)
    if one.before or one.after:
        before, after = (limit_words(limits, language) for limits in (one.before, one.after))
        yield _LIMITS.format(before=before, after=after).say(language)


def unit_words(move: UnitMove, language: Language) -> str:
    """市财政局：配合 → 牵头."""
    before, after = (ROLES[role].say(language) for role in (move.before, move.after))
    return _UNIT.format(unit=move.unit, before=before, after=after).say(language)


def limit_words(limits: Sequence[Limit], language: Language) -> str:
    """The limits in their own words, with the day where one is meant."""
    said = [f"{limit.words} ({limit.date})" if limit.date else limit.words for limit in limits]
    return _BETWEEN.say(language).join(said) or _NONE.say(language)


def marked(pieces: Sequence[Piece]) -> str:
    """The words with their changes marked."""
    return "".join(_MARKS[piece.kind].format(piece.text) for piece in pieces)
