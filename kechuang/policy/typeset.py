"""Sets a published text as HTML: paragraphs, headings with anchors, and every finding marked in place.

The characters of the page's text are exactly those of the published text. What a mark says (shape, word) is set by the
style sheet from attributes, so that copying, searching and reading aloud give the text and nothing else.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from kechuang.policy.finding import FoundClause
from kechuang.policy.marking import Block, Mark, Piece, Run

HIGHEST, LOWEST = 3, 6


@dataclass(frozen=True, slots=True)
class Words:
    """What marks say: the word of each kind, and the summary of each finding by its code."""

    kinds: dict[str, str]
    summaries: dict[str, str]
    rows: Callable[[str], str]


def text_html(blocks: Iterable[Block], words: Words, *, chosen: str = "", raw: bool = False) -> SafeString:
    """Give the HTML of paragraphs. ``chosen`` is the clause that the address names; ``raw`` hides nothing."""
    parts = [_block(block, words, chosen, raw) for block in blocks]
    return mark_safe("\n".join(parts) if not raw else "".join(parts))  # noqa: S308 - every text passes escape()


def _block(block: Block, words: Words, chosen: str, raw: bool) -> str:
    inner = "".join(_run(run, words, chosen, raw, alone=False) for run in block.runs)
    if raw:
        return inner
    if block.empty:
        return f"<span hidden>{inner}</span>"
    heading = _only_heading(block)
    if heading is None:
        return f"<p>{inner}</p>"
    level = _level(heading)
    inner = "".join(_run(run, words, chosen, raw, alone=True) for run in block.runs) + _pin(heading)
    return f'<h{level} class="{_head_class(heading, chosen)}" id="c-{escape(heading.path)}">{inner}</h{level}>'


def _only_heading(block: Block) -> FoundClause | None:
    """Give the clause of a paragraph in which nothing but its heading is displayed."""
    heading = next((run.clause for run in block.runs if run.clause), None)
    others = (piece for run in block.runs if not run.clause for piece in run.pieces if not piece.soft)
    return heading if heading and all(not piece.text.strip("。. \t\r\n\u3000") for piece in others) else None


def _run(run: Run, words: Words, chosen: str, raw: bool, *, alone: bool) -> str:
    inner = "".join(_piece(piece, words, raw) for piece in run.pieces)
    clause = run.clause
    if clause is None or alone:
        return inner
    level = _level(clause)
    head = f'class="{_head_class(clause, chosen)}" id="c-{escape(clause.path)}" role="heading" aria-level="{level}"'
    return f"<b {head}>{inner}</b>{_pin(clause)}"


def _level(clause: FoundClause) -> int:
    return min(LOWEST, HIGHEST - 1 + (clause.depth or LOWEST))


def _head_class(clause: FoundClause, chosen: str) -> str:
    depth = f"d{clause.depth}" if clause.depth else "box"
    return f"clause-head {depth} chosen" if clause.path == chosen else f"clause-head {depth}"


def _pin(clause: FoundClause) -> str:
    path = escape(clause.path)
    label = escape(gettext("Link to clause %(clause)s") % {"clause": clause.path})
    return f'<a class="pin" href="#c-{path}" data-word="{path}" aria-label="{label}"></a>'


def _piece(piece: Piece, words: Words, raw: bool) -> str:
    html = str(escape(piece.text))
    if piece.soft and not raw:
        html = f"<span hidden>{html}</span>"
    elif piece.faint:
        html = f'<span class="faint">{html}</span>'
    for mark in reversed(piece.marks):
        html = f'<span class="m {mark.kind}">{html}</span>'
    return _tags(piece.begins, words) + html


def _tags(begins: Sequence[Mark], words: Words) -> str:
    return "".join(
        f'<a class="tag {mark.kind}" id="m-{mark.code}" href="{escape(words.rows(mark.code))}"'
        f' data-word="{escape(words.kinds[mark.kind])}" aria-label="{escape(words.summaries[mark.code])}"></a>'
        for mark in begins
    )
