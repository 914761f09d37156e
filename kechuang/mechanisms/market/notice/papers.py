"""Papers of an agreed price: 协议定价公示, and the cover of its evidence bundle (证据清单)."""

from django.utils.translation import gettext

from kechuang.casework.models import Case
from kechuang.casework.moves import HOLDER
from kechuang.casework.papers.generic import paragraphs, say, signed
from kechuang.casework.papers.kinds import Making, PaperKind, register
from kechuang.mechanisms.market.notice import queries, wording
from kechuang.mechanisms.market.notice.models import PriceNotice
from kechuang.mechanisms.market.notice.rules.moves import FILE, NOTICE, READ
from kechuang.mechanisms.market.notice.rules.price import price_of
from kechuang.web import clock
from kechuang.web.documents.filling import DAY, TEXT, WHOLE, Filling, Named, Value
from kechuang.web.documents.paper import PLAIN, Col, Heading, Paper, Paragraph, Part, Table, Terms


def _values(row: PriceNotice | None, case: Case | None) -> tuple[Value, ...]:
    sold = "；".join(str(each) for each in row.achievements.order_by("order")) if row else ""
    bought = "；".join(_buyer(each) for each in row.buyers.order_by("order")) if row else ""
    office = case.office.name if case and case.office else ""
    return (
        Value("notice.title", gettext("What is sold"), case.title if case else ""),
        Value("notice.number", gettext("Number"), case.number if case else ""),
        Value("notice.seller", gettext("Seller"), case.holder.name if case and case.holder else ""),
        Value("notice.achievements", gettext("Achievements"), sold),
        Value("notice.summary", gettext("Summary for everybody"), row.summary if row else ""),
        Value("notice.mode", gettext("Mode of the transfer"), wording.mode(row.mode) if row else ""),
        Value("notice.price", gettext("Intended price"), wording.price(price_of(row.price)) if row else ""),
        Value("notice.buyers", gettext("Buyer and relation"), bought),
        Value("notice.start", gettext("Notice from"), row.start if row else None, DAY),
        Value("notice.end", gettext("Notice until"), row.end if row else None, DAY),
        Value("notice.places", gettext("Where it is published"), wording.places(row.places) if row else ""),
        Value("notice.unit_place", gettext("Where in the unit"), row.unit_place if row else ""),
        Value("notice.office", gettext("Office that decides objections"), office),
        Value("notice.round", gettext("Round of the notice"), row.round if row else None, WHOLE),
        Value("notice.passed_on", gettext("Passed on"), row.passed_on if row else None, DAY),
        Value("notice.signed_on", gettext("Contract signed on"), row.signed_on if row else None, DAY),
    )


def _buyer(each: object) -> str:
    relation = wording.relation(getattr(each, "relation", ""))
    return f"{each} ({relation})" if relation else f"{each} ({gettext('not related')})"


def _columns() -> tuple[Named, ...]:
    return (
        Named("day", gettext("Day"), DAY),
        Named("taken_at", gettext("Taken at"), TEXT),
        Named("sha256", "SHA-256", TEXT),
    )


def fill(case: Case) -> Filling:
    """What fills the papers of a notice."""
    row = PriceNotice.objects.get(pk=case.pk)
    rows = tuple(
        {
            "day": each.on,
            "taken_at": f"{each.taken_at.astimezone(clock.CHINA):%Y-%m-%d %H:%M:%S}",
            "sha256": each.sha256,
        }
        for each in queries.snapshots(case.pk)
    )
    return Filling(_values(row, case), _columns(), rows)  # type: ignore[arg-type]  # texts and days


def marks() -> Filling:
    """The values of a notice, without contents."""
    return Filling(_values(None, None), _columns())


ABOUT = (
    *("notice.number", "notice.seller", "notice.achievements", "notice.mode", "notice.price", "notice.buyers"),
    *("notice.start", "notice.end", "notice.places", "notice.unit_place"),
)
WIDE = frozenset({"notice.achievements", "notice.price", "notice.buyers", "notice.unit_place"})


def _terms(filling: Filling, codes: tuple[str, ...]) -> Terms:
    label = {value.code: value.label for value in filling.values}
    pairs = tuple((label[code], filling[code]) for code in codes if filling[code])
    return Terms(pairs, tuple(label[code] for code in codes if code in WIDE))


def public_notice(filling: Filling, making: Making) -> Paper:
    """Build the notice of an agreed price (协议定价公示), to be hung in the unit."""
    seller = filling["notice.seller"]
    parts: tuple[Part, ...] = (
        Paragraph(say("paper.text.price_notice_opening", seller=seller, title=filling["notice.title"])),
        _terms(filling, ABOUT),
        Heading(say("paper.text.price_notice_summary")),
        *paragraphs(filling["notice.summary"]),
        Heading(say("paper.text.price_notice_objections")),
        Paragraph(
            say(
                "paper.text.price_notice_how",
                start=filling["notice.start"] or "……",
                end=filling["notice.end"] or "……",
                office=filling["notice.office"] or "……",
            )
        ),
        Paragraph(say("paper.text.price_notice_end")),
    )
    return Paper(
        title=say("paper.text.price_notice_title"),
        form=PLAIN,
        issuer=seller or making.issuer,
        parts=parts,
        signature=signed(making),
    )


def cover(filling: Filling, making: Making) -> Paper:
    """Build the cover of the evidence bundle: the path of the price and the digest of each page."""
    codes = (*ABOUT, "notice.round", "notice.passed_on", "notice.signed_on")
    shares, rows = {"day": 5, "taken_at": 9, "sha256": 20}, filling.table()
    columns = tuple(Col(each.label, shares[each.code]) for each in filling.columns)
    table: Part = Table(columns, rows) if rows else Paragraph(say("paper.text.price_cover_none"))
    parts: tuple[Part, ...] = (
        Paragraph(say("paper.text.price_cover_opening", number=filling["notice.number"])),
        _terms(filling, codes),
        Heading(say("paper.text.price_cover_pages")),
        table,
        Paragraph(say("paper.text.price_cover_check")),
    )
    title = say("paper.text.price_cover_title")
    return Paper(title=title, form=PLAIN, issuer=making.issuer, parts=parts, signature=signed(making))


def register_all() -> None:
    """Make the papers known."""
    kinds = frozenset({NOTICE.kind})
    common = {"case_kinds": kinds, "fill": fill, "marks": marks, "numbered": False}
    register(
        PaperKind(
            code="market.price_notice",
            states=frozenset({"NEGOTIATED", "NOTICE_RUNNING", "NOTICE_RESTART", "NOTICE_PASSED"}),
            build=public_notice,
            permission=FILE,
            side=HOLDER,
            order=10,
            **common,  # type: ignore[arg-type]  # named values of one dataclass
        )
    )
    register(
        PaperKind(
            code="market.price_cover",
            states=frozenset({"NOTICE_PASSED", "SIGNED", "REGISTERED", "VOID"}),
            build=cover,
            permission=READ,
            side=HOLDER,
            order=20,
            **common,  # type: ignore[arg-type]  # named values of one dataclass
        )
    )
