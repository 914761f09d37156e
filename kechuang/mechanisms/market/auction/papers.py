"""Papers of a sale: 拍卖公告 and 竞买须知 of the sale, 成交确认书 and 竞价记录 of a lot."""

import json

from django.utils.translation import gettext

from kechuang.casework.models import Case
from kechuang.casework.papers.generic import paragraphs, red_head, say, signed
from kechuang.casework.papers.kinds import Making, PaperKind, register
from kechuang.mechanisms.market.auction import wording
from kechuang.mechanisms.market.auction.engine.rules import Rules
from kechuang.mechanisms.market.auction.engine.rules_text import read_rules
from kechuang.mechanisms.market.auction.models import Lot, Sale
from kechuang.mechanisms.market.auction.rules.moves import LOT, PREPARE, SALE
from kechuang.mechanisms.market.auction.running import store
from kechuang.web import written
from kechuang.web.documents.filling import DAY, Filling, Named, Value, money
from kechuang.web.documents.paper import DOCUMENT, PLAIN, Col, Heading, Paper, Paragraph, Part, Sum, Table, Terms

MOST_LINES = 2000


def fill_sale(case: Case) -> Filling:
    """What fills the papers of a sale: the notice and its lots."""
    row = Sale.objects.get(pk=case.pk)
    lots = row.lots.exclude(case__state="WITHDRAWN").select_related("case__holder").order_by("order")
    lines = tuple(
        {
            "code": each.code,
            "title": each.case.title,
            "seller": each.case.holder.name if each.case.holder else "",
            "form": str(wording.FORMS.get(each.form, "")),
            "start": written.money(each.start),
            "deposit": written.money(each.deposit) if each.deposit is not None else "",
            "starts": written.moment(each.starts_at) if each.starts_at else "",
        }
        for each in lots
    )
    return Filling(_sale_values(row, case), _lot_columns(), lines)


def _sale_values(row: Sale | None, case: Case | None) -> tuple[Value, ...]:
    until = written.moment(row.register_until) if row and row.register_until else ""
    begins = written.moment(row.begins_at) if row and row.begins_at else ""
    return (
        Value("sale.title", gettext("Sale"), case.title if case else ""),
        Value("sale.begins", gettext("Begins"), begins),
        Value("sale.where", gettext("Where"), f"{wording.MODES.get(row.mode, '')} {row.venue}".strip() if row else ""),
        Value("sale.exhibited_from", gettext("Exhibition from"), row.exhibited_from if row else None, DAY),
        Value("sale.exhibited_until", gettext("Exhibition until"), row.exhibited_until if row else None, DAY),
        Value("sale.exhibited_at", gettext("Place of the exhibition"), row.exhibited_at if row else ""),
        Value("sale.register_until", gettext("Registration and deposit until"), until),
        Value("sale.contact", gettext("Contact details"), row.contact if row else ""),
        Value("sale.words", gettext("Further words of the notice"), row.words if row else ""),
    )


def _lot_columns() -> tuple[Named, ...]:
    return (
        Named("code", gettext("Lot")),
        Named("title", gettext("What is sold")),
        Named("seller", gettext("Seller")),
        Named("form", gettext("How it is sold")),
        Named("start", gettext("Start price (yuan)")),
        Named("deposit", gettext("Deposit (yuan)")),
        Named("starts", gettext("Begins")),
    )


def sale_marks() -> Filling:
    """The values of a sale, without contents."""
    return Filling(_sale_values(None, None), _lot_columns())


def _table(filling: Filling) -> Table:
    widths = {"code": 5, "title": 8, "seller": 6, "form": 5, "start": 5, "deposit": 5, "starts": 6}
    return Table(tuple(Col(each.label, widths[each.code]) for each in filling.columns), filling.table(), dense=True)


