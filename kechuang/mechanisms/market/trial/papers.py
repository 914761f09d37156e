"""Papers: 先用后转试用协议, 专利开放许可声明, 专利开放许可实施备案表."""

from typing import Any

from django.utils.translation import gettext

from kechuang.casework.models import Case
from kechuang.casework.moves import COUNTERPART, HOLDER
from kechuang.casework.papers.generic import paragraphs, say, signed
from kechuang.casework.papers.kinds import Making, PaperKind, register
from kechuang.mechanisms.market.trial import showing
from kechuang.mechanisms.market.trial.models import OpenLicence, OpenUse, Trial
from kechuang.mechanisms.market.trial.rules.moves import (
    DECLARE,
    OFFERS,
    OPEN_LICENCE,
    OPEN_USE,
    TRIAL,
)
from kechuang.web.documents.filling import Filling, Value
from kechuang.web.documents.paper import PLAIN, Heading, Paper, Paragraph, Part, Terms


def _facts(rows: list[Any]) -> tuple[Value, ...]:
    return tuple(Value(f"about.{at}", str(each.term), _plain(each.value)) for at, each in enumerate(rows))


def _plain(value: Any) -> str:  # noqa: ANN401 - a day, a word, a number
    return f"{value:%Y-%m-%d}" if hasattr(value, "isoformat") else str(value)


def _terms(filling: Filling) -> Terms:
    pairs = tuple((each.label, filling[each.code]) for each in filling.values if each.code.startswith("about."))
    return Terms(pairs, tuple(label for label, text in pairs if len(text) > 40))


def _case(case: Case) -> tuple[Value, ...]:
    return (
        Value("title", gettext("Achievement"), case.title),
        Value("number", gettext("Number"), case.number),
        Value("holder", gettext("Holder"), case.holder.name if case.holder else ""),
        Value("counterpart", gettext("Other side"), case.counterpart.name if case.counterpart else ""),
    )


def fill_trial(case: Case) -> Filling:
    """What fills a trial agreement."""
    rows = Trial.objects.select_related("case__holder", "case__counterpart", "contract__case", "offer")
    row = rows.get(pk=case.pk)
    own = (
        Value("delivers", gettext("What you hand over for the trial"), row.delivers),
        Value("purpose", gettext("What you want to try"), row.purpose),
        Value("criteria", gettext("When you are satisfied"), row.criteria),
        Value("insurance", gettext("Insurance policy"), row.insurance),
    )
    return Filling((*_case(case), *own, *_facts(showing.trial_facts(row))))


def agreement(filling: Filling, making: Making) -> Paper:
    """Build the trial agreement: terms, use, secrecy, what follows (先用后转试用协议)."""
    unit, firm = filling["counterpart"], filling["holder"]
    parts: list[Part] = [
        Paragraph(say("paper.text.trial_opening", unit=unit, firm=firm, title=filling["title"])),
        _terms(filling),
        Heading(say("paper.text.trial_delivers")),
        *paragraphs(filling["delivers"]),
        Heading(say("paper.text.trial_purpose")),
        *paragraphs(filling["purpose"]),
        Heading(say("paper.text.trial_criteria")),
        *paragraphs(filling["criteria"]),
        Heading(say("paper.text.trial_duties")),
        *(Paragraph(say(f"paper.text.trial_duty_{at}")) for at in range(1, 6)),
    ]
    if filling["insurance"]:
        parts.append(Paragraph(say("paper.text.trial_insurance", policy=filling["insurance"])))
    title = say("paper.text.trial_title")
    return Paper(title=title, form=PLAIN, issuer=unit or making.issuer, parts=tuple(parts), signature=signed(making))


def fill_licence(case: Case) -> Filling:
    """What fills a declaration of open licence."""
    row = OpenLicence.objects.select_related("case__holder").get(pk=case.pk)
    own = (Value("patent", gettext("Patent number"), row.number), Value("text", gettext("Text"), row.text))
    return Filling((*_case(case), *own, *_facts(showing.licence_facts(row))))


def declaration(filling: Filling, making: Making) -> Paper:
    """Build the declaration of open licence (专利开放许可声明): facts alone."""
    unit = filling["holder"]
    about: tuple[Part, ...] = paragraphs(filling["text"]) if filling["text"] else ()
    parts: tuple[Part, ...] = (
        Paragraph(say("paper.text.open_opening", unit=unit, title=filling["title"], patent=filling["patent"])),
        _terms(filling),
        *about,
        Heading(say("paper.text.open_assured")),
        Paragraph(say("paper.text.open_bars")),
        Paragraph(say("paper.text.open_withdrawal")),
    )
    title = say("paper.text.open_title")
    return Paper(title=title, form=PLAIN, issuer=unit or making.issuer, parts=parts, signature=signed(making))


def fill_use(case: Case) -> Filling:
    """What fills the form by which a deal is filed."""
    row = OpenUse.objects.select_related("case__holder", "case__counterpart", "licence").get(pk=case.pk)
    return Filling(
        (*_case(case), Value("use", gettext("Use of the licence"), row.use), *_facts(showing.use_facts(row)))
    )


def filing(filling: Filling, making: Making) -> Paper:
    """Build the form by which a deal under an open licence is filed (专利开放许可实施备案表)."""
    unit = filling["counterpart"]
    parts: tuple[Part, ...] = (
        Paragraph(say("paper.text.open_filing_opening", unit=unit, firm=filling["holder"], title=filling["title"])),
        _terms(filling),
        Heading(say("paper.text.open_filing_use")),
        *paragraphs(filling["use"]),
        Paragraph(say("paper.text.open_filing_end")),
    )
    title = say("paper.text.open_filing_title")
    return Paper(title=title, form=PLAIN, issuer=unit or making.issuer, parts=parts, signature=signed(making))


def register_all() -> None:
    """Make the papers known."""
    agreed = {"TERMS_AGREED", "TRIAL", "SATISFIED", "NOT_SATISFIED", "EXPIRED", "CONVERTED", "ENDED_NO_FEE"}
    for code, kind, states, fill, build, permission, side in (
        ("market.trial_agreement", TRIAL.kind, agreed, fill_trial, agreement, OFFERS, COUNTERPART),
        (
            "market.open_declaration",
            OPEN_LICENCE.kind,
            {"DECLARED", "PUBLISHED", "WITHDRAWN", "LAPSED"},
            fill_licence,
            declaration,
            DECLARE,
            HOLDER,
        ),
        ("market.open_filing", OPEN_USE.kind, {"IN_FORCE", "FILED"}, fill_use, filing, DECLARE, COUNTERPART),
    ):
        register(
            PaperKind(
                code=code,
                case_kinds=frozenset({kind}),
                states=frozenset(states),
                fill=fill,
                build=build,
                permission=permission,
                side=side,
                numbered=False,
            )
        )
