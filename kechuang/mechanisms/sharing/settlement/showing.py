"""What the pages of settlements show of periods and statements, as values for templates."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext, ngettext, pgettext
from django.utils.translation import gettext as _

from kechuang.casework import separation, words
from kechuang.casework.models import Case
from kechuang.mechanisms.sharing.settlement import loading, queries, reading
from kechuang.mechanisms.sharing.settlement.lists import kind_word, short
from kechuang.mechanisms.sharing.settlement.models import SettlementPeriod, Statement
from kechuang.mechanisms.sharing.settlement.rules.lines import Line
from kechuang.mechanisms.sharing.settlement.rules.moves import PERIOD, STATEMENT
from kechuang.mechanisms.sharing.settlement.rules.reconcile import Difference, reconcile
from kechuang.mechanisms.sharing.settlement.rules.rows import Sheet
from kechuang.web import chance, clock, divisions, parts
from kechuang.web.page import Action
from kechuang.web.parts import State
from kechuang.web.permissions import Actor, actor_of, may

BULK = ("prepare", "check", "send", "receive", "reconcile")
MOST_DIFFERENCES = 200


@dataclass(frozen=True, slots=True)
class StatementRow:
    """One statement as the period's page lists it."""

    region: str
    url: str
    state: State
    ours: str
    theirs: str
    waiting: int
    differences: int | None
    owed: Decimal | None
    due: Decimal | None


@dataclass(frozen=True, slots=True)
class DifferenceRow:
    """One difference as tables show it; ``url`` leads to the correction of it, where the reader may make one."""

    order: str
    reference: str
    kind: str
    what: State
    ours: Decimal | None
    theirs: Decimal | None
    gap: Decimal
    hints: tuple[str, ...]
    url: str = ""


def period_panel(request: HttpRequest, case: Case) -> dict[str, Any] | None:
    """Give the block of a period on its case's page: steps, statements, what is missing, netting, payments."""
    row = SettlementPeriod.objects.select_related("case").filter(pk=case.pk).first()
    if row is None:
        return None
    others = queries.participants(row.pk)
    statements = queries.statements_of(row.pk)
    reading.glance([row.authority, *others])
    waiting = queries.waiting_words(row) if statements else {}
    transfers = list(row.transfers.order_by("payer", "payee"))
    return {
        "period": row,
        "region": divisions.name(row.authority),
        "steps": steps(case.state),
        "statements": [statement_row(each, waiting) for each in statements],
        "missing": missing(statements),
        "bulk": bulk_actions(actor_of(request), row, statements, waiting),
        "transfers": transfers,
        "transfers_url": reverse("settlement:transfers", args=[row.pk]),
        "sheet_url": reverse("settlement:sheet", args=[row.pk]),
        "paid": sum(1 for each in transfers if each.paid_on),
        "others": listed(others),
        "key": chance.random_id(),
    }


def steps(state: str) -> list[parts.Step]:
    """Give the chain of a period's states with the present one marked."""
    at = PERIOD.states.index(state)
    return [
        parts.Step(label=words.state(PERIOD.kind, each).word, current=index == at, done=index < at)
        for index, each in enumerate(PERIOD.states)
    ]


def statement_row(row: Statement, waiting: dict[str, int]) -> StatementRow:
    """Give a statement for the period's table."""
    return StatementRow(
        region=divisions.name(row.counterpart),
        url=reverse("casework:case", args=[row.pk]),
        state=words.state(STATEMENT.kind, row.case.state),
        ours=_version(row.sent),
        theirs=_version(row.their_version),
        waiting=waiting.get(row.counterpart, 0),
        differences=row.differences,
        owed=row.owed,
        due=row.due,
    )


def _version(number: int) -> str:
    return _("version %(number)d") % {"number": number} if number else ""


def listed(codes: Iterable[str]) -> str:
    """Write the names of regions one after another."""
    return pgettext("between names of regions", ", ").join(divisions.name(code) for code in codes)


def missing(statements: Sequence[Statement]) -> dict[str, str]:
    """Give the regions to which nothing was sent and those from which nothing came; empty when all is exchanged."""
    not_sent = listed(row.counterpart for row in statements if not row.sent)
    not_received = listed(row.counterpart for row in statements if not row.their_version)
    return {"not_sent": not_sent, "not_received": not_received} if not_sent or not_received else {}


def bulk_actions(
    actor: Actor, row: SettlementPeriod, statements: Sequence[Statement], waiting: dict[str, int]
) -> list[Action]:
    """Give the buttons that take one step on all statements that it fits, for a reader who may take it."""
    buttons = []
    for step in BULK:
        entry = STATEMENT.by_code[step]
        if not may(actor, entry.permission, on=clock.today(), place=row.case.place):
            continue
        fitting = fitting_statements(step, actor, statements, waiting)
        if fitting:
            label = _LABELS[step](len(fitting))
            url = reverse("settlement:all", args=[row.pk, step])
            buttons.append(Action(label=label, url=url, post=True, values={"key": chance.random_id()}))
    return buttons


