"""Papers: the certificate of a right (技术权利登记证书), an achievement's registration, the notice of withholding."""

from collections.abc import Sequence

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kechuang.casework.models import Case
from kechuang.casework.papers.generic import paragraphs, red_head, say, signed
from kechuang.casework.papers.kinds import Asked, Making, PaperKind, register
from kechuang.mechanisms.market.result import lists, queries, wording
from kechuang.mechanisms.market.result.models import Achievement, TechRight
from kechuang.mechanisms.market.result.rules.moves import CHECK, RESULT, RIGHT, RIGHT_ENTER
from kechuang.web import clock
from kechuang.web.documents.filling import DAY, Filling, Named, Value
from kechuang.web.documents.paper import DOCUMENT, PLAIN, Col, Paper, Paragraph, Part, Table, Terms

# --- the certificate of a right


def _right_values(row: TechRight | None) -> tuple[Value, ...]:
    numbers = "、".join(row.numbers.order_by("number").values_list("number", flat=True)) if row else ""
    return (
        Value("right.number", gettext("Number of the certificate"), row.case.number if row else ""),
        Value("right.name", gettext("Right"), row.name if row else ""),
        Value("right.numbers", gettext("Numbers of rights"), numbers),
        Value("right.since", gettext("On the register since"), row.since if row else None, DAY),
        Value("right.result", gettext("Achievement"), row.result.case.number if row and row.result else ""),
        Value("right.burdens", gettext("Licences and pledges"), _burdens(row) if row else ""),
    )


def _burdens(row: TechRight) -> str:
    stood = queries.standing(row.pk, clock.today())
    lines = [
        f"{wording.word('deal', each.kind)} {each.party.name} {wording.places(each.places)} {each.since:%Y-%m-%d}–"
        f"{f'{each.until:%Y-%m-%d}' if each.until else ''}"
        for each in stood.licences
    ]
    lines += [f"{gettext('Pledged')} {each.party.name} {each.since:%Y-%m-%d}" for each in stood.pledges]
    return "；".join(lines) or gettext("none")


def _right_columns() -> tuple[Named, ...]:
    return (
        Named("holder", gettext("Right holder")),
        Named("code", gettext("Credit code")),
        Named("share", gettext("Share held")),
        Named("since", gettext("since"), DAY),
    )


def fill_right(case: Case) -> Filling:
    """What fills the certificate: the right as it stands today."""
    row = TechRight.objects.select_related("case", "result__case").get(pk=case.pk)
    holders = tuple(
        {
            "holder": each.party.name,
            "code": each.party.code,
            "share": wording.share(each.share),
            "since": each.since,
        }
        for each in queries.standing(row.pk, clock.today()).holdings
    )
    return Filling(_right_values(row), _right_columns(), holders)


def right_marks() -> Filling:
    """The values of a certificate, without contents."""
    return Filling(_right_values(None), _right_columns())


def _terms(filling: Filling, codes: Sequence[str], wide: frozenset[str]) -> Terms:
    label = {value.code: value.label for value in filling.values}
    pairs = tuple((label[code], filling[code]) for code in codes if filling[code])
    return Terms(pairs, tuple(label[code] for code in codes if code in wide))


def certificate(filling: Filling, making: Making) -> Paper:
    """Build the certificate; its code leads to the public page that says how the right stands today."""
    columns = tuple(Col(each.label, share) for each, share in zip(filling.columns, (9, 9, 4, 6), strict=True))
    codes = ("right.number", "right.since", "right.name", "right.numbers", "right.result", "right.burdens")
    wide = frozenset({"right.name", "right.numbers", "right.burdens"})
    parts: list[Part] = [
        Paragraph(say("paper.text.right_opening", name=filling["right.name"])),
        _terms(filling, codes, wide),
        Table(columns, filling.table()),
        Paragraph(say("paper.text.right_end", number=filling["right.number"])),
    ]
    return Paper(
        title=say("paper.text.right_title"),
        form=PLAIN,
        issuer=making.issuer,
        parts=tuple(parts),
        signature=signed(making),
    )


# --- papers of an achievement


