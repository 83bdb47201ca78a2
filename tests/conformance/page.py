"""docs/conformance.md: what a run has shown, by directory of the suites, and the exceptions with their reasons."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from tests.conformance.cases import Case
from tests.conformance.runner import Outcome, Verdict

_HEAD = """\
<!-- Made by `make conformance` from a run; change the code instead. -->

# Conformance

The SPARQL test suites of the W3C (1.0, 1.1, 1.2), run over HTTP against the running server: queries, updates, result
formats, syntax, protocol, graph store protocol, service description. Left out are entailment regimes, federation
(`service`, `syntax-fed`) and the deprecated `http-rdf-update`. `make conformance` repeats the run and writes this page and
[conformance.earl.ttl](conformance.earl.ttl); `python -m tests.conformance URL` runs the suites against any other server.

"""
_VALUES = """
{count} of the passed tests have a result that is equal by value and spelled differently (`1000` for `1.0E3`): the engine
stores numbers as values. The suites do not forbid that in results; where it changes what a query means, the test fails and
is listed below.
"""
#: Servers of others, measured with this runner: passed, and passed without a difference in spelling.
PEERS: Mapping[str, tuple[int, int]] = {
    "Apache Jena Fuseki 5.6.0": (1253, 1229),
    "Oxigraph server 0.5.13": (1241, 1213),
}


def page(outcomes: Sequence[Outcome], exceptions: Mapping[str, str]) -> str:
    """The whole page."""
    passed = [outcome for outcome in outcomes if outcome.verdict]
    by_value = sum(outcome.verdict is Verdict.BY_VALUE for outcome in passed)
    rows = [
        ("taizhang", len(passed), by_value),
        *((name, right, right - exact) for name, (right, exact) in PEERS.items()),
    ]
    return "".join(
        [
            _HEAD,
            f"**{len(passed)} of {len(outcomes)} tests pass.**\n",
            _VALUES.format(count=by_value),
            "\n| server, with the same runner | passed | of these by value only |\n|---|---|---|\n",
            "".join(f"| {name} | {right} | {loose} |\n" for name, right, loose in rows),
            "\n## By directory\n\n",
            table(outcomes),
            "\n## Exceptions\n\n",
            exceptions_section([outcome.case for outcome in outcomes], exceptions),
        ]
    )


def table(outcomes: Iterable[Outcome]) -> str:
    """Passed and all, by directory."""
    outcomes = list(outcomes)
    everything = Counter(outcome.case.directory for outcome in outcomes)
    passed = Counter(outcome.case.directory for outcome in outcomes if outcome.verdict)
    rows = [f"| {directory} | {passed[directory]} | {count} |" for directory, count in everything.items()]
    return "\n".join(["| directory | passed | tests |", "|---|---|---|", *rows]) + "\n"


def exceptions_section(cases: Iterable[Case], exceptions: Mapping[str, str]) -> str:
    """The reasons, each with its tests."""
    names = {case.iri: case.id for case in cases}
    reasons: dict[str, list[str]] = {}
    for iri, reason in exceptions.items():
        reasons.setdefault(reason, []).append(f"`{names[iri]}`")
    return "".join(f"- {', '.join(tests)}: {reason}\n" for reason, tests in reasons.items())
