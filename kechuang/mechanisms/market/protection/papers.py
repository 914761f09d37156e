"""The letter with which a case goes to the office that gets it: 知识产权保护案件移送函."""

from django.utils.translation import gettext

from kechuang.casework.models import Case
from kechuang.casework.papers.generic import paragraphs, say, signed
from kechuang.casework.papers.kinds import Making, PaperKind, register
from kechuang.mechanisms.market.protection import wording
from kechuang.mechanisms.market.protection.models import Protection
from kechuang.mechanisms.market.protection.rules.moves import INTAKE, PROTECTION
from kechuang.web.documents.filling import DAY, Filling, Value
from kechuang.web.documents.paper import LETTER, Paper, Paragraph, Part, Terms

CODES = ("protection.number", "protection.kind", "protection.right", "protection.right_number", "protection.reporter")
MORE = ("protection.respondent", "protection.opened_on", "protection.way")


def _values(row: Protection | None, case: Case | None) -> tuple[Value, ...]:
    last = row.routings.select_related("to").order_by("-pk").first() if row else None
    receiver = (last.to.name if last.to else last.outside) if last else ""
    return (
        Value("protection.number", gettext("Number"), case.number if case else ""),
        Value("protection.kind", gettext("What it is about"), wording.word("kind", row.kind) if row else ""),
        Value("protection.right", gettext("Kind of right"), wording.word("right", row.right) if row else ""),
        Value("protection.right_number", gettext("Number of the right"), row.number if row else ""),
        Value("protection.reporter", gettext("Who reports"), case.holder.name if case and case.holder else ""),
        Value("protection.respondent", gettext("Against whom"), row.respondent if row else ""),
        Value("protection.opened_on", gettext("Reported on"), case.opened_on if case else None, DAY),
        Value("protection.way", gettext("Which way it goes"), wording.word("way", row.way) if row and row.way else ""),
        Value("protection.receiver", gettext("Office that gets it"), receiver),
        Value("protection.text", gettext("What happened, and what you ask for"), row.text if row else ""),
        Value("protection.reasons", gettext("Why this way"), last.text if last else ""),
    )


def fill(case: Case) -> Filling:
    """What fills the letter."""
    return Filling(_values(Protection.objects.get(pk=case.pk), case), (), ())


def marks() -> Filling:
    """The values of a case, without contents."""
    return Filling(_values(None, None), ())


def letter(filling: Filling, making: Making) -> Paper:
    """Build the letter that hands a case over."""
    label = {value.code: value.label for value in filling.values}
    pairs = tuple((label[code], filling[code]) for code in (*CODES, *MORE) if filling[code])
    parts: tuple[Part, ...] = (
        Paragraph(say("paper.text.protection_transfer_opening", receiver=filling["protection.receiver"] or "……")),
        Terms(pairs, ()),
        *paragraphs(filling["protection.text"]),
        *paragraphs(filling["protection.reasons"]),
        Paragraph(say("paper.text.protection_transfer_end")),
    )
    title = say("paper.text.protection_transfer_title")
    return Paper(title=title, form=LETTER, issuer=making.issuer, parts=parts, signature=signed(making))


def register_all() -> None:
    """Make the letter known."""
    register(
        PaperKind(
            code="market.protection_transfer",
            case_kinds=frozenset({PROTECTION.kind}),
            states=frozenset({"ROUTED", "ACCEPTED", "HANDED_OVER", "CONCLUDED"}),
            fill=fill,
            marks=marks,
            build=letter,
            permission=INTAKE,
            order=10,
        )
    )
