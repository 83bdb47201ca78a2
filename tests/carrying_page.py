"""docs/carrying.md: how ledgers are compared, and how well, counted anew whenever the page is made."""

from tests.carrying_score import CarryingScore, scores

_HEAD = """\
# Which measures carry out which

    taizhang compare 宁波.docx 浙江.xlsx                 # two files
    taizhang compare ningbo 浙江省人工智能 -f html -o 对应.html   # two ledgers of the graph, by name or words of their titles

`GET /api/compare?city=ningbo&plan=zhejiang&format=json|md|html|xlsx&lang=zh|en` gives the same for ledgers of the graph;
`/docs` on the server describes every field. The first is the ledger that carries out, the second the plan.

## What the answer says

- **Links**: a measure of the city's ledger, one of the plan's, a score from 0 to 1, and how far to rely on it: *likely* or
  *possible*. One measure may carry out several, and several one.
- **Evidence** of each: the sentence of either measure that holds most of the shared words, the rarest shared words themselves,
  and where all of them stand (page, cell, paragraph or line; characters in the JSON). On the page both measures are shown
  whole, the sentences underlined and the words marked.
- **Coverage both ways**: how much of the plan is taken up, how much of the ledger has a basis in the plan, and the lists of
  what is open on either side, with the nearest measure where one is possible.

It is an inference from words, for a person to check. The same act in other words is missed (an incubator against an
"accelerating platform"), another act in the same words is taken for it. It reads no intent, no roles and no dates.

## What a score is

The mean of two likenesses: of the two measures as a whole, each with the heading it stands under, and of the two sentences
that are most alike, since one measure of a city often takes up several of a plan. Likeness is the cosine over pairs of
characters, rare ones weighing more (TF-IDF over both ledgers); words that every plan is made of (支持, 推进, 完善) count for
nothing. Among many pairs some are alike by chance, so a link is likely from 0.01 + 0.015 ln(pairs) on, and possible from
-0.03 + 0.015 ln(pairs) on: 0.079 and 0.039 for up to a hundred pairs, 0.148 and 0.108 for ten thousand. Nothing is random
and nothing is learnt: the same two texts give the same bytes.

At most twenty links are kept of one measure, and at most two million pairs compared (a thousand measures against two thousand).

## How good it is

Counted against labels made by reading real documents (tests/gold/README.md). The method and its bounds were chosen on three
pairs, where some 180 combinations were tried, so the figures there flatter it; the others were held out. The last pair of either part are ledgers on different subjects, where every link is wrong.

| part | pair | links | right | found | labels | precision | recall | F1 |
|---|---|---|---|---|---|---|---|---|
"""

_TAIL = """
The labels are few, and one person made those of each pair, so a difference of some hundredths says nothing. The documents of
the tuned and the held-out pairs are the same four plans in other combinations, all on one subject: expect worse elsewhere.
`make score` prints the table.
"""


def page() -> str:
    """The page; needs the documents of the reference data."""
    lines: list[str] = []
    rows: list[CarryingScore] = []
    for one in scores():
        if one.name in ("tuned on", "held out"):
            lines += [_row(one.name, row) for row in rows]
            lines.append(_row(f"**{one.name}**", one, bold=True))
            rows = []
        else:
            rows.append(one)
    return _HEAD + "\n".join(lines) + "\n" + _TAIL


def _row(part: str, one: CarryingScore, *, bold: bool = False) -> str:
    figures = (f"{one.precision:.2f}", f"{one.recall:.2f}", f"{one.f1:.2f}")
    name = "all of them" if bold else one.name
    return f"| {part} | {name} | {one.links} | {one.right} | {one.found} | {one.labels} | {' | '.join(figures)} |"
