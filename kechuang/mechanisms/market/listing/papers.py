"""Papers of a listing: 挂牌申请书, 挂牌公告, 成交结果公示, 成交确认书; of a registration: 受让意向登记回执."""

from django.utils.translation import gettext

from kechuang.casework.models import Case
from kechuang.casework.moves import HOLDER
from kechuang.casework.papers.generic import paragraphs, say, signed
from kechuang.casework.papers.kinds import Making, PaperKind, register
from kechuang.mechanisms.market.listing import projecting, wording
from kechuang.mechanisms.market.listing.models import Interest, Listing
from kechuang.mechanisms.market.listing.rules.moves import APPLY, CHECK, INTEREST, INTEREST_READ, LISTING
from kechuang.web.documents.filling import DAY, TEXT, WHOLE, Filling, Named, Value
from kechuang.web.documents.paper import PLAIN, Heading, Paper, Paragraph, Part, Terms


def _values(row: Listing | None, case: Case | None) -> tuple[Value, ...]:
    terms = projecting.terms_of(row, ()) if row else None
    sold = "；".join(str(each) for each in row.items.order_by("order")) if row else ""
    return (
        Value("listing.title", gettext("What is sold"), case.title if case else ""),
        Value("listing.number", gettext("Number"), case.number if case else ""),
        Value("listing.seller", gettext("Seller"), case.holder.name if case and case.holder else ""),
        Value("listing.office", gettext("Operator"), case.office.name if case and case.office else ""),
        Value("listing.items", gettext("Achievements"), sold),
        Value("listing.summary", gettext("Summary for everybody"), terms.summary if terms else ""),
        Value("listing.mode", gettext("Mode of the transfer"), wording.mode(row.mode) if row else ""),
        Value("listing.base", gettext("Base price"), wording.yuan(row.base) if row else ""),
        Value("listing.appraisal", gettext("Appraised value"), wording.yuan(row.appraisal) if row else ""),
        Value("listing.ground", gettext("Why the base price is reasonable"), terms.price_ground if terms else ""),
        Value("listing.deposit", gettext("Deposit"), wording.yuan(row.deposit) if row else ""),
        Value("listing.refund", gettext("When a deposit goes back"), terms.refund if terms else ""),
        Value("listing.payment", gettext("How the price is paid"), wording.payment(terms) if terms else ""),
        Value("listing.conditions", gettext("Conditions for buyers"), "；".join(terms.conditions) if terms else ""),
        Value("listing.delivery", gettext("What is delivered"), terms.delivery if terms else ""),
        Value("listing.period", gettext("Period (working days)"), terms.period_days if terms else None, WHOLE),
        Value("listing.extension", gettext("If nobody qualifies"), wording.extension(terms) if terms else ""),
        Value("listing.start", gettext("On offer from"), row.start if row else None, DAY),
        Value("listing.end", gettext("On offer until"), row.end if row else None, DAY),
        Value("listing.forum", gettext("Where disputes are settled"), terms.forum if terms else ""),
        Value("listing.price", gettext("Price of the deal"), wording.yuan(row.price) if row else ""),
        Value("listing.way", gettext("How the price was found"), wording.way(row.way) if row else ""),
        Value("listing.buyer", gettext("Buyer"), row.buyer.name if row and row.buyer else ""),
        Value("listing.notice_start", gettext("Notice of the result from"), row.notice_start if row else None, DAY),
        Value("listing.notice_end", gettext("Notice of the result until"), row.notice_end if row else None, DAY),
    )


def _columns() -> tuple[Named, ...]:
    return (Named("item", gettext("Achievement"), TEXT), Named("number", gettext("Number"), TEXT))


def fill(case: Case) -> Filling:
    """What fills the papers of a listing."""
    row = Listing.objects.select_related("case", "buyer").get(pk=case.pk)
    rows = tuple({"item": each.title, "number": each.ip_number} for each in row.items.order_by("order"))
    return Filling(_values(row, case), _columns(), rows)  # type: ignore[arg-type]  # texts and days


def marks() -> Filling:
    """The values of a listing, without contents."""
    return Filling(_values(None, None), _columns())


OFFER = (
    *("listing.number", "listing.seller", "listing.items", "listing.mode", "listing.base", "listing.appraisal"),
    *("listing.ground", "listing.deposit", "listing.refund", "listing.payment", "listing.conditions"),
    *("listing.delivery", "listing.period", "listing.start", "listing.end", "listing.extension", "listing.forum"),
)
RESULT = (
    *("listing.number", "listing.items", "listing.mode", "listing.seller", "listing.base", "listing.price"),
    *("listing.way", "listing.notice_start", "listing.notice_end"),
)
DEAL = (
    *("listing.number", "listing.items", "listing.mode", "listing.seller", "listing.buyer", "listing.price"),
    *("listing.way", "listing.payment", "listing.delivery"),
)
WIDE = frozenset(
    (
        *("listing.items", "listing.ground", "listing.refund", "listing.conditions", "listing.delivery"),
        *("listing.extension", "listing.payment"),
    )
)


def _terms(filling: Filling, codes: tuple[str, ...]) -> Terms:
    label = {value.code: value.label for value in filling.values}
    pairs = tuple((label[code], filling[code]) for code in codes if filling[code])
    return Terms(pairs, tuple(label[code] for code in codes if code in WIDE))


def application(filling: Filling, making: Making) -> Paper:
    """Build the application (挂牌申请书), which the seller signs."""
    seller = filling["listing.seller"]
    parts: tuple[Part, ...] = (
        Paragraph(say("paper.text.listing_apply_opening", office=filling["listing.office"])),
        _terms(filling, OFFER),
        Heading(say("paper.text.listing_summary")),
        *paragraphs(filling["listing.summary"]),
        Paragraph(say("paper.text.listing_apply_promise")),
    )
    title = say("paper.text.listing_apply_title")
    return Paper(title=title, form=PLAIN, issuer=seller or making.issuer, parts=parts, signature=signed(making))


