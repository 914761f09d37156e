"""Making drafts: what fills a paper is gathered, the paper is built, written as Word and PDF, and both are kept."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from kechuang.casework import words
from kechuang.casework.files import bytes as kept
from kechuang.casework.models import Case
from kechuang.casework.papers.kinds import Asked, Making, PaperKind, read_day
from kechuang.casework.papers.models import CasePaper
from kechuang.casework.papers.rules import DRAFT
from kechuang.kernel.refusal import Refusal
from kechuang.ledger import read as ledger
from kechuang.ledger import showing
from kechuang.ledger.models import Entry
from kechuang.web import divisions
from kechuang.web.documents import paper as papers
from kechuang.web.documents import pdf, word
from kechuang.web.documents.filling import DAY, TEXT, Filling, Value, money
from kechuang.web.documents.paper import HANT, Origin, Paper, PaperError
from kechuang.web.permissions import Actor

MOST_BASIS = 8
# Read in the text itself, or in a secondary text that is named.
CITED = {"S", "s"}


@dataclass(frozen=True, slots=True)
class Made:
    """A paper with what filled it and the fact that it stands on, before anything is kept."""

    paper: Paper
    filling: Filling
    stands_on: str


def make(
    kind: PaperKind,
    case: Case,
    *,
    on: date,
    site: str,
    language: str = papers.HANS,
    typed: Mapping[str, str] | None = None,
) -> Made:
    """Build the paper of a case as it stands. ``site`` is the node's own address, for the code that leads to the fact.

    Raises PaperError where the data cannot be a paper.
    """
    with translation.override(language):
        entries = ledger.of_case(f"{case.authority}/case/{case.pk}")
        last = entries[-1] if entries else None
        filling = kind.fill(case).with_values([*common(case, on), *_typed(kind, typed or {})])
        making = Making(
            on=on,
            language=language,
            typed=typed or {},
            issuer=case.office.name if case.office else "",
            basis=tuple(basis(last)) if last else (),
        )
        built = kind.build(filling, making)
        origin = _origin(case, last, site, kind.check(case) if kind.check else "")
    finished = replace(
        built,
        language=language,
        numbered=kind.numbered,
        draft=True,
        demonstration=bool(settings.KECHUANG_DEMO),
        origin=origin,
    )
    return Made(_traditional(finished) if language == HANT else finished, filling, last.id if last else "")


def _typed(kind: PaperKind, typed: Mapping[str, str]) -> list[Value]:
    return [_value(asked, typed.get(asked.name, "")) for asked in kind.asks]


def _value(asked: Asked, said: str) -> Value:
    day = read_day(said) if asked.size == DAY else None
    return Value(f"typed.{asked.name}", str(asked.label), day or said, DAY if day else TEXT)


def common(case: Case, on: date) -> list[Value]:
    """Give the values that every case has."""
    holder, counterpart, office = case.holder, case.counterpart, case.office
    return [
        Value("case.number", _("Case number"), case.number),
        Value("case.title", _("Title"), case.title),
        Value("case.kind", _("Matter"), words.kind_word(case.kind)),
        Value("case.state", _("State"), str(words.state(case.kind, case.state).word)),
        Value("case.place", _("Place"), words.place(case.place, case.opened_on)),
        Value("case.opened_on", _("Opened"), case.opened_on, DAY),
        Value("case.due_on", _("Due"), case.due_on, DAY),
        *money("case.amount", _("Amount (yuan)"), case.amount, _("Amount in capitals")),
        Value("holder.name", _("Holder"), holder.name if holder else ""),
        Value("holder.code", _("Holder's code"), holder.code if holder else ""),
        Value("counterpart.name", _("Counterpart"), counterpart.name if counterpart else ""),
        Value("counterpart.code", _("Counterpart's code"), counterpart.code if counterpart else ""),
        Value("office.name", _("Office"), office.name if office else "", TEXT),
        Value("today", _("Today"), on, DAY),
    ]


def basis(entry: Entry) -> list[str]:
    """Give the rule values on which a fact stands, each with document, clause and value, in words.

    Only what stands in a published text is cited to a party: our own design, general knowledge and tables are not.
    """
    leaf = json.loads(entry.leaf)
    found: dict[str, None] = {}
    values = [each for each in (leaf.get("basis") or {}).get("values", ()) if _citable(each)]
    for ruling in showing.rulings({"values": values}):
        source = str(ruling.source).strip("《》")
        clause = "" if ruling.clause in {"", "—"} else str(ruling.clause)
        line = _("“%(source)s” %(clause)s: %(title)s, %(value)s")
        found[line % {"source": source, "clause": clause, "title": ruling.title, "value": ruling.value}] = None
    return list(found)[:MOST_BASIS]


def _citable(value: Mapping[str, Any]) -> bool:
    plain = not isinstance(value.get("value"), (dict, list)) and value.get("value") is not None
    return plain and value.get("confidence") in CITED and bool(value.get("source"))


def _origin(case: Case, entry: Entry | None, site: str, check: str) -> Origin:
    path = check or (reverse("ledger:fact", args=[entry.id]) if entry else "")
    address = f"{site.rstrip('/')}{path}" if path and site else ""
    lines = (_("Made from the data of the case; the number is given and the seal set by the issuing office."),)
    return Origin(case=case.number or str(case.pk), fact=entry.id if entry else "", address=address, lines=lines)


def _traditional(paper: Paper) -> Paper:
    plain = papers.to_plain(paper)
    return papers.from_plain(_converted(plain))


def _converted(plain: Any) -> Any:  # noqa: ANN401 - JSON values of any shape
    if isinstance(plain, str):
        return divisions.traditional(plain)
    if isinstance(plain, list):
        return [_converted(each) for each in plain]
    if isinstance(plain, dict):
        return {name: value if name in _FIXED else _converted(value) for name, value in plain.items()}
    return plain


_FIXED = {"part", "form", "language", "align", "address", "fact", "case", "number"}


def draft(
    kind: PaperKind,
    case: Case,
    *,
    by: Actor,
    on: date,
    site: str,
    language: str = papers.HANS,
    typed: Mapping[str, str] | None = None,
) -> CasePaper | Refusal:
    """Keep the next draft of a paper, with its Word file and its PDF. An unissued earlier draft of the kind goes."""
    try:
        made = make(kind, case, on=on, site=site, language=language, typed=typed)
        page_file, text_file = pdf.write(made.paper), word.write(made.paper)
    except PaperError as error:
        return Refusal(error.code, {name: str(value)[:80] for name, value in error.values.items()})
    values = {
        "case": case,
        "office_id": case.office_id,
        "kind": kind.code,
        "title": papers.clean(made.paper.title)[:200],
        "language": language,
        "typed": dict(typed or {}),
        "paper": papers.to_plain(made.paper),
        "filled": [[value.code, value.label, value.text] for value in made.filling.values if value.text],
        "stands_on": made.stands_on,
        "word_digest": kept.keep(text_file),
        "pdf_digest": kept.keep(page_file),
        "pages": pdf.pages(page_file),
        "drafted_by_id": by.person,
        "drafted_on": on,
    }
    return _kept(case, kind, values)


def _kept(case: Case, kind: PaperKind, values: dict[str, Any]) -> CasePaper:
    """Number the version after the highest one; of two drafts at one moment the second takes the next."""
    for attempt in (1, 2, 3):
        try:
            with transaction.atomic():
                rows = CasePaper.objects.filter(case=case, kind=kind.code)
                highest = rows.aggregate(highest=Max("version"))["highest"] or 0
                made = CasePaper.objects.create(**values, version=highest + 1)
                rows.filter(state=DRAFT).exclude(pk=made.pk).delete()
                return made
        except IntegrityError:
            if attempt == 3:
                raise
    raise AssertionError
