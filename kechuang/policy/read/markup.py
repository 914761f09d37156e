"""What a web page or a Markdown file wraps around its text: front matter, tags, entities, links."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

from kechuang.policy.read.layer import Edit, Layer, edited

if TYPE_CHECKING:
    from collections.abc import Iterator

_FRONT = re.compile(r"\ufeff?---[ \t]*\r?\n(?:[^\n]{0,400}\n){0,80}?---[ \t]*(?:\r?\n|\Z)")
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9:]{0,20})\b[^<>]{0,8000}>|<[!?][^<>]{0,4000}>")
_HTML_HINT = re.compile(
    r"</?(?:p|div|br|span|table|td|tr|li|ul|h[1-6]|strong|center|img|font|html|body|section)\b[^<>]{0,2000}>",
    re.IGNORECASE,
)
_HIDDEN = ("script", "style", "noscript", "template", "head", "title")
_BLOCK = frozenset(
    [
        "p",
        "div",
        "br",
        "tr",
        "li",
        "ul",
        "ol",
        "table",
        "tbody",
        "thead",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "center",
        "section",
        "article",
        "header",
        "footer",
        "nav",
        "hr",
        "dl",
        "dt",
        "dd",
        "blockquote",
        "pre",
        "body",
        "html",
        "form",
        "option",
        "select",
        "aside",
        "main",
    ]
)
_CELL = frozenset(("td", "th"))
_ROW_ENDS = frozenset(("tr", "table", "tbody", "thead", "body", "html"))
# A cell that is never closed holds no more than this.
_CELL_REACH = 20_000
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")
_IMAGE = re.compile(r"!\[[^\[\]\n]{0,300}\]\([^()\n]{0,1000}\)")
_LINK = re.compile(r"\[([^\[\]\n]{1,300})\]\(([^()\n]{0,1000})\)")
_AUTOLINK = re.compile(r"<(?:https?|ftp|mailto):[^<>\s]{1,1000}>")
_HASHES = re.compile(r"(?m)^[ \t]{0,3}#{1,6}[ \t]+")
_STARS = re.compile(r"\*\*|__(?=\S)")
_SLANTED = re.compile(r"(?<![*\w])\*(?![*\s])([^*\n]{1,400})(?<!\s)\*(?!\*)")
_ROW_RULE = re.compile(r"(?m)^[ \t]*\|?(?:[ \t]*:?-{3,}:?[ \t]*\|){1,40}[ \t]*(?::?-{3,}:?)?[ \t]*$")
_ROW = re.compile(r"(?m)^[ \t]*\|(?=[^\n]*\S[^\n]*\|)[^\n]*$")


def front_matter(raw: str) -> tuple[int, int]:
    """The stretch of a leading `---` block, or an empty one."""
    found = _FRONT.match(raw)
    return (0, found.end()) if found and ":" in found.group() else (0, 0)


def is_html(text: str) -> bool:
    hints = _HTML_HINT.finditer(text)
    return next(hints, None) is not None and next(hints, None) is not None


def stripped(layer: Layer) -> Layer:
    """The layer without markup: block tags become line breaks, table cells tabs, entities their character."""
    start, end = front_matter(layer.text)
    if end > start:
        layer = edited(layer, [(start, end, "\n")])
    if is_html(layer.text):
        layer = edited(layer, _tag_edits(layer.text))
    layer = edited(layer, _entity_edits(layer.text))
    return edited(layer, _markdown_edits(layer.text))


def _tag_edits(text: str) -> Iterator[Edit]:
    lower = text.lower()
    missing: set[str] = set()
    at = cell = 0
    while True:
        found = _TAG.search(text, at)
        if found is None:
            return
        start, end = found.span()
        if text.startswith("<!--", start):
            close = text.find("-->", start)
            end = close + 3 if close >= 0 else end
            yield start, end, ""
            at = end
            continue
        name = (found.group(2) or "").lower()
        if name in _HIDDEN and not found.group(1) and name not in missing:
            close = lower.find("</" + name, end)
            if close < 0:
                missing.add(name)
            else:
                after = text.find(">", close)
                end = after + 1 if after >= 0 else len(text)
        if name in _CELL:
            cell = 0 if found.group(1) else end
        elif name in _ROW_ENDS or (cell and end - cell > _CELL_REACH):
            cell = 0
        # A paragraph inside a cell parts the names in it, never the row.
        broken = "\n" if not cell else "" if start == at or found.group(1) else " "
        yield start, end, ("" if found.group(1) else "\t") if name in _CELL else broken if name in _BLOCK else ""
        at = end


def _entity_edits(text: str) -> Iterator[Edit]:
    if "&" not in text:
        return
    for found in _ENTITY.finditer(text):
        plain = html.unescape(found.group())
        if plain != found.group():
            yield found.start(), found.end(), plain.replace("\xa0", " ")


def _markdown_edits(text: str) -> list[Edit]:
    edits: list[Edit] = []
    if "](" in text:
        edits += [(m.start(), m.end(), "") for m in _IMAGE.finditer(text)]
        for found in _LINK.finditer(text):
            if text[found.start() - 1 : found.start()] != "!":
                edits += [(found.start(), found.start() + 1, ""), (found.end(1), found.end(), "")]
    if "<" in text:
        edits += [(m.start(), m.end(), "") for m in _AUTOLINK.finditer(text)]
    if "#" in text:
        edits += [(m.start(), m.end(), "") for m in _HASHES.finditer(text)]
    if "**" in text:
        edits += [(m.start(), m.end(), "") for m in _STARS.finditer(text)]
    if "*" in text and ("**" in text or _HASHES.search(text)):
        for found in _SLANTED.finditer(text):
            edits += [(found.start(), found.start() + 1, ""), (found.end() - 1, found.end(), "")]
    if "|" in text:
        edits += [(m.start(), m.end(), "") for m in _ROW_RULE.finditer(text)]
        for row in _ROW.finditer(text):
            edits += [(row.start() + i, row.start() + i + 1, "\t") for i, c in enumerate(row.group()) if c == "|"]
    return sorted(edits)