def _result_values(row: Achievement | None) -> tuple[Value, ...]:
    def said(value: object) -> str:
        return str(value) if row else ""

    ips = "、".join(row.ips.order_by("order").values_list("number", flat=True)) if row else ""
    return (
        Value("result.number", gettext("Number"), row.case.number if row else ""),
        Value("result.name", gettext("Achievement"), row.name if row else ""),
        Value("result.unit", gettext("Completing unit"), row.unit.name if row else ""),
        Value("result.kind", gettext("Kind"), said(wording.word("kind", row.kind) if row else "")),
        Value("result.ips", gettext("Numbers of rights"), ips),
        Value("result.trl", gettext("Readiness level"), said(wording.trl(row.trl) if row else "")),
        Value("result.mode", gettext("Mode of transfer wanted"), said(wording.word("mode", row.mode) if row else "")),
        Value("result.price", gettext("Price in yuan"), said(lists.price(row) if row else "")),
        Value("result.registered_on", gettext("Registered"), row.registered_on if row else None, DAY),
        Value(
            "result.withheld_for",
            gettext("Withheld because"),
            wording.word("withheld", row.withheld_for) if row and row.withheld_for else "",
        ),
        Value("result.abstract", gettext("Abstract"), row.abstract if row else ""),
    )


def _result_columns() -> tuple[Named, ...]:
    return (
        Named("rank", gettext("Rank of the completer")),
        Named("name", gettext("Name")),
        Named("unit", gettext("Unit")),
        Named("share", gettext("Share held")),
    )


def fill_result(case: Case) -> Filling:
    """What fills the papers of an achievement."""
    row = Achievement.objects.select_related("case", "unit").get(pk=case.pk)
    completers = tuple(
        {"rank": str(each.place_in_order), "name": each.name, "unit": each.unit, "share": wording.share(each.share)}
        for each in row.completers.order_by("place_in_order")
    )
    return Filling(_result_values(row), _result_columns(), completers)


def result_marks() -> Filling:
    """The values of an achievement, without contents."""
    return Filling(_result_values(None), _result_columns())


ABOUT = (
    *("result.number", "result.registered_on", "result.name", "result.unit", "result.kind", "result.trl"),
    *("result.mode", "result.price", "result.ips", "result.abstract"),
)
WIDE = frozenset({"result.name", "result.unit", "result.ips", "result.abstract"})


def registration(filling: Filling, making: Making) -> Paper:
    """Build the registration form of an achievement (科技成果登记表)."""
    columns = tuple(Col(each.label, share) for each, share in zip(filling.columns, (2, 6, 10, 5), strict=True))
    parts: tuple[Part, ...] = (
        _terms(filling, ABOUT, WIDE),
        Table(columns, filling.table()),
        Paragraph(say("paper.text.result_end")),
    )
    title = say("paper.text.result_title")
    return Paper(title=title, form=PLAIN, issuer=making.issuer, parts=parts, signature=signed(making))


def withholding(filling: Filling, making: Making) -> Paper:
    """Build the notice to the unit of what is withheld and why (national transfer law Art. 11)."""
    opening = say(
        "paper.text.withheld_opening",
        name=filling["result.name"],
        number=filling["result.number"],
        reason=filling["result.withheld_for"],
    )
    return Paper(
        title=say("paper.text.withheld_title"),
        form=DOCUMENT,
        issuer=red_head(making.issuer),
        addressee=filling["result.unit"],
        parts=(
            Paragraph(opening),
            *paragraphs(making.typed.get("items", "")),
            Paragraph(say("paper.text.withheld_end")),
        ),
        signature=signed(making),
        note=making.typed.get("contact", ""),
    )


def register_all() -> None:
    """Make the papers known."""
    results, rights = frozenset({RESULT.kind}), frozenset({RIGHT.kind})
    over = frozenset({"FORMAL_CHECK", "REFUSED", "WITHDRAWN"})
    register(
        PaperKind(
            code="market.certificate",
            case_kinds=rights,
            states=frozenset({"ACTIVE"}),
            fill=fill_right,
            build=certificate,
            marks=right_marks,
            permission=RIGHT_ENTER,
            check=lambda case: queries.check_url(case.pk),
            order=10,
        )
    )
    register(
        PaperKind(
            code="market.registration",
            case_kinds=results,
            states=frozenset(RESULT.states) - over,
            fill=fill_result,
            build=registration,
            marks=result_marks,
            permission=CHECK,
            order=10,
        )
    )
    register(
        PaperKind(
            code="market.withholding",
            case_kinds=results,
            states=frozenset({"WITHHELD"}),
            fill=fill_result,
            build=withholding,
            marks=result_marks,
            permission=CHECK,
            asks=(
                Asked(name="items", label=_("Which items are withheld")),
                Asked(name="contact", label=_("Whom to ask"), size="line", required=False),
            ),
            order=20,
        )
    )
