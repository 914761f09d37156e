"""The paper of a statement of settlement between two regions."""

from decimal import Decimal

from django.utils.translation import gettext

from kechuang.casework.models import Case
from kechuang.casework.papers.generic import basis, say, signed
from kechuang.casework.papers.kinds import Making, PaperKind, register
from kechuang.mechanisms.sharing.settlement.models import Statement, StatementLine
from kechuang.mechanisms.sharing.settlement.rules.moves import STATEMENT
from kechuang.web import divisions
from kechuang.web.documents.filling import DAY, MONEY, Filling, Named, Value, money
from kechuang.web.documents.paper import PLAIN, Col, Paper, Paragraph, Sum, Table, Terms

MOST_LINES = 2_000


def marks() -> Filling:
    """The values of a statement, without contents."""
    return Filling(_values(None), _columns())


def _values(row: Statement | None) -> tuple[Value, ...]:
    period = row.period if row else None
    return (
        Value("statement.period", gettext("Period"), period.code if period else ""),
        Value("statement.first", gettext("First day"), period.first if period else None, DAY),
        Value("statement.last", gettext("Last day"), period.last if period else None, DAY),
        Value("statement.region", gettext("Region"), divisions.name(row.authority) if row else ""),
        Value("statement.other", gettext("Other region"), divisions.name(row.counterpart) if row else ""),
        Value("statement.version", gettext("Version"), str(row.version) if row else ""),
        Value("statement.edition", gettext("Rule edition"), row.edition if row else ""),
        *money("statement.owed", gettext("We owe (yuan)"), row.owed if row else None, gettext("We owe in capitals")),
        *money("statement.due", gettext("They owe (yuan)"), row.due if row else None, gettext("They owe in capitals")),
    )


def _columns() -> tuple[Named, ...]:
    return (
        Named("at", gettext("No.")),
        Named("number", gettext("Order")),
        Named("kind", gettext("Kind")),
        Named("payer", gettext("Payer's region")),
        Named("provider", gettext("Provider's region")),
        Named("on", gettext("Day"), DAY),
        Named("amount", gettext("Amount (yuan)"), MONEY),
    )


def fill(case: Case) -> Filling:
    """What fills a statement: our lines with the sums on both sides."""
    row = Statement.objects.select_related("period").get(pk=case.pk)
    lines = row.lines.filter(side=StatementLine.OURS).order_by("number", "order", "kind")[:MOST_LINES]
    rows = tuple(
        {
            "at": str(at),
            "number": line.number or line.order[-8:],
            "kind": say(f"paper.text.line_{line.kind}"),
            "payer": divisions.name(line.payer),
            "provider": divisions.name(line.provider),
            "on": line.on,
            "amount": line.amount,
        }
        for at, line in enumerate(lines, 1)
    )
    return Filling(_values(row), _columns(), rows)


SHARES = {"at": 2, "number": 6, "kind": 3, "payer": 4, "provider": 4, "on": 6, "amount": 5}
SIDES = {"at": "center", "amount": "right"}


def statement(filling: Filling, making: Making) -> Paper:
    """The statement of settlement (结算对账单)."""
    opening = say(
        "paper.text.statement_opening",
        region=filling["statement.region"],
        other=filling["statement.other"],
        first=filling["statement.first"],
        last=filling["statement.last"],
    )
    columns = tuple(Col(each.label, SHARES[each.code], SIDES.get(each.code, "left")) for each in filling.columns)
    net = filling.amount("statement.due") - filling.amount("statement.owed")
    side = "paper.text.net_due" if net >= 0 else "paper.text.net_owed"
    about = ("statement.period", "statement.version", "case.number", "statement.edition")
    label = {value.code: value.label for value in filling.values}
    table = Table(columns, filling.table()) if filling.rows else Paragraph(say("paper.text.no_lines"))
    return Paper(
        title=say("paper.text.statement_title"),
        form=PLAIN,
        issuer=making.issuer,
        addressee=filling["statement.other"],
        parts=(
            Paragraph(opening),
            Terms(tuple((label[code], filling[code]) for code in about), (label["statement.edition"],)),
            Sum(label["statement.owed"], filling.amount("statement.owed")),
            Sum(label["statement.due"], filling.amount("statement.due")),
            Sum(say(side), abs(net) or Decimal(0)),
            table,
            *basis(making),
            Paragraph(say("paper.text.statement_end")),
        ),
        signature=signed(making),
    )


def register_all() -> None:
    """Make the paper of a statement known."""
    register(
        PaperKind(
            code=f"{STATEMENT.kind}.paper",
            case_kinds=frozenset({STATEMENT.kind}),
            fill=fill,
            build=statement,
            marks=marks,
            permission="settlement:prepare",
            apart=True,
            order=10,
        )
    )
