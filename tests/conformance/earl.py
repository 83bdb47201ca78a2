"""Outcomes as EARL, the vocabulary of the W3C for test results, in Turtle."""

from collections.abc import Iterable

from pyoxigraph import Literal

from tests.conformance.runner import Outcome, Verdict

_HEAD = """\
@prefix earl: <http://www.w3.org/ns/earl#> .
@prefix doap: <http://usefulinc.com/ns/doap#> .

<> a earl:Software ; doap:name "taizhang conformance runner" .

{subject} a doap:Project, earl:TestSubject, earl:Software ;
    doap:name {name} ;
    doap:release [ doap:revision {version} ] .

"""
_ASSERTION = (
    "[] a earl:Assertion ; earl:assertedBy <> ; earl:mode earl:automatic ; earl:subject {subject} ; earl:test <{test}> ;\n"
    "    earl:result [ a earl:TestResult ; earl:outcome earl:{outcome}{info} ] .\n"
)


def report(outcomes: Iterable[Outcome], *, iri: str, name: str, version: str) -> str:
    """One assertion for each outcome, without dates, so that it changes only when results do."""
    subject = f"<{iri}>"
    return _HEAD.format(subject=subject, name=Literal(name), version=Literal(version)) + "".join(
        _ASSERTION.format(
            subject=subject,
            test=outcome.case.iri,
            outcome="passed" if outcome.verdict else "failed",
            info=' ; earl:info "equal by value, spelled differently"' if outcome.verdict is Verdict.BY_VALUE else "",
        )
        for outcome in outcomes
    )