def notice(filling: Filling, making: Making) -> Paper:
    """Build the notice of a sale (拍卖公告)."""
    parts: tuple[Part, ...] = (
        Paragraph(say("paper.text.auction_opening", issuer=making.issuer or "……", title=filling["sale.title"])),
        Heading(say("paper.text.auction_lots")),
        _table(filling) if filling.rows else Paragraph("……"),
        Heading(say("paper.text.auction_time")),
        Paragraph(say("paper.text.auction_begins", begins=filling["sale.begins"], where=filling["sale.where"])),
        Heading(say("paper.text.auction_shown")),
        Paragraph(
            say(
                "paper.text.auction_exhibited",
                first=filling["sale.exhibited_from"],
                last=filling["sale.exhibited_until"],
                where=filling["sale.exhibited_at"],
            )
        ),
        Heading(say("paper.text.auction_joining")),
        Paragraph(say("paper.text.auction_register", until=filling["sale.register_until"])),
        *(paragraphs(filling["sale.words"]) if filling["sale.words"] else ()),
        Paragraph(say("paper.text.auction_contact", contact=filling["sale.contact"] or "……")),
    )
    return Paper(
        title=say("paper.text.auction_notice_title"),
        form=DOCUMENT,
        issuer=red_head(making.issuer),
        parts=parts,
        signature=signed(making),
    )


def instructions(filling: Filling, making: Making) -> Paper:
    """Build the instructions for bidders (竞买须知)."""
    points = ("who", "deposit", "paddle", "bids", "clock", "priority", "result", "default", "fault", "defects")
    parts: list[Part] = [Paragraph(say("paper.text.auction_rules_opening", title=filling["sale.title"]))]
    for point in points:
        parts += [
            Heading(say(f"paper.text.auction_rule_{point}_head")),
            Paragraph(say(f"paper.text.auction_rule_{point}")),
        ]
    parts.append(Paragraph(say("paper.text.auction_rules_end")))
    title = say("paper.text.auction_rules_title")
    return Paper(title=title, form=PLAIN, issuer=making.issuer, parts=tuple(parts), signature=signed(making))


def fill_lot(case: Case) -> Filling:
    """What fills the papers of a lot: what was sold to whom for how much, and its log."""
    row = Lot.objects.select_related("sale__case", "winner").get(pk=case.pk)
    return Filling(_lot_values(row, case), _log_columns(), _log(row))


def _lot_values(row: Lot | None, case: Case | None) -> tuple[Value, ...]:
    rules = read_rules(row.rules) if row and row.rules else None
    ended = written.moment(row.ended_at) if row and row.ended_at else ""
    return (
        Value("lot.code", gettext("Lot"), row.code if row else ""),
        Value("lot.title", gettext("What is sold"), case.title if case else ""),
        Value("lot.sale", gettext("Sale"), row.sale.case.title if row else ""),
        Value("lot.seller", gettext("Seller"), case.holder.name if case and case.holder else ""),
        Value("lot.buyer", gettext("Buyer"), row.winner.name if row and row.winner else ""),
        Value("lot.paddle", gettext("Paddle"), row.paddle if row else ""),
        Value("lot.form", gettext("How it is sold"), str(wording.FORMS.get(row.form, "")) if row else ""),
        Value("lot.start", gettext("Start price (yuan)"), written.money(row.start) if row else ""),
        Value("lot.ended", gettext("Bidding ended"), ended),
        Value("lot.bids", gettext("Bids"), str(row.bids) if row else ""),
        Value("lot.delivery", gettext("What is delivered"), row.delivery if row else ""),
        Value("lot.digest", gettext("SHA-256 of the whole log"), row.log_digest if row else ""),
        Value(
            "lot.deposit", gettext("Deposit (yuan)"), written.money(rules.deposit) if isinstance(rules, Rules) else ""
        ),
        *money(
            "lot.price", gettext("Price"), row.price if row and row.winner_id else None, gettext("Price in capitals")
        ),
    )


def _log_columns() -> tuple[Named, ...]:
    return (
        Named("seq", gettext("Number")),
        Named("at", gettext("Time")),
        Named("event", gettext("Event")),
        Named("paddle", gettext("Paddle")),
        Named("amount", gettext("Amount (yuan)")),
    )


