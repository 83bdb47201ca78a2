"""A ledger as the document it was: every measure in order with what was read, what was repaired, and its words."""

from dataclasses import dataclass
from typing import Any

from ...graph.model import Correction, Ledger, Measure
from ...graph.record import measure_record
from ...ontology.errors import Language
from ...ontology.iris import Iris
from ..marks import Excerpt, excerpts


@dataclass(frozen=True, slots=True)
class DocumentView:
    """A ledger: its findings, and its measures as `taizhang extract` prints them with IRI, source and corrections."""

    name: str
    title: str
    file: str
    measures: tuple[dict[str, Any], ...]
    findings: tuple[dict[str, Any], ...]


def document_view(ledger: Ledger, language: Language) -> DocumentView:
    """The whole ledger for a reader of a language."""
    return DocumentView(
        ledger.slug,
        ledger.title,
        ledger.document.name,
        tuple(_measure(ledger, measure, language) for measure in ledger.measures),
        tuple(
            {
                "severity": found.severity.value,
                "text": found.text.say(language),
                "line": ledger.document.line_of(found.span.start),
            }
            for found in ledger.findings
        ),
    )


def _measure(ledger: Ledger, measure: Measure, language: Language) -> dict[str, Any]:
    return {
        "iri": Iris().measure(ledger.slug, measure.key),
        "key": measure.key,
        **{name: value for name, value in measure_record(ledger, measure).items() if name not in ("spans", "source")},
        "corrections": [_correction(found, language) for found in measure.corrections],
    }


def _correction(found: Correction, language: Language) -> dict[str, str]:
    return {
        "what": found.what,
        "printed": found.printed,
        "reconciled": found.reconciled,
        "reason": found.reason.say(language),
        "confidence": found.confidence.value,
        "rule": found.rule,
    }


def source_view(ledger: Ledger, measure: Measure) -> list[dict[str, Any]]:
    """The places of the document that a measure was read from, each with its marks."""
    return [_source(ledger, found) for found in excerpts(ledger, measure)]


def _source(ledger: Ledger, found: Excerpt) -> dict[str, Any]:
    return {
        "kind": found.kind,
        "document": ledger.document.name,
        "line": found.line,
        "start": found.span.start,
        "end": found.span.end,
        "runs": [{"text": run.text, "kinds": list(run.kinds)} for run in found.runs],
    }
