"""The table of rules: every case has an answer, and the answers are these."""

import itertools

import pytest

from taizhang.graph.impact_rules import (
    DIRECT,
    ONWARD,
    ChangeKind,
    Class,
    Pinpoint,
    direct,
    onward,
    stronger,
)
from taizhang.graph.model import Relation

MUST, REVIEW, WATCH, NOT = Class
P = Pinpoint
#: The state of the cited article, in the order of the columns below.
STATES = (P.NONE, P.REMOVED, P.EDITED, P.MOVED, P.SAME, P.UNKNOWN)

#: The whole table, as a lawyer would want to see it.
ANSWERS = {
    ChangeKind.REPEAL: {
        Relation.CITES: (REVIEW, MUST, MUST, MUST, MUST, MUST),
        Relation.IMPLEMENTS: (MUST, MUST, MUST, MUST, MUST, MUST),
        Relation.WILL_ISSUE: (REVIEW, REVIEW, REVIEW, REVIEW, REVIEW, REVIEW),
        Relation.BASED_ON: (MUST, MUST, MUST, MUST, MUST, MUST),
        Relation.REPEALS: (NOT, NOT, NOT, NOT, NOT, NOT),
        Relation.AMENDED_BY: (NOT, NOT, NOT, NOT, NOT, NOT),
    },
    ChangeKind.REPLACE: {
        Relation.CITES: (REVIEW, MUST, REVIEW, REVIEW, WATCH, REVIEW),
        Relation.IMPLEMENTS: (MUST, MUST, MUST, MUST, MUST, MUST),
        Relation.WILL_ISSUE: (WATCH, WATCH, WATCH, WATCH, WATCH, WATCH),
        Relation.BASED_ON: (REVIEW, REVIEW, REVIEW, REVIEW, REVIEW, REVIEW),
        Relation.REPEALS: (NOT, NOT, NOT, NOT, NOT, NOT),
        Relation.AMENDED_BY: (NOT, NOT, NOT, NOT, NOT, NOT),
    },
    ChangeKind.AMEND: {
        Relation.CITES: (WATCH, MUST, REVIEW, REVIEW, NOT, REVIEW),
        Relation.IMPLEMENTS: (REVIEW, MUST, MUST, REVIEW, NOT, REVIEW),
        Relation.WILL_ISSUE: (WATCH, MUST, REVIEW, REVIEW, NOT, REVIEW),
        Relation.BASED_ON: (REVIEW, MUST, REVIEW, REVIEW, NOT, REVIEW),
        Relation.REPEALS: (NOT, NOT, NOT, NOT, NOT, NOT),
        Relation.AMENDED_BY: (NOT, NOT, NOT, NOT, NOT, NOT),
    },
    ChangeKind.NEW: {
        Relation.CITES: (WATCH, WATCH, WATCH, WATCH, WATCH, WATCH),
        Relation.IMPLEMENTS: (REVIEW, REVIEW, REVIEW, REVIEW, REVIEW, REVIEW),
        Relation.WILL_ISSUE: (REVIEW, REVIEW, REVIEW, REVIEW, REVIEW, REVIEW),
        Relation.BASED_ON: (WATCH, WATCH, WATCH, WATCH, WATCH, WATCH),
        Relation.REPEALS: (NOT, NOT, NOT, NOT, NOT, NOT),
        Relation.AMENDED_BY: (NOT, NOT, NOT, NOT, NOT, NOT),
    },
}
CASES = list(itertools.product(ChangeKind, Relation, Pinpoint))


@pytest.mark.parametrize(("change", "relation", "pinpoint"), CASES, ids=["-".join(case) for case in CASES])
def test_every_case_has_its_answer_with_a_reason_in_both_languages(
    change: ChangeKind, relation: Relation, pinpoint: Pinpoint
) -> None:
    rule = direct(change, relation, pinpoint)
    assert rule.answer is ANSWERS[change][relation][STATES.index(pinpoint)]
    assert rule.because.zh
    assert rule.because.en.isascii()


def test_every_line_of_the_table_is_the_answer_to_some_case() -> None:
    assert {direct(*case) for case in CASES} == set(DIRECT)


def reason(change: ChangeKind, relation: Relation, pinpoint: Pinpoint = P.NONE) -> tuple[Class, str]:
    rule = direct(change, relation, pinpoint)
    return rule.answer, rule.because.en


def test_a_repeal_is_no_amendment() -> None:
    for relation in (Relation.CITES, Relation.IMPLEMENTS, Relation.BASED_ON, Relation.WILL_ISSUE):
        repealed, amended = reason(ChangeKind.REPEAL, relation), reason(ChangeKind.AMEND, relation)
        assert repealed != amended
        assert stronger(repealed[0], amended[0]) is repealed[0]
    assert reason(ChangeKind.REPEAL, Relation.CITES, P.SAME)[0] is MUST
    assert reason(ChangeKind.AMEND, Relation.CITES, P.SAME)[0] is NOT


def test_a_changed_article_is_no_unchanged_one() -> None:
    cites = {state: reason(ChangeKind.AMEND, Relation.CITES, state) for state in STATES}
    assert cites == {
        P.NONE: (WATCH, "it mentions the instrument as a whole only"),
        P.REMOVED: (MUST, "the article it cites is gone"),
        P.EDITED: (REVIEW, "the article it cites is changed: check it"),
        P.MOVED: (REVIEW, "the article it cites has another number: correct the number"),
        P.SAME: (NOT, "the article it cites is unchanged"),
        P.UNKNOWN: (REVIEW, "it cites an article, and which articles change is not known"),
    }


def test_carrying_out_is_more_than_mentioning_and_so_is_resting_on() -> None:
    for change in (ChangeKind.REPEAL, ChangeKind.REPLACE, ChangeKind.AMEND, ChangeKind.NEW):
        cites, implements = reason(change, Relation.CITES), reason(change, Relation.IMPLEMENTS)
        assert (cites != implements, stronger(*(one[0] for one in (cites, implements)))) == (True, implements[0])
    for change in (ChangeKind.REPEAL, ChangeKind.AMEND):
        cites, rests = reason(change, Relation.CITES), reason(change, Relation.BASED_ON)
        assert (cites[0] is rests[0], stronger(cites[0], rests[0])) == (False, rests[0])


@pytest.mark.parametrize(
    ("through", "expected"),
    [
        (MUST, {"cites": WATCH, "implements": REVIEW, "will_issue": WATCH, "based_on": REVIEW}),
        (REVIEW, {"implements": WATCH, "based_on": WATCH}),
        (WATCH, {}),
        (NOT, {}),
    ],
)
def test_an_effect_gets_weaker_with_every_step_and_ends(through: Class, expected: dict[str, Class]) -> None:
    steps = {relation.value: onward(through, relation) for relation in Relation}
    assert {name: step.answer for name, step in steps.items() if step} == expected
    assert all(stronger(step.answer, through) is through is not step.answer for step in steps.values() if step)


def test_every_onward_line_is_the_answer_to_some_case() -> None:
    assert {onward(through, relation) for through in Class for relation in Relation} - {None} == set(ONWARD)


@pytest.mark.parametrize(("one", "other"), list(itertools.product(Class, Class)))
def test_of_two_classes_the_one_that_stands_first_is_the_stronger(one: Class, other: Class) -> None:
    assert stronger(one, other) is stronger(other, one) is list(Class)[min(list(Class).index(c) for c in (one, other))]