def _log(row: Lot) -> tuple[dict[str, object], ...]:
    found = []
    for line in store.lines(row.pk):
        event = json.loads(line)
        word = wording.EVENTS.get(event["type"])
        if word is not None:
            amount = event.get("amount") or event.get("price") or ""
            found.append(
                {
                    "seq": str(event["seq"]),
                    "at": event["at"].replace("T", " ")[:23],
                    "event": str(word),
                    "paddle": event.get("paddle", ""),
                    "amount": amount,
                }
            )
    return tuple(found[-MOST_LINES:])


def lot_marks() -> Filling:
    """The values of a lot, without contents."""
    return Filling(_lot_values(None, None), _log_columns())


def _terms(filling: Filling, *codes: str) -> Terms:
    label = {value.code: value.label for value in filling.values}
    wide = {"lot.title", "lot.delivery", "lot.digest", "lot.sale"}
    pairs = tuple((label[code], filling[code]) for code in codes if filling[code])
    return Terms(pairs, tuple(label[code] for code in codes if code in wide))


def confirmation(filling: Filling, making: Making) -> Paper:
    """Build the letter that confirms a sale (成交确认书), for the signatures of both sides."""
    parts: tuple[Part, ...] = (
        Paragraph(say("paper.text.auction_confirms", sale=filling["lot.sale"], code=filling["lot.code"])),
        _terms(filling, "lot.title", "lot.seller", "lot.buyer", "lot.paddle", "lot.form", "lot.start", "lot.ended"),
        Sum(say("paper.text.auction_price"), filling.amount("lot.price")),
        Paragraph(say("paper.text.auction_confirm_pays", deposit=filling["lot.deposit"])),
        Paragraph(say("paper.text.auction_confirm_default")),
        _terms(filling, "lot.delivery", "lot.digest"),
        Paragraph(say("paper.text.auction_confirm_signs", buyer=filling["lot.buyer"], seller=filling["lot.seller"])),
    )
    title = say("paper.text.auction_confirmation_title")
    return Paper(title=title, form=PLAIN, issuer=making.issuer, parts=parts, signature=signed(making))


def record(filling: Filling, making: Making) -> Paper:
    """Build the record of the bidding (竞价记录): every event by paddle, with the log's digest."""
    widths = {"seq": 3, "at": 9, "event": 8, "paddle": 4, "amount": 6}
    table = Table(tuple(Col(each.label, widths[each.code]) for each in filling.columns), filling.table(), dense=True)
    parts: tuple[Part, ...] = (
        _terms(
            filling, "lot.code", "lot.title", "lot.sale", "lot.form", "lot.start", "lot.ended", "lot.bids", "lot.digest"
        ),
        table if filling.rows else Paragraph("……"),
        Paragraph(say("paper.text.auction_record_end")),
    )
    title = say("paper.text.auction_record_title")
    return Paper(title=title, form=PLAIN, issuer=making.issuer, parts=parts, signature=signed(making))


def register_all() -> None:
    """Make the papers known."""
    sales, lots = frozenset({SALE.kind}), frozenset({LOT.kind})
    over = frozenset({"HAMMERED", "CONFIRMED", "SETTLED", "DEFAULTED", "LIQUIDATED"})
    out = frozenset({"ACCEPTED", "ANNOUNCED", "CLOSED"})
    kinds = (
        ("market.auction_notice", sales, out, fill_sale, notice, sale_marks, True),
        ("market.auction_rules", sales, out, fill_sale, instructions, sale_marks, False),
        ("market.auction_confirmation", lots, over, fill_lot, confirmation, lot_marks, True),
        ("market.auction_record", lots, over | {"UNSOLD", "ABORTED"}, fill_lot, record, lot_marks, False),
    )
    for order, (code, cases, states, fill, build, marks, numbered) in enumerate(kinds, 1):
        register(
            PaperKind(
                code=code,
                case_kinds=cases,
                states=states,
                fill=fill,
                build=build,
                marks=marks,
                permission=PREPARE,
                numbered=numbered,
                order=order * 10,
            )
        )
