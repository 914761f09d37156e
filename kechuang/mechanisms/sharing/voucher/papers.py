"""The voucher's papers: application form, decision, notices of refusal, public notice, summary of payments."""

from collections.abc import Iterable

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kechuang.casework.models import Case
from kechuang.casework.moves import HOLDER
from kechuang.casework.papers.generic import CONTACT, basis, red_head, say, signed
from kechuang.casework.papers.kinds import Asked, Making, PaperKind, register
from kechuang.mechanisms.sharing.voucher import overview, queries, words
from kechuang.mechanisms.sharing.voucher.models import VoucherOrder
from kechuang.mechanisms.sharing.voucher.rules import moves
from kechuang.web.documents.filling import DAY, MONEY, TEXT, Filling, Named, Value, money
from kechuang.web.documents.paper import (
    DOCUMENT,
    PLAIN,
    Col,
    Heading,
    Paper,
    Paragraph,
    Part,
    Points,
    Signature,
    Sum,
    Table,
    Terms,
)

MOST_LINES = 1_000


def _text(code: str, label: str, value: str = "") -> Value:
    return Value(code, label, value, TEXT)


def right_marks() -> Filling:
    """The values of a claim right, without contents."""
    return Filling(_right_values(None))


def _right_values(case: Case | None) -> tuple[Value, ...]:
    row = queries.right(case.pk) if case else None
    reason = words.word(f"voucher.reason.{row.reason}") if row and row.reason else ""
    return (
        Value("right.year", gettext("Year"), str(row.year) if row else ""),
        _text("right.subject", gettext("Kind of holder"), words.word(f"voucher.subject.{row.subject}") if row else ""),
        *money(
            "right.asked",
            gettext("Amount asked (yuan)"),
            row.asked_yuan if row else None,
            gettext("Amount asked in capitals"),
        ),
        *money("right.quota", gettext("Quota (yuan)"), row.quota_yuan if row else None, gettext("Quota in capitals")),
        Value("right.valid_from", gettext("Valid from"), row.valid_from if row else None, DAY),
        Value("right.valid_to", gettext("Valid to"), row.valid_to if row else None, DAY),
        _text("right.reason", gettext("Reason"), reason),
    )


def fill_right(case: Case) -> Filling:
    """What fills the papers of a claim right."""
    return Filling(_right_values(case))


def application(filling: Filling, _making: Making) -> Paper:
    """The application form of a firm."""
    label = {value.code: value.label for value in filling.values}
    asked = filling["right.asked"] and f"{filling['right.asked']}（{filling['right.asked_capitals']}）"
    codes = ("holder.name", "holder.code", "case.place", "right.subject", "right.year", "case.number")
    pairs = [(label[code], filling[code]) for code in codes]
    pairs += [
        (label["right.asked"], asked or say("paper.text.up_to_cap")),
        (label["office.name"], filling["office.name"]),
        (label["case.opened_on"], filling["case.opened_on"]),
        (say("paper.text.declared"), say("paper.text.right_declaration")),
        (say("paper.text.county_opinion"), "　"),
        (say("paper.text.city_opinion"), "　"),
    ]
    wide = ("holder.name", "right.asked", "office.name", "case.opened_on")
    widest = (*(label[code] for code in wide), pairs[-3][0], pairs[-2][0], pairs[-1][0])
    return Paper(
        title=say("paper.text.application_title", year=filling["right.year"]),
        form=PLAIN,
        parts=(Terms(tuple(pairs), widest),),
        signature=Signature((filling["holder.name"],)),
    )


def grant(filling: Filling, making: Making) -> Paper:
    """The decision that grants a claim right."""
    term = say("paper.text.grant_term", first=filling["right.valid_from"], last=filling["right.valid_to"])
    parts: list[Part] = [
        Paragraph(say("paper.text.grant_opening", day=filling["case.opened_on"], number=filling["case.number"])),
        Heading(say("paper.text.grant_head")),
        Paragraph(say("paper.text.grant_what", holder=filling["holder.name"], year=filling["right.year"])),
        Sum(say("paper.text.grant_quota"), filling.amount("right.quota")),
        Heading(say("paper.text.term_head")),
        Paragraph(term),
    ]
    if making.basis:
        parts += [Heading(say("paper.text.basis_head")), Points(making.basis)]
    parts.append(Paragraph(say("paper.text.decided")))
    return Paper(
        title=say("paper.text.grant_title"),
        form=DOCUMENT,
        issuer=red_head(making.issuer),
        addressee=filling["holder.name"],
        parts=tuple(parts),
        signature=signed(making),
        note=making.typed.get("contact", ""),
    )


