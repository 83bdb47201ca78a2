"""Ledgers in traditional characters: read by the same rules, said as they are printed."""

from taizhang.loaders.document import document_from_bytes
from taizhang.loaders.ledger import read_ledger

PLAN = (
    "東橋市2026年重點工作任務分工\n一、實施基礎設施建設\n"
    "1.完善實驗室體系,新開通基站15萬個以上,2026年12月底前完成。(牽頭單位:市發展改革委;責任單位:市財政局、東橋開發區管委會)\n"
    "2.修繕三座石橋並開放通行。(市文旅局負責)\n"
)


def test_a_ledger_in_traditional_characters_is_read_and_said_as_printed() -> None:
    ledger = read_ledger(document_from_bytes("東橋.txt", PLAN.encode()))
    said = [
        (one.text, [(a.unit, a.role.value, ledger.document.quote(a.span)) for a in one.assignments])
        for one in ledger.measures
    ]
    assert said == [
        (
            "完善實驗室體系,新開通基站15萬個以上,2026年12月底前完成。",
            [
                ("市發展改革委", "lead", "市發展改革委"),
                ("市財政局", "participant", "市財政局"),
                ("東橋開發區管委會", "participant", "東橋開發區管委會"),
            ],
        ),
        ("修繕三座石橋並開放通行。", [("市文旅局", "responsible", "市文旅局")]),
    ]
    assert (ledger.document.text, ledger.title) == (PLAN, "東橋市2026年重點工作任務分工")
    assert [one.unit for one in ledger.measures[0].indicators] == ["個"]


def test_a_simplified_ledger_with_a_name_in_traditional_characters_stays_as_it_is() -> None:
    text = "1.修缮「關帝廟」并开放通行。（县文旅局负责）"
    ledger = read_ledger(document_from_bytes("桥.txt", text.encode()))
    assert [(one.text, ledger.document.text) for one in ledger.measures] == [("修缮「關帝廟」并开放通行。", text)]
