"""Papers of registration: 登记表, 认定登记证明, 不予登记通知书, 补正通知书, 注销通知书, 撤销登记决定书."""

from django.urls import reverse
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from kechuang.casework.models import Case
from kechuang.casework.moves import HOLDER
from kechuang.casework.papers.generic import CONTACT, basis, items, red_head, say, signed
from kechuang.casework.papers.kinds import Asked, Making, PaperKind, register
from kechuang.casework.standard.models import Correction
from kechuang.mechanisms.market.contract import showing, words
from kechuang.mechanisms.market.contract.models import TechContract
from kechuang.mechanisms.market.contract.rules.content import Party
from kechuang.mechanisms.market.contract.rules.moves import CONTRACT, READ
from kechuang.web import divisions
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

REMEDY = Asked(
    name="remedy",
    label=_("Legal remedy"),
    help_text=_(
        "As the office states it: to whom, within which term, under which law. Nothing is filled in by the program."
    ),
    required=False,
)


def _text(code: str, label: str, value: str = "") -> Value:
    return Value(code, label, value, TEXT)


def marks() -> Filling:
    """The values of a contract, without contents."""
    return Filling(_values(None), _columns())


def _columns() -> tuple[Named, ...]:
    return (
        Named("at", gettext("No.")),
        Named("kind", gettext("Kind")),
        Named("name", gettext("Name")),
        Named("yuan", gettext("Amount (yuan)"), MONEY),
        Named("counted", gettext("Deducted")),
    )


def _values(row: TechContract | None) -> tuple[Value, ...]:
    contract = row.contract if row else None
    kind = f"{words.word('type', row.type)}（{words.subtype(row.type, row.subtype)}）" if row else ""
    sides = (
        _party("seller", contract.seller if contract else None),
        _party("buyer", contract.buyer if contract else None),
    )
    total = (row.registered_total or row.total_yuan) if row else None
    technology = (row.registered_technology or row.technology_yuan) if row else None
    return (
        _text("contract.number", gettext("Registration number"), row.number if row else ""),
        _text("contract.title", gettext("Name of the contract"), contract.title if contract else ""),
        _text("contract.agreed_number", gettext("Contract number"), contract.number if contract else ""),
        _text("contract.type", gettext("Type"), kind),
        *sides[0],
        *sides[1],
        Value("contract.signed_on", gettext("Signed on"), contract.signed_on if contract else None, DAY),
        Value("contract.effective_on", gettext("Effective on"), contract.effective_on if contract else None, DAY),
        Value("contract.ends_on", gettext("Term ends on"), contract.ends_on if contract else None, DAY),
        Value("contract.registered_on", gettext("Registered on"), row.registered_on if row else None, DAY),
        *money("contract.total", gettext("Contract total"), total, gettext("Contract total in capitals")),
        *money(
            "contract.technology",
            gettext("Technology amount"),
            technology,
            gettext("Technology amount in capitals"),
        ),
        _text("contract.payment", gettext("Payment"), showing.payment(row) if row else ""),
        _text("contract.foreign", gettext("Price in foreign currency"), showing.foreign(row) if row else ""),
        _text("contract.field", gettext("Field of technology"), words.word("field", row.field) if row else ""),
        _text("contract.purpose", gettext("Social and economic purpose"), _word(row, "purpose")),
        _text("contract.plan", gettext("Source in a plan"), showing.plan(row) if row else ""),
        _text("contract.rights", gettext("Intellectual property"), showing.rights(row) if row else ""),
        _text("contract.trade", gettext("Trade"), showing.trade(row) if row else ""),
        _text("contract.subject", gettext("Subject of the contract"), contract.subject if contract else ""),
        _text("contract.acceptance", gettext("Acceptance criteria"), contract.acceptance if contract else ""),
        _text("contract.ground", gettext("Ground"), _ground(row)),
        _text("contract.ground_text", gettext("Reason"), row.ground_text if row else ""),
        Value("contract.fine", gettext("Fine"), row.fine_yuan if row else None, MONEY),
        _text("contract.version", gettext("Version"), str(row.version) if row else ""),
    )


def _word(row: TechContract | None, group: str) -> str:
    return words.word(group, getattr(row.contract, group)) if row else ""


def _ground(row: TechContract | None) -> str:
    return words.word("end" if row.number else "reject", row.ground) if row and row.ground else ""


