"""Fills an office's own Word template: only text is replaced; runs, styles and tables stay as they were drawn."""

import copy
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from kechuang.web.documents import marks
from kechuang.web.documents.filling import Filling
from kechuang.web.documents.paper import MOST_ROWS

_PARTS = (RELATIONSHIP_TYPE.HEADER, RELATIONSHIP_TYPE.FOOTER)


def texts(data: bytes) -> list[str]:
    """Give the text of every paragraph of a template, runs joined."""
    document = Document(BytesIO(data))
    return [_text(paragraph) for root in _roots(document) for paragraph in root.iter(qn("w:p"))]


def fill(data: bytes, filling: Filling) -> bytes:
    """Give the template with its marks filled in."""
    document = Document(BytesIO(data))
    outer = marks.of_values(filling)
    for root in _roots(document):
        for row in [each for each in root.iter(qn("w:tr")) if marks.repeats(_row_text(each))]:
            _repeat(row, filling)
        for paragraph in list(root.iter(qn("w:p"))):
            _fill(paragraph, outer)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def _roots(document: Any) -> Iterator[Any]:  # noqa: ANN401 - python-docx has no types
    """Give the XML roots that hold text: the body, and every header and footer once."""
    yield document.element.body
    for relation in document.part.rels.values():
        if relation.reltype in _PARTS:
            yield relation.target_part.element


def _repeat(row: Any, filling: Filling) -> None:  # noqa: ANN401 - an lxml element
    before = row
    for values in filling.rows[:MOST_ROWS]:
        one, say = copy.deepcopy(row), marks.of_row(filling, values)
        for paragraph in one.iter(qn("w:p")):
            _fill(paragraph, say, done=True)
        before.addnext(one)
        before = one
    row.getparent().remove(row)


def _row_text(row: Any) -> str:  # noqa: ANN401 - an lxml element
    return "".join(_text(each) for each in row.iter(qn("w:p")))


def _nodes(paragraph: Any) -> list[Any]:  # noqa: ANN401 - an lxml element
    """Give a paragraph's own text nodes; those of a text box inside it belong to the paragraphs in the box."""
    return [
        node
        for node in paragraph.iter(qn("w:t"))
        if next(node.iterancestors(qn("w:p"))) is paragraph and node.get(_DONE) is None
    ]


_DONE = "{urn:kechuang}done"


def _text(paragraph: Any) -> str:  # noqa: ANN401 - an lxml element
    return "".join(node.text or "" for node in _nodes(paragraph))


def _fill(paragraph: Any, say: marks.Say, *, done: bool = False) -> None:  # noqa: ANN401 - an lxml element
    """Fill the marks of a paragraph, also those that Word has split over several runs.

    A value goes into the run in which its mark begins. With ``done`` the paragraph is not looked at again, so that what
    was filled into a row is never read as a mark.
    """
    nodes = _nodes(paragraph)
    whole = "".join(node.text or "" for node in nodes)
    for match in reversed(list(marks.MARK.finditer(whole))):
        value = say(match[1])
        if value is not None:
            _put(nodes, match.start(), match.end(), value)
    for node in nodes:
        _breaks(node)
    if done:
        for node in nodes:
            node.set(_DONE, "1")
    else:
        for node in paragraph.iter(qn("w:t")):
            node.attrib.pop(_DONE, None)


def _put(nodes: list[Any], start: int, end: int, value: str) -> None:
    at = 0
    for node in nodes:
        text = node.text or ""
        first, last = max(start - at, 0), min(end - at, len(text))
        if first < len(text) and last > 0 and first < last:
            node.text = text[:first] + value + text[last:]
            node.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
            # What remains of the mark in later runs is taken away.
            value = ""
        at += len(text)


def _breaks(node: Any) -> None:  # noqa: ANN401 - an lxml element
    """Turn line ends in a value into Word's own."""
    lines = (node.text or "").split("\n")
    node.text = lines[0]
    after = node
    for line in lines[1:]:
        for element in (OxmlElement("w:br"), OxmlElement("w:t")):
            after.addnext(element)
            after = element
        after.text = line
