"""A measure as a layout gives it, before its words are read."""

from dataclasses import dataclass

from ...graph.model import Finding, Heading, Span
from .duties import Duty


@dataclass(frozen=True, slots=True)
class Entry:
    """One measure where it stands.

    `number` is the printed one or, where none is printed (`numbered` is then false), one that fits the order. `part`
    counts from 1 where one number holds several responsibilities, else 0. `label` is the number as printed. `holes` are
    stretches inside `span` that name units and are no part of the text.
    """

    number: int
    label: str
    part: int
    numbered: bool
    section: Heading | None
    task: Heading | None
    span: Span
    duties: tuple[Duty, ...]
    holes: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Layout:
    """What a layout gives: its measures in reading order, and what it could not place."""

    entries: tuple[Entry, ...]
    findings: tuple[Finding, ...]