def _party(side: str, party: Party | None) -> tuple[Value, ...]:
    label = pgettext("contract", "Seller") if side == "seller" else pgettext("contract", "Buyer")
    seat = "" if party is None else party.country if party.abroad else divisions.name(party.place)
    return (
        _text(f"contract.{side}", label, party.name if party else ""),
        _text(f"contract.{side}_code", gettext("Credit code"), party.code if party else ""),
        _text(f"contract.{side}_seat", gettext("Seat"), seat),
        _text(f"contract.{side}_kind", gettext("Kind of party"), words.word("party", party.kind) if party else ""),
    )


def fill(case: Case) -> Filling:
    """What fills the papers of a contract: its values, and a row for each deduction."""
    row = TechContract.objects.get(pk=case.pk)
    rows = tuple(
        {
            "at": str(at),
            "kind": words.word("deduction", each.kind),
            "name": each.name,
            "yuan": each.yuan,
            "counted": gettext("carrier, not deducted") if each.carrier else gettext("yes"),
        }
        for at, each in enumerate(row.contract.deductions, 1)
    )
    return Filling(_values(row), _columns(), rows)


FORM = (
    *("contract.title", "contract.agreed_number", "contract.type"),
    *("contract.seller", "contract.seller_code", "contract.seller_seat", "contract.seller_kind"),
    *("contract.buyer", "contract.buyer_code", "contract.buyer_seat", "contract.buyer_kind"),
    *("contract.signed_on", "contract.effective_on", "contract.ends_on", "contract.field", "contract.purpose"),
    *("contract.plan", "contract.rights", "contract.trade", "contract.payment", "contract.foreign"),
    *("contract.subject", "contract.acceptance"),
)
WIDE = frozenset(
    {
        *("contract.title", "contract.seller", "contract.buyer", "contract.payment", "contract.foreign"),
        *("contract.rights", "contract.trade", "contract.subject", "contract.acceptance"),
    }
)


def registration_form(filling: Filling, making: Making) -> Paper:
    """The registration form (技术合同登记表): what the party says, and the places that the registering body fills."""
    label = {value.code: value.label for value in filling.values}
    pairs = [(label[code], filling[code] or "—") for code in FORM]
    amounts = [
        (label[code], f"{filling[code]}（{filling[f'{code}_capitals']}）" if filling[code] else "—")
        for code in ("contract.total", "contract.technology")
    ]
    opinion = say("paper.text.contract_opinion"), "　"
    pairs += [*amounts, (label["contract.number"], filling["contract.number"] or "　"), opinion]
    wide = tuple(label[code] for code in FORM if code in WIDE)
    parts: list[Part] = [Terms(tuple(pairs), (*wide, *(label for label, _value in amounts), opinion[0]))]
    if filling.rows:
        parts += [Heading(say("paper.text.contract_deductions")), _deductions(filling)]
    return Paper(
        title=say("paper.text.contract_form_title"),
        form=PLAIN,
        issuer=making.issuer,
        parts=tuple(parts),
        signature=Signature((filling["contract.seller"],)),
    )


def _deductions(filling: Filling) -> Table:
    shares, sides = {"at": 2, "kind": 4, "name": 9, "yuan": 6, "counted": 5}, {"at": "center", "yuan": "right"}
    columns = tuple(Col(each.label, shares[each.code], sides.get(each.code, "left")) for each in filling.columns)
    return Table(columns, filling.table())


def certificate(filling: Filling, making: Making) -> Paper:
    """The certificate of recognition and registration (技术合同认定登记证明)."""
    label = {value.code: value.label for value in filling.values}
    codes = (
        *("contract.number", "contract.registered_on", "contract.title", "contract.type", "contract.agreed_number"),
        *("contract.signed_on", "contract.seller", "contract.seller_code", "contract.buyer", "contract.buyer_code"),
    )
    wide = tuple(label[code] for code in ("contract.title", "contract.seller", "contract.buyer"))
    parts: list[Part] = [
        Paragraph(say("paper.text.contract_certificate_opening")),
        Terms(tuple((label[code], filling[code] or "—") for code in codes), wide),
        Sum(label["contract.total"], filling.amount("contract.total")),
        Sum(label["contract.technology"], filling.amount("contract.technology")),
    ]
    if filling["contract.payment"]:
        parts.append(Paragraph(f"{label['contract.payment']}：{filling['contract.payment']}"))
    parts += [
        *basis(making),
        Paragraph(
            say(
                "paper.text.contract_certificate_check",
                address=reverse("market_contract:check"),
                number=filling["contract.number"],
            )
        ),
    ]
    return Paper(
        title=say("paper.text.contract_certificate_title"),
        form=PLAIN,
        issuer=making.issuer,
        parts=tuple(parts),
        signature=signed(making),
        note=making.typed.get("contact", ""),
    )


