"""A paper in final words: heads numbered, amounts in capitals, days written out, furniture in its language. Pure.

Both writers lay out exactly these blocks, so that Word and PDF say the same.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from kechuang.kernel.money import in_capitals
from kechuang.web.documents import figures, measures
from kechuang.web.documents.figures import Drawing
from kechuang.web.documents.paper import (
    ENGLISH,
    HANS,
    HANT,
    Bars,
    Curves,
    Heading,
    Paper,
    Paragraph,
    Part,
    Points,
    Sum,
    Table,
    Terms,
    clean,
)

# The furniture of a paper in its three languages. 〔    〕    号 is the empty place of the official number.
WORDS: dict[str, dict[str, str]] = {
    HANS: {
        "number": "〔\u3000\u3000〕\u3000\u3000号",
        "attachment": "附件：",
        "attachment_mark": "附件",
        "copies": "抄送：",
        "copies_end": "。",
        "printed": "印发",
        "draft": "拟稿",
        "seal": "（印章位置，留空）",
        "day": "\u3000\u3000\u3000年\u3000\u3000月\u3000\u3000日",
        "demonstration": "（演示）本页人物、单位与数字均为虚构",
        "case": "办件编号",
        "fact": "事实记录",
        "address": "核验地址",
        "total": "合计",
        "missing": "字库缺字，原字以 Word 文本为准：",
        "and_copies": "，",
    },
    HANT: {
        "number": "〔\u3000\u3000〕\u3000\u3000號",
        "attachment": "附件：",
        "attachment_mark": "附件",
        "copies": "抄送：",
        "copies_end": "。",
        "printed": "印發",
        "draft": "擬稿",
        "seal": "（印章位置，留空）",
        "day": "\u3000\u3000\u3000年\u3000\u3000月\u3000\u3000日",
        "demonstration": "（演示）本頁人物、單位與數字均為虛構",
        "case": "辦件編號",
        "fact": "事實記錄",
        "address": "核驗地址",
        "total": "合計",
        "missing": "字庫缺字，原字以 Word 文字為準：",
        "and_copies": "，",
    },
    ENGLISH: {
        "number": "No. ________ (    )",
        "attachment": "Attachment: ",
        "attachment_mark": "Attachment",
        "copies": "Copies to: ",
        "copies_end": ".",
        "printed": "Printed on ",
        "draft": "DRAFT",
        "seal": "(place of the seal, left empty)",
        "day": "Date: ______________",
        "demonstration": "(Demonstration) Persons, bodies and figures on this page are invented",
        "case": "Case",
        "fact": "Fact",
        "address": "Check at",
        "total": "Total",
        "missing": "no glyph in the fonts here; the Word file has the character:",
        "and_copies": ", ",
    },
}

_DIGITS = "零一二三四五六七八九"
_MONTHS = (
    "January February March April May June July August September October November December".split()  # noqa: SIM905 - a list of twelve words reads better so
)


@dataclass(frozen=True, slots=True)
class Block:
    """One laid-out part. ``kind`` is h1 to h4, p, item, terms, table or figure.

    ``spans`` says for each cell over how many rows it reaches: 1, more, or 0 where a cell above reaches over it.
    A figure has its caption in ``text``, its picture in ``drawing`` and what it shows in words in ``says``.
    """

    kind: str
    text: str = ""
    align: str = ""
    indent: bool = True
    ragged: bool = False
    columns: tuple[tuple[str, int, str], ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    total: tuple[str, ...] = ()
    pairs: tuple[tuple[tuple[str, str], ...], ...] = ()
    bands: tuple[tuple[int, str], ...] = ()
    spans: tuple[tuple[int, ...], ...] = ()
    dense: bool = False
    drawing: Drawing | None = None
    says: str = ""


@dataclass(frozen=True, slots=True)
class Laid:
    """An attachment ready for a writer."""

    mark: str
    title: str
    blocks: tuple[Block, ...]
    landscape: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Composed:
    """A paper ready for a writer; every text is clean."""

    form: str
    language: str
    title: str
    issuer: str
    number: str
    addressee: str
    blocks: tuple[Block, ...]
    attachments: tuple[str, ...]
    sheets: tuple[Laid, ...]
    signers: tuple[str, ...]
    signed_on: str
    seal: str
    note: str
    copies: str
    printed: tuple[str, str]
    draft: str
    demonstration: str
    address: str
    small: tuple[str, ...]
    landscape: bool = False
    words: dict[str, str] = field(default_factory=dict)


def compose(paper: Paper) -> Composed:
    """Put a paper into final words."""
    words = WORDS[paper.language]
    signed = paper.signature
    origin = paper.origin
    copies = words["and_copies"].join(map(clean, paper.copies))
    return Composed(
        form=paper.form,
        language=paper.language,
        title=clean(paper.title),
        issuer=clean(paper.issuer),
        number=clean(paper.number) if paper.number else words["number"] if paper.numbered else "",
        addressee=_addressed(clean(paper.addressee), paper.language),
        blocks=tuple(blocks(paper.parts, paper.language, _width(paper.landscape))),
        attachments=tuple(_attachments(paper, words)),
        sheets=tuple(
            Laid(
                f"{words['attachment_mark']}{_ordinal(at, len(paper.sheets))}",
                clean(sheet.title),
                tuple(blocks(sheet.parts, paper.language, _width(paper.landscape or sheet.landscape))),
                paper.landscape or sheet.landscape,
            )
            for at, sheet in enumerate(paper.sheets, 1)
        ),
        signers=tuple(map(clean, signed.issuers)) if signed else (),
        signed_on=(day(signed.on, paper.language) if signed.on else words["day"]) if signed else "",
        seal=words["seal"] if signed and signed.seal else "",
        note=clean(paper.note),
        copies=f"{words['copies']}{copies}{words['copies_end']}" if copies else "",
        printed=_printed(paper, words),
        draft=words["draft"] if paper.draft else "",
        demonstration=words["demonstration"] if paper.demonstration else "",
        address=origin.address if origin else "",
        small=tuple(_small(paper, words)),
        landscape=paper.landscape,
        words=words,
    )


def _width(landscape: bool) -> float:
    return measures.sheet(landscape=landscape).block


def _ordinal(at: int, count: int) -> str:
    return str(at) if count > 1 else ""


def _addressed(name: str, language: str) -> str:
    if not name:
        return ""
    return name + (":" if language == ENGLISH else "：")


def _attachments(paper: Paper, words: dict[str, str]) -> Iterable[str]:
    names = [clean(each) for each in (*paper.attachments, *(sheet.title for sheet in paper.sheets))]
    for at, name in enumerate(names, 1):
        mark = words["attachment"] if at == 1 else ""
        yield mark + (f"{at}. {name}" if len(names) > 1 else name)


def _printed(paper: Paper, words: dict[str, str]) -> tuple[str, str]:
    if not paper.printed_by:
        return ("", "")
    on = day(paper.printed_on, paper.language) if paper.printed_on else words["day"].strip()
    line = f"{words['printed']}{on}" if paper.language == ENGLISH else f"{on}{words['printed']}"
    return (clean(paper.printed_by), line)


def _small(paper: Paper, words: dict[str, str]) -> Iterable[str]:
    origin = paper.origin
    if origin is None:
        return
    colon = ": " if paper.language == ENGLISH else "："
    for name, value in (("case", origin.case), ("fact", origin.fact), ("address", origin.address)):
        if value:
            yield f"{words[name]}{colon}{clean(value)}"
    yield from map(clean, origin.lines)


def day(on: date, language: str) -> str:
    """Write a day as papers do: 2026年11月21日, 21 November 2026."""
    if language == ENGLISH:
        return f"{on.day} {_MONTHS[on.month - 1]} {on.year}"
    return f"{on.year}年{on.month}月{on.day}日"


def ordinal(number: int) -> str:
    """Write a number from 1 to 99 in Chinese: 十一, 二十, 四十二."""
    tens, ones = divmod(number, 10)
    if not 0 < number < 100:
        return str(number)
    head = "" if not tens else "十" if tens == 1 else f"{_DIGITS[tens]}十"
    return head + (_DIGITS[ones] if ones else "")


def mark(level: int, number: int, language: str) -> str:
    """Give a head's number: 一、（一）1.（1）; in English 1. (1) a. (a)."""
    if language == ENGLISH:
        letter = chr(ord("a") + (number - 1) % 26)
        return (f"{number}. ", f"({number}) ", f"{letter}. ", f"({letter}) ")[level - 1]
    return (f"{ordinal(number)}、", f"（{ordinal(number)}）", f"{number}.", f"（{number}）")[level - 1]


