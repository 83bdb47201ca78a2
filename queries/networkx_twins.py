"""Every question of the catalogue worked out in Python on the whole network: the reference for the other engines.

A twin gives rows with the key by which they are ordered. It says in loops what .rq and .cypher say in patterns.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import combinations, product
from typing import Any

from pyoxigraph import QuerySolutions

from ..graph.networks import Network, into, of_label, out
from ..graph.property_graph import EdgeType, Label
from .catalogue import Question
from .rows import Iri, solutions

Row = tuple[Any, ...]
Keyed = Iterator[tuple[Row, Row]]
Parameters = Mapping[str, Any]
Twin = Callable[["_View", Parameters], Keyed]
_TWINS: dict[str, tuple[list[str], Twin]] = {}


def ask(network: Network, asked: Question, values: Mapping[str, str]) -> QuerySolutions:
    """The answer to a question. Raises BadParameter."""
    columns, twin = _TWINS[asked.name]
    keyed = sorted(twin(_View(network), asked.plain(values)), key=lambda pair: tuple(_Last(part) for part in pair[0]))
    return solutions(columns, [row for _, row in keyed])


def _twin(name: str, columns: str) -> Callable[[Twin], Twin]:
    def known(twin: Twin) -> Twin:
        _TWINS[name] = (columns.split(), twin)
        return twin

    return known


@dataclass(frozen=True, slots=True)
class _Last:
    """Orders values as SPARQL does: what is missing comes first."""

    value: Any

    def __lt__(self, other: "_Last") -> bool:
        if self.value is None or other.value is None:
            return self.value is None and other.value is not None
        return bool(self.value < other.value)


@dataclass(frozen=True, slots=True)
class _View:
    """A network as the twins look at it."""

    network: Network

    def all(self, label: Label) -> Iterator[Iri]:
        return (Iri(node) for node in of_label(self.network, label))

    def get(self, node: str, name: str) -> Any:
        return self.network.nodes[node].get(name)

    def titles(self, node: str) -> tuple[str, ...]:
        return self.get(node, "titles") or ()

    def words(self, node: str) -> tuple[str, ...]:
        return self.get(node, "words") or ()

    def out(self, node: str, *types: EdgeType) -> list[Iri]:
        return [Iri(end) for end in out(self.network, node, *types)]

    def into(self, node: str, *types: EdgeType) -> list[Iri]:
        return [Iri(start) for start in into(self.network, node, *types)]

    def one(self, node: str, type_: EdgeType) -> Iri | None:
        return next(iter(self.out(node, type_)), None)

    def measure(self, node: str) -> Iri | None:
        return self.one(node, EdgeType.OF_MEASURE)

    def place(self, measure: str) -> tuple[int, str]:
        return self.get(measure, "ordinal"), measure

    def has(self, node: str, label: Label) -> bool:
        return label in self.network.nodes[node].get("labels", ())

    def of_measures(self, label: Label) -> Iterator[tuple[Iri, Iri]]:
        """The children of measures of a kind, each with its measure."""
        for node in self.all(label):
            measure = self.measure(node)
            if measure:
                yield node, measure

    def units(self, measure: str) -> str | None:
        """The names of the units of a measure in the order of the page."""
        found = [node for node in self.into(measure, EdgeType.OF_MEASURE) if self.has(node, Label.ASSIGNMENT)]
        found.sort(key=lambda node: self.get(node, "ordinal"))
        names = [self.get(unit, "name") for node in found for unit in self.out(node, EdgeType.CARRIED_BY)]
        return "、".join(names) if names else None

    def texts(self, citing: str) -> list[Iri]:
        """The version an article is part of, or that a text is."""
        whole = [Iri(citing), *self.out(citing, EdgeType.PART_OF)]
        return [node for node in whole if self.has(node, Label.VERSION)]

    def in_force(self, text: str, on: date) -> bool:
        start, end = self.get(text, "inForceFrom"), self.get(text, "inForceUntil")
        return (start is None or start <= on) and (end is None or end >= on)

    def repeals(self, on: date) -> Iterator[tuple[Iri, Iri, Iri]]:
        """Repeals until a day: the effect, what repeals, what is repealed."""
        for effect in self.all(Label.EFFECT):
            day = self.get(effect, "date")
            if self.get(effect, "type") == "repeal" and day and day <= on:
                for source, target in product(
                    self.out(effect, EdgeType.EFFECT_FROM), self.out(effect, EdgeType.EFFECT_TO)
                ):
                    yield effect, source, target


def _or_none(values: Iterable[Any]) -> list[Any]:
    return list(values) or [None]


@_twin("as-of", "work title version from until")
def _as_of(view: _View, given: Parameters) -> Keyed:
    for label in (Label.VERSION, Label.REGULATION):
        for version in view.all(label):
            start, end = view.get(version, "inForceFrom"), view.get(version, "inForceUntil")
            if start is not None and view.in_force(version, given["on"]):
                for work, title in product(view.out(version, EdgeType.VERSION_OF), view.titles(version)):
                    if given["title"] in title:
                        yield (title, version), (work, title, version, start, end)


@_twin("citation-chain", "depth from fromTitle to toTitle words page")
def _citation_chain(view: _View, given: Parameters) -> Keyed:
    for measure in view.all(Label.MEASURE):
        if view.get(measure, "number") != given["measure"]:
            continue
        first = set(view.out(measure, EdgeType.MENTIONS, EdgeType.IMPLEMENTS))
        steps, level = {(1, measure, to) for to in first}, first
        for depth in (2, 3, 4):
            found = {(depth, start, to) for start in level for to in _rests_on(view, start)}
            steps |= found
            level = {to for _, _, to in found}
        for depth, start, to in steps:
            if view.out(to, EdgeType.PART_OF):
                continue
            titles = view.titles(start) or (view.get(start, "text"),)
            said, pages = _or_none(_said(view, start, to)), _or_none(_pages(view, start, to))
            for to_title, title, words, page in product(view.titles(to), titles, said, pages):
                yield (depth, start, to, words, page), (depth, start, title, to, to_title, words, page)


def _rests_on(view: _View, node: str) -> set[Iri]:
    texts = view.into(node, EdgeType.VERSION_OF)
    parts = [part for text in texts for part in view.into(text, EdgeType.PART_OF)]
    of_texts = {end for source in (*texts, *parts) for end in view.out(source, EdgeType.BASED_ON)}
    return {*view.out(node, EdgeType.BASED_ON, EdgeType.IMPLEMENTS), *of_texts}


def _said(view: _View, start: str, to: str) -> set[str]:
    texts = view.into(start, EdgeType.VERSION_OF)
    citing = {start, *texts, *(part for text in texts for part in view.into(text, EdgeType.PART_OF))}
    return {
        words
        for citation in view.into(to, EdgeType.CITED)
        if citing & set(view.out(citation, EdgeType.MADE_IN))
        for words in view.words(citation)
    }


def _pages(view: _View, start: str, to: str) -> set[str]:
    facts = set(view.into(start, EdgeType.SAYS_OF)) & set(view.into(to, EdgeType.STATES))
    return {page for fact in facts for page in view.get(fact, "pages") or ()}


@_twin("corrections", "measure number rule what printed reconciled confidence reason")
def _corrections(view: _View, given: Parameters) -> Keyed:
    for node, measure in view.of_measures(Label.CORRECTION):
        reason = view.get(node, {"zh": "reasonZh", "en": "reasonEn"}.get(given["lang"], ""))
        if reason is not None:
            values = (
                view.get(node, name) for name in ("rule", "what", "printedValue", "reconciledValue", "confidence")
            )
            yield (
                (*view.place(measure), view.get(node, "ordinal")),
                (measure, view.get(measure, "number"), *values, reason),
            )


@_twin("deadlines-due", "measure number date kind words units")
def _deadlines_due(view: _View, given: Parameters) -> Keyed:
    for node, measure in view.of_measures(Label.DEADLINE):
        day, words = view.get(node, "date"), view.get(node, "text")
        if day and given["from"] <= day <= given["until"]:
            row = (measure, view.get(measure, "number"), day, view.get(node, "kind"), words, view.units(measure))
            yield (day, *view.place(measure), words), row


@_twin("effects-of", "from fromTitle type to toTitle article date words")
def _effects_of(view: _View, given: Parameters) -> Keyed:
    found = set()
    for effect in view.all(Label.EFFECT):
        sources, targets = view.out(effect, EdgeType.EFFECT_FROM), view.out(effect, EdgeType.EFFECT_TO)
        if not any(given["title"] in title for node in (*sources, *targets) for title in view.titles(node)):
            continue
        articles = _or_none(a for a in (view.get(effect, "article"), view.get(effect, "newArticle")) if a)
        stated = (effect, *view.out(effect, EdgeType.EFFECT_OF))
        said = _or_none(words for node in stated for words in view.words(node))
        for source, target, article, words in product(sources, targets, articles, said):
            for one, other in product(view.titles(source), view.titles(target)):
                found.add(
                    (source, one, view.get(effect, "type"), target, other, article, view.get(effect, "date"), words)
                )
    for row in found:
        source, one, kind, target, other, article, day, words = row
        yield (day, source, target, article, words, kind, one, other), row


@_twin("indicators", "measure number comparator quantity unit per words")
def _indicators(view: _View, _: Parameters) -> Keyed:
    for node, measure in view.of_measures(Label.INDICATOR):
        values = (view.get(node, name) for name in ("comparator", "quantity", "unit", "per", "text"))
        yield (*view.place(measure), view.get(node, "ordinal")), (measure, view.get(measure, "number"), *values)


@_twin("measures-without-lead", "measure number responsible text")
def _measures_without_lead(view: _View, given: Parameters) -> Keyed:
    for measure in view.all(Label.MEASURE):
        units = len(set(view.into(measure, EdgeType.RESPONSIBLE_FOR)))
        if units and units >= given["min"] and not view.into(measure, EdgeType.LEADS):
            yield view.place(measure), (measure, view.get(measure, "number"), units, view.get(measure, "text"))


@_twin("mechanisms", "name measures first")
def _mechanisms(view: _View, given: Parameters) -> Keyed:
    naming: dict[str, set[Iri]] = defaultdict(set)
    for node, measure in view.of_measures(Label.MECHANISM):
        if given["name"] in view.get(node, "text"):
            naming[view.get(node, "text")].add(measure)
    for name, measures in naming.items():
        first = min(view.get(measure, "number") for measure in measures)
        yield (-len(measures), first, name), (name, len(measures), first)


@_twin("most-cited", "instrument title citations citing")
def _most_cited(view: _View, given: Parameters) -> Keyed:
    for instrument in view.all(Label.REGULATION):
        sources = view.into(instrument, EdgeType.CITES)
        if sources and len(sources) >= given["least"]:
            for title in view.titles(instrument):
                if given["title"] in title:
                    yield (-len(sources), title, instrument), (instrument, title, len(sources), len(set(sources)))


@_twin("pinpoint-drift", "citing citingTitle part citedTitle cited drift now words")
def _pinpoint_drift(view: _View, given: Parameters) -> Keyed:
    for citation in view.all(Label.CITATION):
        drift, cited, part = (view.get(citation, name) for name in ("drift", "article", "part"))
        if not (drift and cited and part) or given["drift"] not in ("", drift):
            continue
        now = [view.get(article, "label") for article in view.out(citation, EdgeType.CURRENT_ARTICLE)]
        for work, citing in product(view.out(citation, EdgeType.CITED), view.out(citation, EdgeType.MADE_IN)):
            titles = [title for title in view.titles(work) if given["title"] in title]
            named = [title for text in view.texts(citing) for title in view.titles(text)]
            for title, name, current, words in product(titles, named, _or_none(now), view.words(citation)):
                yield (title, citing, cited, words), (citing, name, part, title, cited, drift, current, words)


@_twin("planned-instruments", "instrument title measure number units")
def _planned_instruments(view: _View, _: Parameters) -> Keyed:
    for measure in view.all(Label.MEASURE):
        for instrument in view.out(measure, EdgeType.WILL_ISSUE):
            for title in view.titles(instrument):
                row = (instrument, title, measure, view.get(measure, "number"), view.units(measure))
                yield (*view.place(measure), instrument), row


@_twin("prohibitions", "measure number words")
def _prohibitions(view: _View, _: Parameters) -> Keyed:
    for node, measure in view.of_measures(Label.MODAL_CLAUSE):
        if view.get(node, "modality") == "prohibition":
            key = (*view.place(measure), view.get(node, "ordinal"))
            yield key, (measure, view.get(measure, "number"), view.get(node, "text"))


@_twin("recurring-duties", "measure number frequency minTimes words units")
def _recurring_duties(view: _View, _: Parameters) -> Keyed:
    for node, measure in view.of_measures(Label.DEADLINE):
        if view.get(node, "kind") == "recurring":
            values = (view.get(node, name) for name in ("frequency", "minTimes", "text"))
            key = (*view.place(measure), view.get(node, "ordinal"))
            yield key, (measure, view.get(measure, "number"), *values, view.units(measure))


@_twin("regulation-dependents", "regulation title measure number relation quote")
def _regulation_dependents(view: _View, given: Parameters) -> Keyed:
    found = set()
    for citation, measure in view.of_measures(Label.CITATION):
        for regulation in view.out(citation, EdgeType.CITED):
            names = [name for held in ("titles", "otherNames", "numbers") for name in view.get(regulation, held) or ()]
            if any(given["regulation"] in name for name in names):
                relation = view.get(citation, "relation")
                for title, quote in product(view.titles(regulation), view.words(citation)):
                    found.add((regulation, title, measure, view.get(measure, "number"), relation, quote))
    for row in found:
        regulation, _, measure, _, relation, quote = row
        yield (regulation, *view.place(measure), relation, quote), row


@_twin("repealed-but-cited", "repealed title date repealedByTitle citing citingTitle relation words")
def _repealed_but_cited(view: _View, given: Parameters) -> Keyed:
    for effect, source, repealed in view.repeals(given["on"]):
        titles = [title for title in view.titles(repealed) if given["title"] in title]
        if view.get(effect, "article") is not None or not titles:
            continue
        day = view.get(effect, "date")
        for citation in view.into(repealed, EdgeType.CITED):
            relation = view.get(citation, "relation")
            if relation in ("repeals", "amended_by"):
                continue
            for citing in view.out(citation, EdgeType.MADE_IN):
                for name in _called(view, citing, given["on"]):
                    for title, by, words in product(titles, view.titles(source), view.words(citation)):
                        yield (
                            (day, title, citing, words, relation, by),
                            (repealed, title, day, by, citing, name, relation, words),
                        )


def _called(view: _View, citing: str, on: date) -> list[str | None]:
    """What to call what cites: its text where that is in force, a measure by its number."""
    texts = view.texts(citing)
    if texts:
        return [name for text in texts if view.in_force(text, on) for name in view.get(text, "names") or ()]
    number = view.get(citing, "number")
    return [None if number is None else str(number)]


@_twin("shared-load", "unitA nameA unitB nameB measures")
def _shared_load(view: _View, given: Parameters) -> Keyed:
    units: dict[Iri, set[Iri]] = defaultdict(set)
    for node, measure in view.of_measures(Label.ASSIGNMENT):
        units[measure] |= set(view.out(node, EdgeType.CARRIED_BY))
    shared = Counter(pair for held in units.values() for pair in combinations(sorted(held), 2))
    for (one, other), count in shared.items():
        if count >= given["min"]:
            names = view.get(one, "name"), view.get(other, "name")
            yield (-count, *names), (one, names[0], other, names[1], count)


@_twin("stale-basis-laws", "text title part basis basisTitle repealedByTitle date words repealWords")
def _stale_basis_laws(view: _View, given: Parameters) -> Keyed:
    for effect, source, basis in view.repeals(given["on"]):
        if view.get(effect, "article") is not None:
            continue
        day = view.get(effect, "date")
        proofs = _or_none(w for repeal in view.out(effect, EdgeType.EFFECT_OF) for w in view.words(repeal))
        for citation in view.into(basis, EdgeType.CITED):
            part = view.get(citation, "part")
            if view.get(citation, "relation") != "based_on" or part is None:
                continue
            texts = [text for citing in view.out(citation, EdgeType.MADE_IN) for text in view.texts(citing)]
            for text in (text for text in texts if view.in_force(text, given["on"])):
                said = product(
                    view.get(text, "names") or (), view.titles(basis), view.titles(source), view.words(citation), proofs
                )
                for name, title, by, words, proof in said:
                    yield (
                        (day, title, text, part, words, by, proof),
                        (text, name, part, basis, title, by, day, words, proof),
                    )


@_twin("stale-basis", "measure number regulation title basisTitle repealedByTitle date")
def _stale_basis(view: _View, given: Parameters) -> Keyed:
    repealed: dict[Iri, list[tuple[Iri, Iri]]] = defaultdict(list)
    for effect, source, basis in view.repeals(given["on"]):
        repealed[basis].append((effect, source))
    for citation, measure in view.of_measures(Label.CITATION):
        for regulation in view.out(citation, EdgeType.CITED):
            for basis in view.out(regulation, EdgeType.BASED_ON):
                for effect, source in repealed[basis]:
                    day = view.get(effect, "date")
                    for title, of_basis, by in product(
                        view.titles(regulation), view.titles(basis), view.titles(source)
                    ):
                        row = (measure, view.get(measure, "number"), regulation, title, of_basis, by, day)
                        yield (*view.place(measure), regulation, of_basis, by, day), row


@_twin("statistics", "class label count")
def _statistics(view: _View, given: Parameters) -> Keyed:
    counts = Counter(label for _, labels in view.network.nodes(data="labels", default=()) for label in labels)
    for node in view.all(Label.CLASS):
        label = view.get(node, {"zh": "labelZh", "en": "labelEn"}.get(given["lang"], ""))
        count = counts.get(view.get(node, "name"), 0)
        if label and count:
            yield (-count, node), (node, label, count)


@_twin("unit-load", "unit name lead participant responsible total")
def _unit_load(view: _View, given: Parameters) -> Keyed:
    carried: dict[Iri, list[tuple[str, Iri]]] = defaultdict(list)
    for node, measure in view.of_measures(Label.ASSIGNMENT):
        for unit in view.out(node, EdgeType.CARRIED_BY):
            carried[unit].append((view.get(node, "role"), measure))
    for unit, held in carried.items():
        name = view.get(unit, "name")
        if given["name"] in name:
            counts = [sum(role == wanted for role, _ in held) for wanted in ("lead", "participant", "responsible")]
            total = len({measure for _, measure in held})
            yield (-total, -counts[0], name), (unit, name, *counts, total)


@_twin("unit-profile", "measure number role task text")
def _unit_profile(view: _View, given: Parameters) -> Keyed:
    for node, measure in view.of_measures(Label.ASSIGNMENT):
        for unit in view.out(node, EdgeType.CARRIED_BY):
            if given["unit"] in (view.get(unit, "name"), *(view.get(unit, "otherNames") or ())):
                role = view.get(node, "role")
                task = next((view.get(above, "name") for above in view.out(measure, EdgeType.PART_OF)), None)
                row = (measure, view.get(measure, "number"), role, task, view.get(measure, "text"))
                yield (*view.place(measure), role), row


@_twin("unresolved-citations", "instrument title status reason mentions candidateTitle score words")
def _unresolved_citations(view: _View, given: Parameters) -> Keyed:
    groups: dict[tuple[Iri, str, str], list[Iri]] = defaultdict(list)
    for citation in view.all(Label.CITATION):
        status, reason = view.get(citation, "status"), view.get(citation, "resolution")
        if status in ("unresolved", "ambiguous") and reason:
            for instrument in view.out(citation, EdgeType.CITED):
                groups[instrument, status, reason].append(citation)
    for (instrument, status, reason), citations in groups.items():
        quotes = [words for citation in citations for words in view.words(citation)]
        candidates: list[tuple[str | None, float | None]] = list(_candidates(view, min(citations)))
        for title, (candidate, score) in product(view.titles(instrument), candidates or [(None, None)]):
            if given["title"] in title and quotes:
                row = (instrument, title, status, reason, len(quotes), candidate, score, min(quotes))
                yield (-len(quotes), title, instrument, reason, status), row


def _candidates(view: _View, citation: str) -> Iterator[tuple[str, float]]:
    for candidate in view.out(citation, EdgeType.HAS_CANDIDATE):
        if view.get(candidate, "ordinal") == 1:
            for proposed in view.out(candidate, EdgeType.PROPOSES):
                for title in view.titles(proposed):
                    yield title, view.get(candidate, "score")


@_twin("version-history", "work title version made inForceFrom inForceUntil articles event eventDate words")
def _version_history(view: _View, given: Parameters) -> Keyed:
    for version in (*view.all(Label.VERSION), *view.all(Label.REGULATION)):
        works = view.out(version, EdgeType.VERSION_OF)
        titles = [title for title in view.titles(version) if given["title"] in title]
        if not (works and titles):
            continue
        made, start, end = (view.get(version, name) for name in ("made", "inForceFrom", "inForceUntil"))
        counts = _or_none(view.get(version, "articleCounts") or ())
        events = [node for node in view.into(version, EdgeType.PART_OF) if view.has(node, Label.EVENT)]
        happened = _or_none(
            (view.get(e, "kind"), view.get(e, "date"), words) for e in events for words in view.words(e)
        )
        for work, title, count, event in product(works, titles, counts, happened):
            kind, day, words = event or (None, None, None)
            row = (work, title, version, made, start, end, count, kind, day, words)
            yield (work, start, version, day, words, kind, title, count), row