def announcement(filling: Filling, making: Making) -> Paper:
    """Build the announcement (挂牌公告)."""
    parts: tuple[Part, ...] = (
        Paragraph(
            say("paper.text.listing_notice_opening", seller=filling["listing.seller"], title=filling["listing.title"])
        ),
        _terms(filling, OFFER),
        Heading(say("paper.text.listing_summary")),
        *paragraphs(filling["listing.summary"]),
        Heading(say("paper.text.listing_how_title")),
        Paragraph(
            say(
                "paper.text.listing_how",
                start=filling["listing.start"] or "……",
                end=filling["listing.end"] or "……",
                office=filling["listing.office"] or "……",
            )
        ),
    )
    title = say("paper.text.listing_notice_title")
    return Paper(title=title, form=PLAIN, issuer=making.issuer, parts=parts, signature=signed(making))


def result_notice(filling: Filling, making: Making) -> Paper:
    """Build the notice of the result (成交结果公示); it does not name the buyer."""
    parts: tuple[Part, ...] = (
        Paragraph(say("paper.text.listing_result_opening", title=filling["listing.title"])),
        _terms(filling, RESULT),
        Paragraph(
            say(
                "paper.text.listing_result_how",
                start=filling["listing.notice_start"] or "……",
                end=filling["listing.notice_end"] or "……",
                office=filling["listing.office"] or "……",
            )
        ),
    )
    title = say("paper.text.listing_result_title")
    return Paper(title=title, form=PLAIN, issuer=making.issuer, parts=parts, signature=signed(making))


def confirmation(filling: Filling, making: Making) -> Paper:
    """Build the confirmation of the deal (成交确认书), which both sides sign."""
    parts: tuple[Part, ...] = (
        Paragraph(
            say(
                "paper.text.listing_deal_opening",
                seller=filling["listing.seller"],
                buyer=filling["listing.buyer"],
                title=filling["listing.title"],
            )
        ),
        _terms(filling, DEAL),
        Paragraph(say("paper.text.listing_deal_duty")),
        Paragraph(say("paper.text.listing_deal_sign")),
    )
    title = say("paper.text.listing_deal_title")
    return Paper(title=title, form=PLAIN, issuer=making.issuer, parts=parts, signature=signed(making))


def _interest_values(row: Interest | None) -> tuple[Value, ...]:
    listing = row.listing if row else None
    return (
        Value("interest.number", gettext("Number"), row.case.number if row else ""),
        Value("interest.listing", gettext("Number of the listing"), listing.case.number if listing else ""),
        Value("interest.title", gettext("What is sold"), listing.case.title if listing else ""),
        Value("interest.party", gettext("Interested party"), row.body.name if row else ""),
        Value("interest.agent", gettext("Authorised agent"), row.agent if row else ""),
        Value("interest.registered", gettext("Registered"), row.case.opened_on if row else None, DAY),
        Value("interest.deposit", gettext("Deposit asked"), wording.yuan(listing.deposit) if listing else ""),
    )


def fill_interest(case: Case) -> Filling:
    """What fills the receipt of a registration."""
    row = Interest.objects.select_related("case", "listing__case", "body").get(pk=case.pk)
    return Filling(_interest_values(row))  # type: ignore[arg-type]  # texts and days


def marks_interest() -> Filling:
    """The values of a registration, without contents."""
    return Filling(_interest_values(None))


def receipt(filling: Filling, making: Making) -> Paper:
    """Build the receipt of a registration (受让意向登记回执)."""
    codes = tuple(value.code for value in filling.values)
    parts: tuple[Part, ...] = (
        Paragraph(say("paper.text.listing_receipt_opening", party=filling["interest.party"])),
        _terms(filling, codes),
        Paragraph(say("paper.text.listing_receipt_secret")),
    )
    title = say("paper.text.listing_receipt_title")
    return Paper(title=title, form=PLAIN, issuer=making.issuer, parts=parts, signature=signed(making))


DONE = frozenset({"RESULT_NOTICE", "RESULT_PASSED", "SIGNED", "SETTLED", "CLOSED"})
KINDS = (
    ("application", frozenset({"APPLIED", "MATERIAL_CHECK"}), application, APPLY, True),
    ("announcement", frozenset({"MATERIAL_CHECK", "RELISTED", "LISTED", "EXTENDED"}), announcement, CHECK, False),
    ("result", DONE, result_notice, CHECK, False),
    ("confirmation", DONE, confirmation, CHECK, False),
)


def register_all() -> None:
    """Make the papers known."""
    for order, (name, states, build, permission, own) in enumerate(KINDS, start=1):
        register(
            PaperKind(
                code=f"market.listing_{name}",
                states=states,
                build=build,
                permission=permission,
                order=order * 10,
                case_kinds=frozenset({LISTING.kind}),
                fill=fill,
                marks=marks,
                numbered=False,
                **({"side": HOLDER} if own else {}),  # type: ignore[arg-type]  # named values of one dataclass
            )
        )
    register(
        PaperKind(
            code="market.interest_receipt",
            states=frozenset({"REGISTERED", "QUALIFIED", "ADMITTED"}),
            build=receipt,
            permission=INTEREST_READ,
            order=50,
            case_kinds=frozenset({INTEREST.kind}),
            fill=fill_interest,
            marks=marks_interest,
            numbered=False,
            side=HOLDER,
        )
    )