def amount(value: Decimal, language: str) -> str:
    """Write an amount for a paper: capitals and figures, 壹佰贰拾万元整（¥1,200,000.00）."""
    figures = f"{value:,.2f}"
    if language == ENGLISH:
        return f"CNY {figures} ({in_capitals(value)})"
    return (
        f"人民币{in_capitals(value)}（¥{figures}）" if language == HANS else f"人民幣{in_capitals(value)}（¥{figures}）"
    )


def blocks(parts: Sequence[Part], language: str, width: float = measures.BLOCK_MM[0]) -> Iterable[Block]:
    """Give the blocks of some parts, heads numbered from their beginning; figures are ``width`` millimetres wide."""
    counts = [0, 0, 0, 0]
    for part in parts:
        if isinstance(part, Heading):
            counts[part.level - 1] += 1
            counts[part.level :] = [0] * (len(counts) - part.level)
            number = mark(part.level, counts[part.level - 1], language)
            yield Block(f"h{part.level}", number + clean(part.text))
        else:
            yield from _blocks(part, language, width)


def _blocks(part: Part, language: str, width: float) -> Iterable[Block]:
    match part:
        case Paragraph():
            for line in part.text.splitlines() or [""]:
                if line.strip():
                    yield Block("p", clean(line), part.align, part.indent)
        case Points():
            for at, item in enumerate(part.items, 1):
                yield Block("p", (f"{at}. " if part.numbered else "") + clean(item))
        case Sum():
            colon = ": " if language == ENGLISH else "："
            yield Block("p", f"{clean(part.label)}{colon}{amount(part.amount, language)}", ragged=True)
        case Terms():
            yield Block("terms", pairs=tuple(_paired(part)))
        case Table():
            yield _table(part)
        case Bars():
            yield Block("figure", text=clean(part.caption), drawing=figures.bars(part, width), says=clean(part.says))
        case Curves():
            yield Block("figure", text=clean(part.caption), drawing=figures.curves(part, width), says=clean(part.says))