def rejection(filling: Filling, making: Making) -> Paper:
    """The notice that a contract is not registered (不予登记通知书)."""
    return _notice(filling, making, "rejection")


def deregistration(filling: Filling, making: Making) -> Paper:
    """The notice that a registration has ended (注销登记通知书)."""
    return _notice(filling, making, "deregistration")


def revocation(filling: Filling, making: Making) -> Paper:
    """The decision that revokes a registration (撤销登记决定书), with what is to be recovered."""
    fine = filling.amount("contract.fine")
    return _notice(filling, making, "revocation", Sum(say("paper.text.contract_fine"), fine) if fine else None)


def _notice(filling: Filling, making: Making, name: str, more: Part | None = None) -> Paper:
    remedy = making.typed.get("remedy", "").strip()
    values = {
        "day": filling["case.opened_on"],
        "title": filling["contract.title"],
        "number": filling["contract.number"] or filling["case.number"],
        "ground": filling["contract.ground"],
        "text": filling["contract.ground_text"],
    }
    parts: list[Part] = [
        Paragraph(say(f"paper.text.contract_{name}_opening", **values)),
        Paragraph(say(f"paper.text.contract_{name}_what", **values)),
        *([more] if more else []),
        *basis(making),
        *([Paragraph(remedy)] if remedy else []),
        Paragraph(say("paper.text.notified")),
    ]
    return Paper(
        title=say(f"paper.text.contract_{name}_title"),
        form=DOCUMENT,
        issuer=red_head(making.issuer),
        addressee=filling["contract.seller"],
        parts=tuple(parts),
        signature=signed(making),
        note=making.typed.get("contact", ""),
    )


def fill_correction(case: Case) -> Filling:
    """What fills the notice of correction: the faults that were named, and the last day."""
    found = Correction.objects.filter(case=case, ended_on__isnull=True).order_by("-pk").first()
    told = (
        [": ".join(part for part in (each["where"], each["what"], each["remedy"]) if part) for each in found.faults]
        if found
        else []
    )
    return Filling(
        (
            *fill(case).values,
            _text("correction.faults", gettext("What must be corrected"), "\n".join(told)),
            Value("correction.due_on", gettext("To be corrected by"), found.due_on if found else None, DAY),
        )
    )


def correction_marks() -> Filling:
    """The values of the notice of correction, without contents."""
    blank = _text("correction.faults", gettext("What must be corrected"))
    return Filling((*_values(None), blank, Value("correction.due_on", gettext("To be corrected by"), None, DAY)))


def correction(filling: Filling, making: Making) -> Paper:
    """The notice of what must be corrected (补正通知书): all faults at once, with the last day."""
    day = filling["correction.due_on"] or "……"
    opening = say(
        "paper.text.contract_correction_opening", title=filling["contract.title"], number=filling["case.number"]
    )
    return Paper(
        title=say("paper.text.contract_correction_title"),
        form=DOCUMENT,
        issuer=red_head(making.issuer),
        addressee=filling["contract.seller"],
        parts=(
            Paragraph(opening),
            Points(items(filling["correction.faults"])),
            Paragraph(say("paper.text.contract_correction_term", day=day)),
            *basis(making),
            Paragraph(say("paper.text.notified")),
        ),
        signature=signed(making),
        note=making.typed.get("contact", ""),
    )


def _kind(name: str, states: str, build: object, order: int, **more: object) -> PaperKind:
    values: dict[str, object] = {"fill": fill, "marks": marks, "asks": (CONTACT,), **more}
    return PaperKind(
        code=f"{CONTRACT.kind}.{name}",
        case_kinds=frozenset({CONTRACT.kind}),
        states=frozenset(states.split()),
        build=build,  # type: ignore[arg-type]  # functions of a filling and a making
        order=order,
        **values,  # type: ignore[arg-type]  # the fields of a kind
    )


def register_all() -> None:
    """Make the papers of registration known."""
    for kind in (
        _kind("form", "", registration_form, 10, permission=READ, side=HOLDER, numbered=False, asks=()),
        _kind("certificate", "REGISTERED ASKED", certificate, 20, numbered=False, apart=False),
        _kind("correction", "RECEIVED ACCEPTED", correction, 30, fill=fill_correction, marks=correction_marks),
        _kind("rejection", "REJECTED", rejection, 40, asks=(REMEDY, CONTACT)),
        _kind("deregistration", "DEREGISTERED", deregistration, 50),
        _kind("revocation", "REVOKED", revocation, 60, asks=(REMEDY, CONTACT), apart=True),
    ):
        register(kind)