REMEDY = Asked(
    name="remedy",
    label=_("Legal remedy"),
    help_text=_(
        "As the office states it: to whom, within which term, under which law. Nothing is filled in by the program."
    ),
    required=False,
)


def refusal(filling: Filling, making: Making) -> Paper:
    """The notice that an application is refused."""
    reason = filling["right.reason"]
    return _refused(
        filling,
        making,
        "paper.text.refusal_title",
        say("paper.text.refusal_opening", day=filling["case.opened_on"], number=filling["case.number"]),
        say("paper.text.refusal_what", reason=reason),
    )


def _refused(filling: Filling, making: Making, title: str, opening: str, what: str) -> Paper:
    remedy = making.typed.get("remedy", "").strip()
    parts: list[Part] = [
        Paragraph(opening),
        Paragraph(what),
        *basis(making),
        *([Paragraph(remedy)] if remedy else []),
        Paragraph(say("paper.text.notified")),
    ]
    return Paper(
        title=say(title),
        form=DOCUMENT,
        issuer=red_head(making.issuer),
        addressee=filling["holder.name"],
        parts=tuple(parts),
        signature=signed(making),
        note=making.typed.get("contact", ""),
    )


def order_marks() -> Filling:
    """The values of an order, without contents."""
    return Filling(_order_values(None), _order_columns())


def _order_values(case: Case | None) -> tuple[Value, ...]:
    row = queries.order(case.pk) if case else None
    reason = words.word(f"voucher.reason.{row.rejected_for}") if row and row.rejected_for else ""
    return (
        _text("order.service", gettext("Service"), words.service(row.category) if row else ""),
        _text("order.contract", gettext("Contract number"), row.contract_no if row else ""),
        Value("order.contract_on", gettext("Contract date"), row.contract_on if row else None, DAY),
        *money(
            "order.contract_yuan",
            gettext("Contract amount"),
            row.contract_yuan if row else None,
            gettext("Contract amount in capitals"),
        ),
        *money(
            "order.voucher_yuan",
            gettext("Voucher amount"),
            row.amount_yuan if row else None,
            gettext("Voucher amount in capitals"),
        ),
        Value("order.notice_from", gettext("Notice from"), row.notice_from if row else None, DAY),
        Value("order.notice_until", gettext("Notice until"), row.notice_until if row else None, DAY),
        _text("order.reason", gettext("Reason"), reason),
    )


def _order_columns() -> tuple[Named, ...]:
    return (
        Named("at", gettext("No.")),
        Named("number", gettext("Order")),
        Named("holder", gettext("Firm")),
        Named("provider", gettext("Provider")),
        Named("service", gettext("Service")),
        Named("amount", gettext("Voucher amount (yuan)"), MONEY),
    )


def _order_rows(rows: Iterable[VoucherOrder]) -> tuple[dict[str, object], ...]:
    return tuple(
        {
            "at": str(at),
            "number": row.case.number,
            "holder": row.holder.name,
            "provider": row.provider.name,
            "service": words.service(row.category),
            "amount": row.amount_yuan,
        }
        for at, row in enumerate(rows, 1)
    )


def fill_order(case: Case) -> Filling:
    """What fills the papers of one order."""
    return Filling(_order_values(case))


def fill_notice(case: Case) -> Filling:
    """What fills a public notice: the order, and with it every order of the same payer whose notice ends that day."""
    own = queries.order(case.pk)
    rows = VoucherOrder.objects.filter(
        authority=own.authority, case__state="PUBLIC_NOTICE", notice_until=own.notice_until
    ).select_related("case", "holder", "provider")
    return Filling(_order_values(case), _order_columns(), _order_rows(rows.order_by("case__number")[:MOST_LINES]))


SHARES = {"at": 2, "number": 6, "holder": 7, "provider": 7, "service": 4, "amount": 5}
SIDES = {"at": "center", "amount": "right"}


def lines(filling: Filling, caption: str = "", total: str = "") -> Table:
    """The rows as a table; ``total`` stands in the last column of the last row."""
    columns = tuple(Col(each.label, SHARES[each.code], SIDES.get(each.code, "left")) for each in filling.columns)
    last = ("", say("paper.text.total"), *[""] * (len(columns) - 3), total) if total else ()
    return Table(columns, filling.table(), caption, last)