def _table(part: Table) -> Block:
    tidy = _lines if part.dense else clean
    rows = tuple(tuple(map(tidy, row)) for row in part.rows)
    return Block(
        "table",
        text=clean(part.caption),
        columns=tuple((clean(column.head), column.width, column.align) for column in part.columns),
        rows=rows,
        total=tuple(map(clean, part.total)),
        bands=tuple((at, clean(text)) for at, text in part.bands),
        spans=tuple(map(tuple, spans(rows, part.joined, {at for at, _text in part.bands}))),
        dense=part.dense,
    )


def _lines(text: str) -> str:
    """Give the text of a cell of a dense table, which keeps its lines."""
    return "\n".join(filter(None, map(clean, text.split("\n"))))


def spans(rows: Sequence[Sequence[str]], joined: Sequence[int], starts: Iterable[int]) -> list[list[int]]:
    """Say for each cell over how many rows it reaches; ``starts`` are rows that begin anew."""
    reach = [[1] * len(row) for row in rows]
    fresh = set(starts)
    for column in joined:
        first = 0
        for at in range(1, len(rows)):
            if at not in fresh and rows[at][column] and rows[at][column] == rows[first][column]:
                reach[first][column] += 1
                reach[at][column] = 0
            else:
                first = at
    return reach


def _paired(part: Terms) -> Iterable[tuple[tuple[str, str], ...]]:
    """Lay pairs two a row; a wide one, and one that would stand beside nothing, takes the row."""
    waiting: tuple[str, str] | None = None
    for term, value in part.pairs:
        pair = (clean(term), clean(value))
        if term in part.wide:
            if waiting:
                yield (waiting,)
            waiting = None
            yield (pair,)
        elif waiting:
            yield (waiting, pair)
            waiting = None
        else:
            waiting = pair
    if waiting:
        yield (waiting,)
