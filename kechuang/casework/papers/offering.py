"""What an office's own template may hold, and which template fits a paper or a list."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from kechuang.casework.files import bytes as kept
from kechuang.casework.models import Case
from kechuang.casework.papers import making, reach, showing
from kechuang.casework.papers.kinds import KINDS
from kechuang.casework.papers.models import CasePaper, OfficeTemplate
from kechuang.web import clock, tables
from kechuang.web.documents import own_sheet, own_word
from kechuang.web.documents.filling import DAY, MONEY, TEXT, WHOLE, Filling, Named, Plain, Value
from kechuang.web.permissions import Actor
from kechuang.web.slots import Words

LIST = "list:"
_KINDS = {"money": MONEY, "wan": MONEY, "day": DAY, "whole": WHOLE}


@dataclass(frozen=True, slots=True)
class OwnTable:
    """A special form that another package fills: its target (``table:…``), its word, its marks without contents."""

    target: str
    label: Words
    marks: Callable[[], Filling]


TABLES: dict[str, OwnTable] = {}


def register_table(table: OwnTable) -> None:
    """Make a form known, so that offices may upload templates for it."""
    TABLES[table.target] = table


def targets() -> list[tuple[str, str]]:
    """Give everything that a template may be for: kinds of papers, then lists, each with its name."""
    papers = sorted(((code, showing.kind_word(code)) for code in KINDS), key=lambda each: each[1])
    lists = [(f"{LIST}{key}", _("List: %(name)s") % {"name": str(found.caption) or key}) for key, found in _lists()]
    return papers + [(code, str(table.label)) for code, table in TABLES.items()] + lists


def _lists() -> list[tuple[str, Any]]:
    return sorted((key, found) for key, found in tables.KNOWN.items() if found.exports and str(found.caption))


def target_word(target: str) -> str:
    """Give what a target is called."""
    return dict(targets()).get(target, target)


def sample(target: str) -> Filling:
    """Give the marks of a target: the values and columns that a real filling has, without their contents."""
    if target.startswith(LIST):
        found = tables.KNOWN.get(target.removeprefix(LIST))
        return Filling(tuple(_about("", 0)), tuple(columns(found)) if found else ())
    if target in TABLES:
        return TABLES[target].marks()
    kind = KINDS.get(target)
    if kind is None:
        return Filling()
    case = Case(title="", opened_on=clock.today(), kind="", state="", place="")
    own = kind.marks() if kind.marks else Filling()
    asked = [Value(f"typed.{each.name}", str(each.label), "") for each in kind.asks]
    return own.with_values([*making.common(case, clock.today()), *asked])


def columns(found: Any) -> list[Named]:  # noqa: ANN401 - a declared list
    """Give a list's columns as marks."""
    return [Named(each.name, str(each.label), _KINDS.get(each.kind, TEXT)) for each in found.columns if each.export]


def _about(title: str, count: int) -> Iterable[Value]:
    return (
        Value("list.title", _("Title"), title),
        Value("list.count", _("Number of rows"), count, WHOLE),
        Value("today", _("Today"), clock.today(), DAY),
    )


def list_filling(found: Any, title: str, rows: Iterable[list[Plain]]) -> Filling:  # noqa: ANN401 - a declared list
    """Give the rows of a list, in the order of its exported columns, as a filling."""
    named = columns(found)
    filled = tuple(dict(zip((each.code for each in named), row, strict=False)) for row in rows)
    return Filling(tuple(_about(title, len(filled))), tuple(named), filled)


def fill(template: OfficeTemplate, filling: Filling) -> bytes:
    """Fill a template."""
    data = kept.read(template.digest)
    return own_word.fill(data, filling) if template.media == "docx" else own_sheet.fill(data, filling)


def current(actor: Actor, target: str, on: date) -> list[OfficeTemplate]:
    """Give the templates in use of an actor's offices for a target (one query)."""
    return list(reach.templates(actor, on).filter(target=target, retired_on=None))


def offered(paper: CasePaper, actor: Actor, on: date) -> list[tuple[str, str]]:
    """Give the reader's own templates that fit a paper, with the addresses that fill them."""
    return [
        (f"{each.name} · {each.office.name}", f"{reverse('papers:own', args=[paper.pk])}?template={each.pk}")
        for each in current(actor, paper.kind, on)
    ]