def public_notice(filling: Filling, making: Making) -> Paper:
    """The public notice of claims that passed the audit (公示)."""
    opening = say(
        "paper.text.notice_opening",
        count=len(filling.rows),
        first=filling["order.notice_from"],
        last=filling["order.notice_until"],
    )
    return Paper(
        title=say("paper.text.notice_title"),
        form=PLAIN,
        issuer=making.issuer,
        parts=(
            Paragraph(opening),
            lines(filling),
            Paragraph(say("paper.text.notice_objection", office=making.issuer)),
            *basis(making),
            Paragraph(say("paper.text.notice_end")),
        ),
        signature=signed(making),
        note=making.typed.get("contact", ""),
    )


def order_refusal(filling: Filling, making: Making) -> Paper:
    """The notice that a claim is not paid."""
    return _refused(
        filling,
        making,
        "paper.text.order_refusal_title",
        say("paper.text.order_refusal_opening", number=filling["case.number"], contract=filling["order.contract"]),
        say("paper.text.refusal_what", reason=filling["order.reason"]),
    )


def batch_marks() -> Filling:
    """The values of a payment batch, without contents."""
    return Filling(_batch_values(None), _order_columns())


def _batch_values(case: Case | None) -> tuple[Value, ...]:
    row = case.voucher_batch if case else None
    return (
        Value("batch.lines", gettext("Lines"), str(row.lines) if row else ""),
        *money("batch.total", gettext("Total (yuan)"), row.total_yuan if row else None, gettext("Total in capitals")),
        _text("batch.file_sha256", gettext("SHA-256 of the payment file"), row.file_sha256 if row else ""),
        Value("batch.paid_on", gettext("Paid on"), row.paid_on if row else None, DAY),
        _text("batch.bank_ref", gettext("Bank reference"), row.bank_ref if row else ""),
    )


def fill_batch(case: Case) -> Filling:
    """What fills the summary of a payment batch."""
    return Filling(_batch_values(case), _order_columns(), _order_rows(overview.lines_of(case.pk)))


def summary(filling: Filling, making: Making) -> Paper:
    """The summary of the payments of a batch (汇总表), with room for the three who answer for it."""
    total = filling.amount("batch.total")
    signing = ("prepared_by", "checked_by", "approved_by", "signed_day")
    return Paper(
        title=say("paper.text.summary_title"),
        form=PLAIN,
        issuer=making.issuer,
        parts=(
            Paragraph(say("paper.text.summary_opening", number=filling["case.number"], lines=filling["batch.lines"])),
            Sum(say("paper.text.total"), total),
            lines(filling, total=filling["batch.total"]),
            Paragraph(" ", indent=False),
            Terms(tuple((say(f"paper.text.{name}"), "") for name in signing)),
        ),
    )


def register_all() -> None:
    """Make the voucher's papers known."""
    right, order, batch = moves.RIGHT.kind, moves.ORDER.kind, moves.BATCH.kind
    kinds = (
        PaperKind(
            code=f"{right}.application",
            case_kinds=frozenset({right}),
            fill=fill_right,
            build=application,
            marks=right_marks,
            permission="right:apply",
            side=HOLDER,
            numbered=False,
            order=10,
        ),
        PaperKind(
            code=f"{right}.grant",
            case_kinds=frozenset({right}),
            states=frozenset({"GRANTED"}),
            fill=fill_right,
            build=grant,
            marks=right_marks,
            asks=(CONTACT,),
            apart=True,
            order=20,
        ),
        PaperKind(
            code=f"{right}.refusal",
            case_kinds=frozenset({right}),
            states=frozenset({"REFUSED"}),
            fill=fill_right,
            build=refusal,
            marks=right_marks,
            asks=(REMEDY, CONTACT),
            apart=True,
            order=30,
        ),
        PaperKind(
            code=f"{order}.public_notice",
            case_kinds=frozenset({order}),
            states=frozenset({"PUBLIC_NOTICE"}),
            fill=fill_notice,
            build=public_notice,
            marks=order_marks,
            asks=(CONTACT,),
            order=40,
        ),
        PaperKind(
            code=f"{order}.refusal",
            case_kinds=frozenset({order}),
            states=frozenset({"REJECTED"}),
            fill=fill_order,
            build=order_refusal,
            marks=order_marks,
            asks=(REMEDY, CONTACT),
            apart=True,
            order=50,
        ),
        PaperKind(
            code=f"{batch}.summary",
            case_kinds=frozenset({batch}),
            states=frozenset({"PREPARED", "CHECKED", "EXPORTED", "PAID"}),
            fill=fill_batch,
            build=summary,
            marks=batch_marks,
            permission="batch:prepare",
            numbered=False,
            apart=True,
            order=60,
        ),
    )
    for kind in kinds:
        register(kind)
