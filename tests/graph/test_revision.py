"""What changed in a ledger: measures are known again by their text, whatever their number."""

import pytest

from taizhang.graph.alignment import Edit, Piece
from taizhang.graph.model import DeadlineKind, Ledger, Role
from taizhang.graph.revision import Limit, Revised, UnitMove, revision, shortened
from taizhang.loaders.document import document_from_bytes
from taizhang.loaders.reading import read_document_as

HEAD = "甲市重点工作台账\n工作内容\t责任单位\t完成时限\n"
CHECKS = ("开展执法检查，形成报告。", "市财政局", "2024年6月底")
NOTICES = ("通报典型案例，公开结果。", "市公安局", "2024年底")
SYSTEM = ("健全监督制度，加强层级指导。", "市司法局牵头，市审计局配合", "2024年底")


def ledger(*rows: tuple[str, str, str], title: str = HEAD) -> Ledger:
    """A ledger of measures, numbered as they come."""
    lines = (f"{n}. {text}\t{units}\t{limit}\n" for n, (text, units, limit) in enumerate(rows, 1))
    found = read_document_as(document_from_bytes("a.txt", (title + "".join(lines)).encode()))
    assert isinstance(found, Ledger)
    return found


def changes(old: Ledger, new: Ledger) -> list[tuple[str, tuple[Revised, ...]]]:
    return [(one.label, one.changes) for one in revision(old, new).measures]


def test_the_same_ledger_has_not_changed() -> None:
    found = revision(ledger(CHECKS, NOTICES), ledger(CHECKS, NOTICES))
    assert (found.measures, found.unchanged) == ((), True)


def test_a_new_measure_in_front_is_one_change_though_all_numbers_move() -> None:
    new = ("建立权责清单。", "市委编办", "2024年底")
    found = revision(ledger(CHECKS, NOTICES, SYSTEM), ledger(new, CHECKS, NOTICES, SYSTEM))
    assert [(one.label, one.changes) for one in found.measures] == [
        ("1", (Revised.ADDED,)),
        ("1 → 2", (Revised.RENUMBERED,)),
        ("2 → 3", (Revised.RENUMBERED,)),
        ("3 → 4", (Revised.RENUMBERED,)),
    ]
    assert [one.label for one in found.notable] == ["1"]


def test_a_measure_that_is_gone_stays_in_its_place_in_the_report() -> None:
    assert changes(ledger(CHECKS, NOTICES, SYSTEM), ledger(CHECKS, SYSTEM)) == [
        ("2", (Revised.REMOVED,)),
        ("3 → 2", (Revised.RENUMBERED,)),
    ]


def test_a_measure_that_was_reworded_and_moved_shows_the_words() -> None:
    edited = ("开展专项执法检查，形成书面报告。", *CHECKS[1:])
    found = revision(ledger(CHECKS, NOTICES, SYSTEM), ledger(NOTICES, SYSTEM, edited)).notable
    assert [(one.label, one.changes) for one in found] == [("1 → 3", (Revised.REWORDED, Revised.RENUMBERED))]
    assert found[0].pieces == (
        Piece(Edit.KEEP, "开展"),
        Piece(Edit.INSERT, "专项"),
        Piece(Edit.KEEP, "执法检查，形成"),
        Piece(Edit.INSERT, "书面"),
        Piece(Edit.KEEP, "报告。"),
    )


@pytest.mark.parametrize(
    ("units", "moves"),
    [
        ("市司法局牵头，市审计局配合", ()),
        ("市审计局牵头，市司法局配合", (("市审计局", Role.PARTICIPANT, Role.LEAD), ("市司法局", Role.LEAD, Role.PARTICIPANT))),
        ("市司法局牵头", (("市审计局", Role.PARTICIPANT, None),)),
        ("市司法局牵头，市审计局、市财政局配合", (("市财政局", None, Role.PARTICIPANT),)),
        ("市司法局", (("市司法局", Role.LEAD, Role.RESPONSIBLE), ("市审计局", Role.PARTICIPANT, None))),
    ],
)  # fmt: skip
def test_units_that_come_go_or_take_another_role_are_named(
    units: str, moves: tuple[tuple[str, Role | None, Role | None], ...]
) -> None:
    found = revision(ledger(CHECKS, SYSTEM), ledger(CHECKS, (SYSTEM[0], units, SYSTEM[2])))
    assert tuple(move for one in found.measures for move in one.units) == tuple(UnitMove(*move) for move in moves)


def test_a_deadline_that_moved_is_shown_before_and_after() -> None:
    (found,) = revision(ledger(CHECKS, NOTICES), ledger((*CHECKS[:2], "2024年9月底"), NOTICES)).measures
    assert (found.changes, found.before, found.after) == (
        (Revised.DEADLINES,),
        (Limit(DeadlineKind.BY, "2024-06-30", None, None, "2024年6月底"),),
        (Limit(DeadlineKind.BY, "2024-09-30", None, None, "2024年9月底"),),
    )


def test_a_deadline_in_other_words_is_no_change() -> None:
    assert changes(ledger(CHECKS, NOTICES), ledger((*CHECKS[:2], "2024年6月30日前"), NOTICES)) == []


def test_a_new_title_is_a_change() -> None:
    found = revision(ledger(CHECKS), ledger(CHECKS, title=HEAD.replace("甲市", "甲市2025年")))
    assert (found.old_title, found.new_title, found.measures, found.unchanged) == (
        "甲市重点工作台账", "甲市2025年重点工作台账", (), False,
    )  # fmt: skip


def test_what_stayed_is_cut_short_beside_the_change() -> None:
    pieces = (
        Piece(Edit.KEEP, "甲" * 40),
        Piece(Edit.INSERT, "乙"),
        Piece(Edit.KEEP, "丙" * 40),
        Piece(Edit.DELETE, "丁"),
    )
    assert [piece.text for piece in shortened(pieces, 3)] == ["…甲甲甲", "乙", "丙丙丙…丙丙丙", "丁"]