def fitting_statements(
    step: str, actor: Actor, statements: Sequence[Statement], waiting: dict[str, int]
) -> list[Statement]:
    """Give the statements on which a step is open now, and useful."""
    entry = STATEMENT.by_code[step]
    fitting = [row for row in statements if row.case.state in entry.sources]
    if step == "prepare":
        fitting = [row for row in fitting if row.case.state == "EXPECTED"]
    if step == "receive":
        fitting = [row for row in fitting if row.counterpart in waiting]
    took_part = separation.took_part([row.pk for row in fitting], actor, entry.excludes) if fitting else {}
    return [row for row in fitting if actor.person not in took_part.get(row.pk, ())]


_LABELS = {
    "prepare": lambda n: ngettext("Draw up %(n)d statement", "Draw up %(n)d statements", n) % {"n": n},
    "check": lambda n: ngettext("Check %(n)d statement", "Check %(n)d statements", n) % {"n": n},
    "send": lambda n: ngettext("Send %(n)d statement", "Send %(n)d statements", n) % {"n": n},
    "receive": lambda n: ngettext("Take in %(n)d statement", "Take in %(n)d statements", n) % {"n": n},
    "reconcile": lambda n: ngettext("Compare %(n)d statement", "Compare %(n)d statements", n) % {"n": n},
}


def statement_panel(request: HttpRequest, case: Case) -> dict[str, Any] | None:
    """Give the block of a statement on its case's page: versions, differences, corrections."""
    row = Statement.objects.select_related("period", "case").filter(pk=case.pk).first()
    if row is None:
        return None
    sheet = loading.sheets([row])[row.pk]
    may_correct = may(actor_of(request), STATEMENT.by_code["correct"].permission, on=clock.today(), place=case.place)
    waiting = queries.waiting_word(row)
    return {
        "statement": row,
        "period_url": reverse("casework:case", args=[row.period_id]),
        "lines_url": reverse("settlement:lines", args=[row.pk]),
        "message_url": reverse("settlement:message", args=[row.pk]) if row.sent else "",
        "counterpart": divisions.name(row.counterpart),
        "lines": len(sheet.ours),
        "their_lines": len(sheet.theirs),
        "other_edition": bool(row.their_version and row.version and not sheet.same_edition),
        "waiting": waiting.version if waiting else 0,
        **difference_table(sheet, corrects=may_correct and case.state == "DIFFERENT"),
        "corrections": correction_rows(row),
    }


def difference_table(sheet: Sheet, *, corrects: bool = False) -> dict[str, Any]:
    """Give the differences of a statement, once both sides are here: the first ones, and how many there are."""
    if not (sheet.their_version and sheet.version):
        return {"compared": False, "differences": [], "difference_count": 0}
    found = reconcile(sheet.ours, sheet.theirs, last=sheet.period.last, same_edition=sheet.same_edition)
    url = reverse("settlement:correct", args=[sheet.case]) if corrects else ""
    rows = [difference_row(each, url) for each in found[:MOST_DIFFERENCES]]
    return {"compared": True, "differences": rows, "difference_count": len(found)}


def difference_row(difference: Difference, url: str = "") -> DifferenceRow:
    """Give a difference for a table."""
    line, code = difference.line, f"settlement.difference.{difference.what}"
    return DifferenceRow(
        order=line.number or short(line.order),
        reference=line.order,
        kind=kind_word(line.kind),
        what=State(gettext(code), parts.RISK, difference.what),
        ours=difference.ours.amount if difference.ours else None,
        theirs=difference.theirs.amount if difference.theirs else None,
        gap=difference.gap,
        hints=tuple(hint_word(hint) for hint in difference.hints),
        url=f"{url}?order={line.order}&kind={line.kind}" if url else "",
    )


def line_facts(ours: Line | None, theirs: Line | None, difference: Difference | None) -> dict[str, Any]:
    """Give what the page of a correction says of the line."""
    line = ours or theirs
    if line is None:
        raise ValueError("a correction concerns a line of one side")
    return {
        "name": line.number or short(line.order),
        "reference": line.order,
        "kind": kind_word(line.kind),
        "ours": ours.amount if ours else None,
        "theirs": theirs.amount if theirs else None,
        "difference": difference_row(difference) if difference else None,
    }


def hint_word(hint: str) -> str:
    """Give the sentence of a hint."""
    code = f"settlement.hint.{hint}"
    return gettext(code)


def correction_rows(row: Statement) -> list[dict[str, Any]]:
    """Give the corrections of a statement, latest first."""
    found = row.corrections.order_by("-id")
    return [
        {
            "order": ((each.before or each.after or {}).get("number")) or short(each.order),
            "kind": kind_word(each.kind),
            "change": change_word(each.change),
            "reason": reason_word(each.reason),
            "note": each.note,
            "before": Decimal(each.before["amount"]) if each.before else None,
            "after": Decimal(each.after["amount"]) if each.after else None,
            "version": each.version,
        }
        for each in found
    ]


def change_word(change: str) -> str:
    """Give the word for a kind of correction."""
    code = f"settlement.change.{change}"
    return gettext(code)


def reason_word(reason: str) -> str:
    """Give the word for a correction's reason."""
    code = f"settlement.reason.{reason}"
    return gettext(code)


def debts_of(row: SettlementPeriod) -> list[tuple[str, str, Decimal]]:
    """Give all debts that were netted, with the names of regions: what every region published."""
    found = queries.netted_fact(row.pk, row.authority)
    return [
        (divisions.name(each["payer"]), divisions.name(each["payee"]), Decimal(each["amount_yuan"]))
        for each in (found or {}).get("debts", ())
    ]
